from odoo import api, fields, models
from odoo.tools import SQL

from ..lib.ledger import chain

SEAL_BATCH = 2000


class WaChainedMixin(models.AbstractModel):
    """A hash chain per company: rows are inserted without number and hash.

    So nobody waits for anybody; one sealer chains them afterwards.
    """

    _name = "wa.chained.mixin"
    _description = "Chained by hashes"
    _inherit = "wa.guarded.mixin"

    seq = fields.Integer("Number in chain", readonly=True)
    prev_hash = fields.Char(readonly=True)
    entry_hash = fields.Char(readonly=True)

    _seq_uniq = models.UniqueIndex("(company_id, seq) WHERE seq IS NOT NULL")
    _unsealed_idx = models.Index("(company_id, id) WHERE seq IS NULL")

    def _linkable(self):
        """What is hashed of one row, for `chain.seal_entries`."""
        raise NotImplementedError

    def _chained(self, company, head):
        """What else is to be done when the chain has grown."""

    def _before_first(self, company):
        return chain.START

    @api.model
    def _seal_pending(self):
        """Number and chain what was added since; one sealer at a time per company."""
        sealed = 0
        # sudo: the chained model - the sealer works for all companies
        waiting = self.sudo()._read_group([("seq", "=", False)], ["company_id"])
        for (company,) in waiting:
            sealed += self.sudo()._seal_company(company)
        return sealed

    @api.model
    def _wait_for_sealer(self, company):
        """Until nobody else chains this company's entries; ours ends with us."""
        self.env.cr.execute(
            "SELECT pg_advisory_xact_lock(hashtext(%s), %s)", [self._table, company.id]
        )

    def _seal_company(self, company):
        self.env.cr.execute(
            "SELECT pg_try_advisory_xact_lock(hashtext(%s), %s)",
            [self._table, company.id],
        )
        if not self.env.cr.fetchone()[0]:
            return 0
        head = self._head(company)
        self.flush_model()
        table = SQL.identifier(self._table)
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM %s WHERE company_id = %s AND seq IS NULL "
                "ORDER BY id LIMIT %s",
                table,
                company.id,
                SEAL_BATCH,
            )
        )
        entries = self.browse(row[0] for row in rows)
        seals = list(chain.seal_entries(head, [e._linkable() for e in entries]))
        # at once: a database that had no chain yet has hundreds of thousands
        self.env.cr.execute(
            SQL(
                "UPDATE %s AS entry SET seq = seal.seq, prev_hash = seal.prev_hash, "
                "entry_hash = seal.entry_hash "
                "FROM unnest(%s::int[], %s::int[], %s::text[], %s::text[]) "
                "AS seal (id, seq, prev_hash, entry_hash) "
                "WHERE entry.id = seal.id AND entry.seq IS NULL",
                table,
                list(entries.ids),
                [seal.seq for seal in seals],
                [seal.prev_hash for seal in seals],
                [seal.entry_hash for seal in seals],
            )
        )
        entries.invalidate_recordset()
        if seals:
            self._chained(company, chain.Head(seals[-1].seq, seals[-1].entry_hash))
        return len(seals)

    def _head(self, company):
        found = self.env.execute_query(
            SQL(
                "SELECT seq, entry_hash FROM %s WHERE company_id = %s "
                "AND seq IS NOT NULL ORDER BY seq DESC LIMIT 1",
                SQL.identifier(self._table),
                company.id,
            )
        )
        return chain.Head(*found[0]) if found else self._before_first(company)
