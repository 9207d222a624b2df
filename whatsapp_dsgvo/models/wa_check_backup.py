from datetime import datetime

from babel.dates import format_timedelta

from odoo import api, fields, models
from odoo.tools import babel_locale_parse, format_datetime

from ..lib.keys import backup, postgres_archive
from ..lib.keys.errors import KeyStoreError
from .key_places import key_dsn
from .times import iso
from .wa_check import GREEN, GREY, RED, YELLOW

# A name rather than a word: before a call of `_` Odoo takes a word for one to translate.
KEY_BACKUP = "key_backup"
COLOURS = {
    backup.UNKNOWN: GREY,
    backup.FRESH: GREEN,
    backup.OVERDUE: YELLOW,
    backup.GONE: RED,
}


class WaCheckBackup(models.Model):
    """Among the checked facts: when was the key store last backed up, and how?"""

    _inherit = "wa.check"

    code = fields.Selection(
        selection_add=[(KEY_BACKUP, "Last backup of the key store")],
        ondelete={KEY_BACKUP: "cascade"},
    )

    def _server_facts(self):
        return {**super()._server_facts(), KEY_BACKUP: self._backup_fact()}

    def _backup_fact(self):
        vault = self.env["wa.vault"]
        last, evidence = vault._last_backup(), self._archive_evidence()
        if last:
            evidence |= {**vars(last), "at": iso(last.at)}
        value = f"{last.way} {last.at.isoformat()}" if last else ""
        return value, COLOURS[vault._backup_state()], evidence

    def _archive_evidence(self):
        """What the key store's server says of its log: evidence, and no backup."""
        if not key_dsn():
            return {}
        try:
            return {"log_archived_at": iso(postgres_archive.last_archived(key_dsn()))}
        except KeyStoreError as error:
            return {"log_archived_at": error.code}

    @api.model
    def _show_backup(self):
        """One was made between two checks."""
        fact = {KEY_BACKUP: self._backup_fact()}
        # sudo: wa.channel - every number shows what the server knows
        channels = self.env["wa.channel"].sudo().search([("check_ids", "!=", False)])
        for channel in channels:
            self._put(channel, fact)
        self.env["wa.channel"]._tell_of_backup()

    def _backup_finding(self):
        """Its age now, not when it was checked."""
        if not self.value:
            return ""
        way, text = self.value.split()
        at = datetime.fromisoformat(text)
        age = format_timedelta(
            at - fields.Datetime.now(),
            add_direction=True,
            format="short",
            locale=babel_locale_parse(self.env.lang),
        )
        return self.env._(
            "%(age)s (%(date)s), %(way)s",
            age=age,
            date=format_datetime(self.env, at),
            way=self._backup_ways()[way],
        )

    def _backup_ways(self):
        return {
            backup.EXPORT: self.env._("exported by command"),
            backup.REPORTED: self.env._("reported by the backup job"),
        }

    def _explanations(self):
        remedy = self.env._(
            "Please export it (odoo whatsapp_dsgvo escrow export FILE), or have your "
            "backup job report its copies (odoo whatsapp_dsgvo backup reported)."
        )
        why = {
            GREY: self.env._(
                "No backup is known: none was exported or reported. If the key store "
                "is lost, nobody can read any content again."
            ),
            YELLOW: self.env._(
                "Older than the settings allow: keys of people who wrote since may be "
                "in no backup."
            ),
            RED: self.env._(
                "Much older than the settings allow, or already to be deleted: if the "
                "key store is lost now, contents can't be read again."
            ),
        }
        return {
            **super()._explanations(),
            (KEY_BACKUP, GREEN): self.env._(
                "Exported or reported in time. Whether the copy is still there and can "
                "be read, only a trial restore tells."
            ),
            **{(KEY_BACKUP, found): f"{text} {remedy}" for found, text in why.items()},
        }
