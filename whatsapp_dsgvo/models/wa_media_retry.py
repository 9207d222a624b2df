import logging
from datetime import timedelta

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import wake
from ..lib.cloud_api import errors
from ..lib.cloud_api.error_table import is_known
from ..lib.cloud_api.media_download import BrokenFile
from ..lib.media.room import NoRoom, Room
from ..lib.media.scanner import ScannerAway, Unscanned
from . import guard
from .wa_outbox_result import _code_of

_logger = logging.getLogger(__name__)

RETRY_AFTER = (5, 30, 120, 600, 1800, 3600)  # seconds; then each hour
HOUR = 3600
# Each means another download, and a file that takes too long will do so again.
UNSCANNED_AFTER = (600, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 16 * HOUR, 24 * HOUR)
# A file that came damaged so often will not come whole.
TRIES = 5
AT_ONCE = ("too_large", "foreign_host")
UNSCANNED = "unscanned"
NOT_DOWNLOADABLE = 131052
# About one file they say that it is gone, which is no administrator's business.
FILE_MISSING = (33, 100, 803)
# "meta_190": the whole number is stopped, and this file waits for its repair.
STOPPED = "meta_"
# Sooner if the number is repaired; in between only in case Meta changes its mind.
STOPPED_AGAIN = timedelta(minutes=30)
FILES_A_DAY = 50
MEGABYTES_A_DAY = 200
MB = 1024 * 1024


