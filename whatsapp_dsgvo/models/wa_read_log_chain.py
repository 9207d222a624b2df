from odoo import api, fields, models
from odoo.fields import Domain

from ..lib.ledger import chain
from ..lib.ledger.read_log import Read
from . import guard
from .pause import NOT_PAUSED
from .wa_read_log import KEPT_FOR

BATCH = 10000


class WaReadLogChain(models.Model):
    """The read log as a chain that becomes shorter at its beginning.

    Chained within a minute: reading wakes nobody, for it is what happens most.
    """

    _inherit = "wa.read.log"

    def _linkable(self):
        """Without who asked for the name and whose it is: that comes later."""
        return Read(
            company=self.company_id.id,
            at=self.at.isoformat(timespec="seconds") + "Z",
            reader=self.reader_index,
            what=self.what,
            count=self.count,
            pseudonym=self.pseudonym or "",
            reason=self.reason or "",
        )

    def _before_first(self, company):
        return self.env["wa.read.log.start"]._of_company(company)

    @api.autovacuum
    def _gc_read_log(self):
        """Storage limitation, Art. 5 (1) e GDPR; from the oldest on, without a gap."""
        limit = fields.Datetime.now() - KEPT_FOR
        domain = Domain("seq", "!=", False) & Domain("at", "<", limit) & NOT_PAUSED
        # sudo: wa.read.log - of all companies, by the system
        groups = self.sudo()._read_group(domain, ["company_id"])
        done = [self.sudo()._delete_until(limit, company) for (company,) in groups]
        return sum(done), BATCH in done

    def _delete_until(self, limit, company):
        """How many went. What was chained behind a younger one goes with that one."""
        domain = [("company_id", "=", company.id), ("seq", "!=", False)]
        young = self.search([*domain, ("at", ">=", limit)], order="seq", limit=1)
        if young:
            domain.append(("seq", "<", young.seq))
        old = self.search(domain, order="seq", limit=BATCH)
        if old:
            last = chain.Head(old[-1].seq, old[-1].entry_hash)
            self.env["wa.read.log.start"]._move(company, last)
            guard.admitted(old).unlink()
        return len(old)
