from odoo import models
from odoo.tools.misc import format_date, format_datetime

from ..lib.privacy.document import OK
from ..lib.privacy.retention_classes import CLASSES, JOURNAL
from .wa_check import GREEN
from .wa_document_ledger import ISSUED


class WaDocumentSdmFacts(models.Model):
    """What is checked for the SDM measures when the document is generated.

    Each `_sdm_<fact>()` returns (what was found, whether that is as it should be).
    """

    _inherit = "wa.document"

    def _sdm_keys(self):
        return self.env._(
            "AES-256-GCM, one key per person and class, outside the database; living "
            "keys: %s",
            self.env["wa.vault"]._vault().store.count(),
        ), True

    def _sdm_backup(self):
        told = self._tom_backup()
        return told.value, told.status == OK

    def _sdm_ledger(self):
        """A version is an entry itself: counted, it would make the next one differ."""
        entries = self.env["wa.ledger.entry"]
        report = entries._verify(self.env.company)
        issued = entries.search_count(
            [("company_id", "=", self.env.company.id), ("event", "=", ISSUED)]
        )
        if not report.ok:
            return self._sdm_chain(report)
        return self.env._(
            "hash chain verified when this version was made, entries: %s, and those "
            "of the documents themselves",
            report.count - issued,
        ), True

    def _sdm_read_log(self):
        return self._sdm_chain(self.env["wa.read.log"]._verify(self.env.company))

    def _sdm_chain(self, report):
        if report.ok:
            return self.env._(
                "hash chain verified when this version was made, entries: %s",
                report.count,
            ), True
        return self.env._("verification failed"), False

    def _sdm_run(self):
        # sudo: wa.retention.run - its light and counts
        run = self.env["wa.retention.run"].sudo()._last(self.env.company)
        if not run:
            return self.env._("no run yet"), False
        return self.env._(
            "last run %(date)s, deleted: %(done)s, overdue: %(overdue)s",
            date=format_datetime(self.env, run.started_at, tz="Europe/Berlin"),
            done=run.done,
            overdue=run.overdue,
        ), run.light == "green"

    def _sdm_rules(self):
        # sudo: wa.retention.rule - periods, no content
        rules = self.env["wa.retention.rule"].sudo()._current(self.env.company)
        confirmed = [rule for rule in rules.values() if rule.activated_by_id]
        told = self.env._(
            "confirmed by two people: %(confirmed)s of %(count)s rules",
            confirmed=len(confirmed),
            count=len(rules),
        )
        concept, is_good = self._sdm_document("retention")
        names = dict(self._fields["kind"]._description_selection(self.env))
        told = f"{told}; {names['retention']}: {concept}"
        return told, is_good and len(confirmed) == len(rules)

    def _sdm_log_periods(self):
        # sudo: wa.retention.rule - periods, no content
        rules = self.env["wa.retention.rule"].sudo()
        current = rules._current(self.env.company)
        logs = [one for one in CLASSES if one.code in (JOURNAL, "LK-10", "LK-15")]
        told = [
            f"{rules._words(one.code)[0]}: "
            + rules._period_words(
                current[one.code]._period() if one.code in current else one.period
            )
            for one in logs
        ]
        return "; ".join(told), True

    def _sdm_document_vvt(self):
        return self._sdm_document("vvt")

    def _sdm_document_retention(self):
        return self._sdm_document("retention")

    def _sdm_document(self, kind):
        """A draft that nobody stands for, or one with gaps, is no proof."""
        newest = [
            ("company_id", "=", self.env.company.id),
            ("kind", "=", kind),
            ("language", "=", self.env.lang[:2]),
            ("is_current", "=", True),
        ]
        # sudo: wa.document - version, day and gaps of another document
        made = self.sudo().search(newest)
        if not made:
            return self.env._("missing: no version has been generated"), False
        facts = {"version": made.version, "gaps": made.gap_count}
        if not made.approved_at:
            told = self.env._(
                "version %(version)s, gaps: %(gaps)s, not approved", **facts
            )
        else:
            told = self.env._(
                "version %(version)s, gaps: %(gaps)s, approved on %(date)s",
                date=format_date(self.env, made.approved_at),
                **facts,
            )
        return told, bool(made.approved_at) and not made.gap_count

    def _sdm_versions(self):
        """Of the other documents: counting itself it would change with every look."""
        # sudo: wa.document - whether each is still what was generated
        others = self.sudo().search(
            [("company_id", "=", self.env.company.id), ("kind", "!=", "sdm")]
        )
        changed = others.filtered(lambda one: one._is_changed())
        return self.env._(
            "versions: %(count)s, checksum differs: %(changed)s",
            count=len(others),
            changed=len(changed),
        ), bool(others) and not changed

    def _sdm_threshold(self):
        return self.env._("not kept in this software"), False

    def _sdm_lights(self):
        # sudo: wa.check - colours of the own company's numbers
        checks = self.env["wa.check"].sudo()
        checks = checks.search([("company_id", "=", self.env.company.id)])
        good = checks.filtered(lambda check: check.colour == GREEN)
        return self.env._(
            "checked facts that are fine: %(good)s of %(count)s",
            good=len(good),
            count=len(checks),
        ), bool(checks) and good == checks

    def _sdm_time_stamps(self):
        anchors = self.env["wa.ledger.anchor"]
        return self.env._(
            "none: times are the server's; places outside the database that hold "
            "anchors of the ledger: %s",
            len(anchors._named_places()),
        ), False

    def _sdm_restore(self):
        number, colour, _evidence = self.env["wa.check"]._journal_fact()
        if colour != GREEN:
            return self.env._("missing or behind: second place of the journal"), False
        return self.env._(
            "second place of the journal holds every entry, up to no. %s", number
        ), True