class WaMediaRetry(models.Model):
    """What a failure means, and how much one person may make us fetch in a day."""

    _inherit = "wa.media"

    def _note_failure(self, error):
        """Try again while that can help; then say what the agent can do."""
        if isinstance(error, errors.AccountError):
            self._note_account_error(error)
            return
        self._alarm_if_admins_matter(error)
        if isinstance(error, NoRoom):
            # not fetched, so it is none of today's files
            self._settle("on_demand", "cap", started_at=False)
            return
        reason, tries = _judged(error)
        if reason in ("storage", "unknown"):
            _logger.warning("wa.media %s: %s", self.uuid, type(error).__name__)
        if tries is not None and self.attempts >= tries:
            self._settle("refused", reason)
            return
        attempts, pauses = self.attempts, RETRY_AFTER
        if reason == UNSCANNED:
            # it came whole, so what failed before counts no more
            attempts = attempts if self.reason == UNSCANNED else 1
            pauses = UNSCANNED_AFTER
        step = min(attempts, len(pauses)) - 1
        wait = getattr(error, "retry_after", None) or pauses[max(step, 0)]
        at = fields.Datetime.now() + timedelta(seconds=wait)
        self._admitted_write(
            {"reason": reason, "next_try_at": at, "attempts": attempts}
        )

    def _note_account_error(self, error):
        """The whole number stops; the file waits and comes once that is repaired."""
        rule = errors.rule_for(_code_of(error))
        self._admitted_write(
            {
                "reason": f"{STOPPED}{rule.code}",
                "next_try_at": fields.Datetime.now() + STOPPED_AGAIN,
                "attempts": max(self.attempts - 1, 0),
            }
        )
        self.channel_id._pause_by_error(rule)

    def _alarm_if_admins_matter(self, error):
        rule = getattr(error, "rule", None)
        if not isinstance(error, errors.RecipientError) or not is_known(rule.code):
            return
        if rule.admin and rule.code not in FILE_MISSING:
            self.channel_id._alarm(rule)

    @api.model
    def _note_forgotten(self, media_uuid):
        """An ID that means nothing any more; who writes just now only keeps it longer."""
        # sudo: wa.media - fetched by the system, for no user
        media = self.sudo().search([("uuid", "=", media_uuid)])
        try:
            media.subject_id._lock_for_content()
            for one in media:
                one._drop_meta_ids()
            self.env.cr.commit()  # pylint: disable=invalid-commit
        except (UserError, psycopg2.errors.SerializationFailure):
            self.env.cr.rollback()
            self.env.invalidate_all()

    @api.model
    def _fetch_what_waited(self, channels):
        """The number may work again: what waited for that is tried at once."""
        # sudo: wa.media - fetched by the system, for no user
        waiting = self.sudo().search(
            [
                ("channel_id", "in", channels.ids),
                ("state", "=", "pending"),
                ("reason", "=like", f"{STOPPED}%"),
            ]
        )
        if waiting:
            waiting._admitted_write({"next_try_at": fields.Datetime.now()})
            wake.after_commit(self.env, "cron_fetch_media")

    def _is_over_cap(self, now):
        """So that nobody fills the disk; the rest is fetched when an agent asks."""
        count, left = self._count_today(now)
        return count >= self._setting("files_per_day", FILES_A_DAY) or left <= 0

    def _count_today(self, now):
        """(other files of this person, bytes still free by those that have come)."""
        day = now.replace(hour=0, minute=0, second=0)
        today = [
            ("subject_id", "=", self.subject_id.id),
            ("started_at", ">=", day),
            ("id", "!=", self.id),
        ]
        count, size = self._read_group(today, [], ["__count", "size:sum"])[0]
        megabytes = self._setting("megabytes_per_day", MEGABYTES_A_DAY)
        return count, megabytes * MB - (size or 0)

    def _rooms(self):
        """{id of a person: what their files nobody asked for may take today}."""
        now = fields.Datetime.now()
        unasked = self.filtered(lambda media: not media.is_wanted)
        return {
            subject.id: Room(files[0]._count_today(now)[1])
            for subject, files in unasked.grouped("subject_id").items()
        }

    @api.model
    def _setting(self, name, default):
        # sudo: ir.config_parameter - a number
        params = self.env["ir.config_parameter"].sudo()
        value = params.get_param(f"whatsapp_dsgvo.{name}") or ""
        return int(value) if value.isdecimal() else default

    @api.model
    def _scanner(self):
        """Address of the virus scanner, "" if files are not scanned."""
        # sudo: ir.config_parameter - an address
        params = self.env["ir.config_parameter"].sudo()
        if not params.get_param("whatsapp_dsgvo.scan_files"):
            return ""
        # switched on without an address: nothing is shown unscanned
        return params.get_param("whatsapp_dsgvo.scanner_address") or "none"

    def _fetch_now(self):
        """Somebody asked for it: today's caps don't count."""
        for media in self.filtered(lambda media: media._may_fetch()):
            media._admitted_write(
                {
                    "state": "pending",
                    "reason": False,
                    "is_wanted": True,
                    "attempts": 0,
                    "next_try_at": fields.Datetime.now(),
                }
            )
            media.message_id._changed()

    @api.autovacuum
    def _gc_files(self):
        """Sealed bytes whose row went with its message or person."""
        self.env.cr.execute(
            """
            SELECT a.id FROM ir_attachment a
             WHERE a.res_model = 'wa.media'
               AND NOT EXISTS (SELECT 1 FROM wa_media m WHERE m.id = a.res_id)
             LIMIT 1000
            """
        )
        ids = [row[0] for row in self.env.cr.fetchall()]
        # sudo: ir.attachment - bytes nobody can read any more
        guard.admitted(self.env["ir.attachment"].sudo()).browse(ids).unlink()


def _judged(error):
    """(reason code, attempts after which it is final; None: until it expires)."""
    if isinstance(error, BrokenFile):
        return error.reason, 1 if error.reason in AT_ONCE else TRIES
    if isinstance(error, Unscanned):
        return UNSCANNED, None
    if isinstance(error, ScannerAway):
        return "scanner_away", None
    if isinstance(error, errors.RecipientError):
        final = error.rule.code == NOT_DOWNLOADABLE
        return "gone", 1 if final else TRIES
    if isinstance(error, errors.CloudApiError):
        return "unreachable", None
    return ("storage", None) if isinstance(error, OSError) else ("unknown", TRIES)
