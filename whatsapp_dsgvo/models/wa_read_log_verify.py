import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..lib.keys.errors import CannotRead
from ..lib.ledger.anchor import Anchor
from ..lib.ledger.read_log import HEAD, Read, verify_reads
from ..lib.ledger.verify import Problem
from .ledger_reading import PARTS, UTC_SECOND, batches
from .wa_read_log import KEPT_FOR
from .wa_vault import INSTALLATION, KeysAway

_logger = logging.getLogger(__name__)

NOTED = "read_log_head"
# as the trigger: a day less, for two machines' clocks may differ
KEPT_AT_LEAST = KEPT_FOR - timedelta(days=1)
# NULL and "" are the same in the chain, NULL and 0 too.
COLUMNS = f"""
    SELECT company_id, {UTC_SECOND}, reader_index, coalesce(what, ''),
           coalesce(count, 0), coalesce(pseudonym, ''), coalesce(reason, ''),
           seq, coalesce(prev_hash, ''), coalesce(entry_hash, '')
      FROM wa_read_log WHERE company_id = %s
"""


class WaReadLogVerify(models.Model):
    """Checking the read log against itself and against its heads in the ledger.

    There they are sealed and anchored; what was added after the last one can be cut
    unseen.
    """

    _inherit = "wa.read.log"
    _changed_activity = "whatsapp_dsgvo.activity_type_read_log"

    @api.model
    def _verify(self, company):
        """Check chain, start and heads of one company; a `Report`."""
        self.flush_model()
        start = self.env["wa.read.log.start"]._of_company(company)
        since = fields.Datetime.now() - KEPT_AT_LEAST
        reads, since = self._reads(company), since.isoformat(timespec="seconds") + "Z"
        try:
            return verify_reads(reads, self._told_heads(company), start, since)
        except KeysAway:
            return verify_reads(reads, [], start, since).doubted()
        except CannotRead:
            report = verify_reads(reads, [], start, since)
            return report.blamed([Problem(report.head_seq, HEAD)])

    def _reads(self, company):
        """By number, those without one last."""
        for part in PARTS:
            for rows in batches(self.env, SQL(COLUMNS + part, company.id)):
                yield from (Read(*row) for row in rows)

    # -- heads -----------------------------------------------------------------------

    def _told_heads(self, company):
        """What the ledger knows of entries that are kept; raises if it can't be read."""
        # sudo: wa.ledger.entry - number, hash and time of heads
        entries = self.env["wa.ledger.entry"].sudo()
        noted = entries.search(
            [
                ("company_id", "=", company.id),
                ("event", "=", NOTED),
                ("at", ">=", fields.Datetime.now() - KEPT_FOR),
            ]
        )
        told = [entry._payload() for entry in noted]
        return [Anchor(company.id, **head) for head in told if head]

    @api.model
    def _daily(self):
        """The head of each read log that has grown goes into the ledger."""
        # sudo: res.company - of all companies, by the system
        for company in self.env["res.company"].sudo().search([("active", "=", True)]):
            try:
                self._note_head(company)
            except (KeysAway, CannotRead):
                # the verification tells what it is
                _logger.error("read log: heads of %s can't be read", company.id)

    def _note_head(self, company):
        known = [told.seq for told in self._told_heads(company)]
        head = self._head(company)
        if head.seq <= max(known, default=0):
            return
        # sudo: wa.read.log - the time of the entry
        entry = self.sudo().search(
            [("company_id", "=", company.id), ("seq", "=", head.seq)]
        )
        if entry:
            told = {**head._asdict(), "at": entry._linkable().at}
            self.env["wa.ledger.entry"]._add(company, INSTALLATION, NOTED, told)

    # -- people ----------------------------------------------------------------------

    def _changed_summary(self):
        return self.env._("The read log was changed")

    def action_verify(self):
        """Button of the officer: what the check found, in one sentence."""
        self.check_access("read")
        report = self._checked(self.env.company)
        if report.is_doubted:
            message = self.env._(
                "The heads of the read log can't be read in the ledger just now, so "
                "nobody can tell whether it is whole. Please try again later."
            )
        elif report.ok:
            message = self.env._(
                "Read log verified: %(count)s entries, %(unsealed)s not sealed yet.",
                count=report.count,
                unsealed=report.unsealed,
            )
        else:
            message = self._changed_words(report)
        return self.env["wa.ledger.entry"]._told_by_button(report, message)

    @api.model
    def _changed_words(self, report):
        return self.env._(
            "The read log was changed: %(count)s problems, the first at number "
            "%(seq)s (%(code)s).",
            count=report.problem_count,
            seq=report.problems[0].seq,
            code=report.problems[0].code,
        )
