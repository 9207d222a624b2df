from odoo import models
from odoo.tools import config
from odoo.tools.misc import format_datetime

from ..lib.keys.backup import FRESH
from ..lib.privacy.document import GAP, OK, Line, Section
from .key_places import is_beside_accepted, key_dsn
from .wa_check import GREEN, GREY
from .wa_check_backup import KEY_BACKUP
from .wa_check_notice import NOTICE
from .wa_vault import KeysAway


class WaDocumentTom(models.Model):
    """Art. 32 GDPR by the goals of the Standard Data Protection Model (SDM)."""

    _inherit = "wa.document"

    def _sections_tom(self):
        return [
            self._tom_goal("confidentiality", self._tom_confidentiality()),
            self._tom_goal("integrity", self._tom_integrity()),
            self._tom_goal("availability", self._tom_availability()),
            self._tom_goal("unlinkability", self._tom_minimum()),
            self._tom_goal("transparency", self._tom_transparency()),
            self._tom_goal("intervenability", self._tom_intervention()),
            Section(
                self.env._("What Meta reports of the numbers"),
                tuple(self._tom_checks()),
                self.env._("As read at the time given. Unknown is a gap."),
            ),
        ]

    def _tom_confidentiality(self):
        yield Line(
            self.env._("Encryption at rest"),
            self.env._(
                "AES-256-GCM, one data key per person and class; the keys lie in a "
                "store outside the database, wrapped with a master key"
            ),
        )
        yield self._tom_keys()
        yield Line(
            self.env._("Encryption on the way"),
            self.env._(
                "Signal protocol up to the Cloud API, which decrypts on your behalf; "
                "TLS from there"
            ),
        )
        yield self._tom_setting(
            self.env._("List of databases"),
            not config["list_db"],
            self.env._("not shown to visitors"),
            self.env._("shown to visitors: start Odoo with --no-database-list"),
        )
        yield self._tom_setting(
            self.env._("Logging"),
            not any("DEBUG" in handler for handler in config["log_handler"])
            and not str(config["log_level"]).startswith("debug"),
            self.env._("no debug level, which would write requests into the log"),
            self.env._("a debug level is on: requests are written into the log"),
        )
        for name in ("agent", "triage", "privacy_coordinator", "dpo", "channel_admin"):
            group = self.env.ref(f"whatsapp_dsgvo.group_{name}")
            yield Line(
                self.env._("Role “%s”", group.name),
                self.env._("People: %s", len(group.all_user_ids.filtered("active"))),
            )

    def _tom_keys(self):
        label = self.env._("Key store")
        try:
            self.env["wa.vault"]._vault()
        except KeysAway as error:
            return Line(label, str(error), GAP)
        if key_dsn() and is_beside_accepted():
            beside = self.env._("on Odoo's own database server: one backup holds both")
            return Line(label, beside, GAP)
        return Line(label, self.env._("open, bound to this database"))

    def _tom_setting(self, label, is_good, good, bad):
        return Line(label, good if is_good else bad, OK if is_good else GAP)

    def _tom_integrity(self):
        report = self.env["wa.ledger.entry"]._verify(self.env.company)
        yield self._tom_setting(
            self.env._("Ledger"),
            report.ok,
            self.env._("hash chain verified when this version was made"),
            self.env._("verification failed"),
        )
        yield Line(
            self.env._("Webhooks"),
            self.env._("signature checked on the raw bytes; nothing is taken without"),
        )
        yield Line(
            self.env._("Outgoing messages"),
            self.env._(
                "each rests on a recorded consent or a named exception; the database "
                "checks that one is there"
            ),
        )

    def _tom_availability(self):
        yield Line(
            self.env._("Incoming messages"),
            self.env._("stored before they are acknowledged; Meta repeats others"),
        )
        second = self.env["wa.journal.mark"]._named_sinks()
        yield self._tom_setting(
            self.env._("Second place of the journal"),
            bool(second),
            self.env._("set up"),
            self.env._("missing: erasures are not protected against a restore"),
        )
        yield self._tom_backup()

    def _tom_backup(self):
        """The day, not its age: what is written here stays as it is."""
        vault, checks = self.env["wa.vault"], self.env["wa.check"]
        last = vault._last_backup()
        told = self.env._("none is known: neither exported nor reported")
        if last:
            told = self.env._(
                "%(way)s on %(date)s; due every %(days)s days",
                way=checks._backup_ways().get(last.way, last.way),
                date=format_datetime(self.env, last.at, tz="Europe/Berlin"),
                days=vault._backup_every().days,
            )
        fresh = vault._backup_state() == FRESH
        return self._tom_setting(
            self.env._("Backup of the key store"), fresh, told, told
        )

    def _tom_minimum(self):
        return (
            Line(
                self.env._("Pseudonyms"),
                self.env._("people have a random ID; numbers are found by keyed hash"),
            ),
            Line(
                self.env._("Address books and chat histories"),
                self.env._("refused and counted"),
            ),
            Line(
                self.env._("Received webhooks"),
                self.env._("key of the day, destroyed when that day is worked off"),
            ),
        )

    def _tom_transparency(self):
        return (
            Line(
                self.env._("Privacy notice"),
                self.env._("sent before anything else, in versions, publicly readable"),
            ),
            Line(
                self.env._("Evidence"),
                self.env._("append-only, tamper-evident ledger of every declaration"),
            ),
        )

    def _tom_intervention(self):
        return (
            Line(
                self.env._("Withdrawal"),
                self.env._("STOP in the chat, the public page, or by any other way"),
            ),
            Line(
                self.env._("Restriction"),
                self.env._("per person: contents hidden, nothing is sent"),
            ),
        )

    def _tom_checks(self):
        # the backup, with its age in the words, has a line of its own
        checks = self.env["wa.check"].search(
            [("company_id", "=", self.env.company.id), ("code", "!=", KEY_BACKUP)]
        )
        names = dict(
            self.env["wa.check"]._fields["code"]._description_selection(self.env)
        )
        if not checks.filtered(lambda c: c.code != NOTICE):
            yield Line(self.env._("Numbers"), self.env._("never checked"), GAP)
        for check in checks:
            when = (
                format_datetime(self.env, check.checked_at, tz="Europe/Berlin")
                if check.checked_at
                else "–"
            )
            # not in an f-string, where the export of texts does not see it
            unknown = self.env._("unknown")
            value = unknown if check.colour == GREY else check.finding or unknown
            yield Line(
                f"{check.channel_id.display_number or ''} {names[check.code]}".strip(),
                f"{value} ({when})",
                OK if check.colour == GREEN else GAP,
            )
