import logging

import psycopg2

from odoo import api, fields, models

from ..lib.keys.errors import JournalError, JournalUnavailable, KeyStoreError
from ..lib.keys.journal import beyond
from ..lib.keys.restore import unknown
from . import guard
from .wa_restore import NOTICED, RELEASED, REPLAYING, UNREAD
from .wa_vault import INSTALLATION, KeysAway

_logger = logging.getLogger(__name__)

LOCK = "SELECT pg_try_advisory_xact_lock(hashtext('wa_restore'))"
COMPARED = "whatsapp_dsgvo.journals_compared_in"
# None of this is the same after a restore: of a dump beside or over the old database
# (other oid, other table), of the cluster's files (PostgreSQL was started anew).
PLACE = """
    SELECT concat_ws('/', s.system_identifier, d.oid,
                     pg_relation_filenode('wa_journal_mark'),
                     extract(epoch FROM pg_postmaster_start_time()))
      FROM pg_database d, pg_control_system() s
     WHERE d.datname = current_database()
"""


class WaRestoreCompare(models.Model):
    """Is the database behind the journal? Who can't know stands still as well."""

    _inherit = "wa.restore"

    @api.model
    def _blocks(self):
        """Asked at the start of every round: may messages be worked off and sent?

        Without keys nobody knows, and without them nothing could be read or sent.
        """
        try:
            restore = self._open()
            return bool(restore and restore.state != UNREAD) or self._is_behind()
        except (KeysAway, KeyStoreError) as error:
            _logger.error("comparison with the journal: %s", error.code)
            return True

    @api.model
    def _is_undecided(self):
        """Until people have begun to repeat what is missing: it may be the wrong backup,
        and what it has deleted by its age a newer one would miss.
        """
        restore = self._open()
        return restore.state in (UNREAD, NOTICED) if restore else self._blocks()

    @api.model
    def _holds_journal(self):
        """What is added now would hide what is missing."""
        restore = self._open()
        if restore and restore.state != UNREAD:
            return restore.state in (NOTICED, REPLAYING) or restore._contradicts()
        return self._is_behind()

    @api.model
    def _is_behind(self):
        """Or can't know it: a journal that knows more can't be read, or, in a database
        that may have been restored, one of them has not been compared yet.
        """
        marks = self.env["wa.journal.mark"]
        sinks = marks._sinks()
        # while keys are away nothing can be done, and nobody has to decide anything
        sinks[0].head()
        try:
            found = beyond(sinks, marks._known_head(), marks._head_at)
        except JournalError as error:
            return self._stand_still(error.code)
        if found.entries:
            # a new view: what the journal knows was committed before it was told
            with self.env.registry.cursor() as cr:
                fresh = self.with_env(self.env(cr=cr))
                if fresh._quarantine_if_behind(found):
                    return True
        return self._is_uncompared(found)

    def _is_uncompared(self, found):
        self.env.cr.execute(PLACE)
        [place] = self.env.cr.fetchone()
        # sudo: ir.config_parameter - where it was compared last is no secret
        parameters = self.env["ir.config_parameter"].sudo()
        if parameters.get_param(COMPARED) != place:
            if found.unreachable or self.env["wa.journal.mark"]._misses_a_sink():
                return self._stand_still(JournalUnavailable.code)
            self._in_own_transaction(lambda fresh: fresh._note_place(place))
        if self._open():
            self._in_own_transaction(lambda fresh: fresh._go_on())
            self.env.invalidate_all()
        return False

    def _in_own_transaction(self, work):
        """Somebody else may be at it; then it is theirs."""
        try:
            with self.env.registry.cursor() as cr:
                fresh = self.with_env(self.env(cr=cr))
                cr.execute(LOCK)
                if cr.fetchone()[0]:
                    work(fresh)
        except psycopg2.errors.SerializationFailure:
            _logger.info("another process has compared the journals")

    def _note_place(self, place):
        # sudo: ir.config_parameter - where it was compared last
        self.env["ir.config_parameter"].sudo().set_param(COMPARED, place)

    def _stand_still(self, code):
        if self._open().stopped_by != code:
            _logger.error("nobody knows whether this is a restored backup: %s", code)
            self._in_own_transaction(lambda fresh: fresh._quarantine_unread(code))
            self.env.invalidate_all()
        return True

    def _quarantine_unread(self, code):
        restore = self._open()
        if restore:
            restore._admitted_write({"stopped_by": code})
            return
        known = self.env["wa.journal.mark"]._known_seq()
        self._begin(
            {
                "state": UNREAD,
                "stopped_by": code,
                "known_seq": known,
                "replayed_seq": known,
                "head_seq": known,
            }
        )

    def _go_on(self):
        """All of them were read, and nothing was missing: nobody need release it."""
        restore = self._open()
        if restore.state == UNREAD:
            now = fields.Datetime.now()
            restore._admitted_write({"released_at": now, "state": RELEASED})
            restore._end_quarantine()

    @api.model
    def _quarantine_if_behind(self, found):
        self.env.cr.execute(LOCK)
        [is_ours] = self.env.cr.fetchone()
        restore = self._open()
        if not is_ours or (restore and restore.state != UNREAD):
            return True
        marks = self.env["wa.journal.mark"]
        known = marks._known_seq()
        newer = [entry for entry in found.entries if entry.seq > known]
        # sudo: wa.journal.mark - what is committed and not told yet
        waiting = marks.sudo().search([("seq", "=", False)])
        events = [mark._event() for mark in waiting]
        missing = unknown(newer, [(e.at, e.kind, e.digest) for e in events])
        if not missing:
            return False
        vals = {
            "state": NOTICED,
            "stopped_by": False,
            "known_seq": known,
            "replayed_seq": known,
            "head_seq": newer[-1].seq,
            "missing_count": len(missing),
        }
        try:
            with self.env.cr.savepoint():
                restore._admitted_write(vals) if restore else self._begin(vals)
                self._record_restore(vals)
        except psycopg2.errors.UniqueViolation:
            _logger.info("another process has noticed the restored backup")
        return True

    def _begin(self, vals):
        # sudo: wa.restore - noticed by the system
        restore = guard.admitted(self.sudo()).create(
            {
                **vals,
                "noticed_at": fields.Datetime.now(),
                "second_journal": bool(self.env["wa.journal.mark"]._second_sinks()),
                "ledger_heads": self._ledger_heads(),
            }
        )
        # sudo: wa.channel - the whole installation stops
        connected = self.env["wa.channel"].sudo().search([("state", "=", "connected")])
        connected.write({"state": "quarantined"})
        restore._tell(connected)

    def _record_restore(self, vals):
        count = vals["missing_count"]
        _logger.error("restored backup: %s events of the journal are missing", count)
        facts = {"known_seq": vals["known_seq"], "head_seq": vals["head_seq"]}
        # sudo: wa.app - the whole installation is concerned
        for (company,) in self.env["wa.app"].sudo()._read_group([], ["company_id"]):
            self.env["wa.ledger.entry"]._add(
                company, INSTALLATION, "restored", {**facts, "missing": count}
            )
