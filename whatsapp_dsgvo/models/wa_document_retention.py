from odoo import fields, models

from ..lib.privacy.document import GAP, OK, Line, Section
from ..lib.privacy.retention_classes import CLASSES, JOURNAL, SUPPRESSION
from .wa_journal_dropping import ONLY_GROWS


class WaDocumentRetention(models.Model):
    """The deletion concept (DIN 66398), as the rules in force say it.

    What nobody deletes, confirmed or decided stands there as a gap.
    """

    _inherit = "wa.document"

    kind = fields.Selection(
        selection_add=[("retention", "Deletion concept (DIN 66398)")],
        ondelete={"retention": "cascade"},
    )

    def _sections_retention(self):
        # sudo: wa.retention.rule - periods, no content
        rules = self.env["wa.retention.rule"].sudo()
        current = rules._current(self.env.company)
        return [
            *(self._class_section(one, current.get(one.code)) for one in CLASSES),
            self._retention_way(),
            self._retention_open_points(),
        ]

    def _class_section(self, one, rule):
        rules = self.env["wa.retention.rule"]
        data, start, norm = rules._words(one.code)
        period = rule._period() if rule else one.period
        gap = self._class_gap(one, rule)
        return Section(
            f"{one.code} {data}",
            (
                Line(self.env._("Period starts with"), start),
                Line(self.env._("Period"), rules._period_words(period)),
                Line(self.env._("Then"), rules._action_words(one.action)),
                Line(self.env._("Legal basis"), norm),
                Line(self.env._("Done by"), rules._worker_words(one.worked_off_by)),
                Line(
                    self.env._("Responsible"),
                    gap or self._responsible(rule),
                    GAP if gap else OK,
                ),
                *(self._journal_remarks() if one.code == JOURNAL else ()),
            ),
        )

    def _responsible(self, rule):
        if not rule:
            return self.env._("Set in the software, not by a rule")
        return self.env._(
            "%(drafted)s and %(activated)s",
            drafted=rule.drafted_by_id.name,
            activated=rule.activated_by_id.name,
        )

    def _class_gap(self, one, rule):
        """What is missing of a class; "" if nothing is."""
        if not one.worked_off_by:
            return self.env._("Nobody deletes this yet.")
        if one.code == SUPPRESSION and self._review_is_due():
            return self.env._("Entries are due for their yearly review.")
        if one.code == JOURNAL and self._journal_gap():
            return self._journal_gap()
        if rule and not rule.activated_by_id:
            return self.env._("Default of the software, not confirmed by two people.")
        return ""

    def _journal_gap(self):
        # sudo: wa.erasure - a number of days
        if self.env["wa.erasure"].sudo()._key_backup_days() is None:
            return self.env._(
                "Nothing goes before the settings say how long backups of the key store "
                "live."
            )
        # sudo: ir.config_parameter - what the last clean-up found
        if self.env["ir.config_parameter"].sudo().get_param(ONLY_GROWS):
            return self.env._(
                "A place of the journal outside the database can only be added to: its "
                "administrator has to delete there what the journal calls dropped."
            )
        return ""

    def _journal_remarks(self):
        return (
            Line(
                self.env._("Outside the database"),
                self.env._(
                    "Key store and second journal (file or database) let go of the "
                    "entries with the day's clean-up: first the journal is told up to "
                    "which number, a day later they are gone. What is left still "
                    "verifies as one chain."
                ),
            ),
            Line(
                self.env._("What remains"),
                self.env._(
                    "Number and hash of the last entry that went, which nobody can lead "
                    "back to a person. Backups of key store and second journal, and an "
                    "escrow, keep the keyed hashes until they are deleted themselves. "
                    "Mails never held any: they name number and hash of the ledger."
                ),
            ),
        )

    def _review_is_due(self):
        # sudo: wa.suppression - whether there is one
        entries = self.env["wa.suppression"].sudo()
        mine = [("company_id", "=", self.env.company.id)]
        due = entries._review_domain(entries._review_cutoff())
        return bool(entries.search_count(mine + due, limit=1))

    def _retention_way(self):
        return Section(
            self.env._("How it is deleted"),
            (
                Line(
                    self.env._("Process"),
                    self.env._(
                        "Once a day: messages, their files in the database and on the "
                        "disk, message IDs. The chatter says when it was. Counts, no "
                        "content, stand in the list of runs."
                    ),
                ),
                Line(
                    self.env._("Backups"),
                    self.env._(
                        "The data key of a person is destroyed with the last content; "
                        "older backups of the database can't be read any more once the "
                        "backups of the key store are gone, too. Each run is entered in "
                        "the journal outside the database."
                    ),
                ),
                Line(
                    self.env._("Exceptions"),
                    self.env._(
                        "Data under a legal hold and of people whose processing is "
                        "restricted (Art. 18 GDPR) stay. Closed tickets without a "
                        "decision are listed and not deleted."
                    ),
                ),
            ),
        )

    def _retention_open_points(self):
        company = self.env.company
        # sudo: wa.retention.run - its light and counts
        run = self.env["wa.retention.run"].sudo()._last(company)
        is_fine = run.light == "green" and not company.whatsapp_retention_paused_at
        waiting = run._are_letters_left(company)
        return Section(
            self.env._("State"),
            (
                Line(
                    self.env._("Runs"),
                    self.env._("The last run is recent and left nothing overdue.")
                    if is_fine
                    else self.env._(
                        "No recent run without problems, or deletion is paused."
                    ),
                    OK if is_fine else GAP,
                ),
                Line(
                    self.env._("Closed tickets"),
                    self.env._("Some wait for the decision how long they are kept.")
                    if run.undecided
                    else self.env._("All decided at the last run.")
                    if run
                    else self.env._("not known yet"),
                    OK if run and not run.undecided else GAP,
                ),
                Line(
                    self.env._("Archive"),
                    self.env._(
                        "Business letters and accounting vouchers stay encrypted in this "
                        "database until their period is over. They get a key of their "
                        "own when Meta's message IDs are deleted, so backups lose the "
                        "rest before."
                    )
                    if not waiting
                    else self.env._(
                        "Some letters or vouchers have no key of their own."
                    ),
                    GAP if waiting else OK,
                ),
            ),
        )
