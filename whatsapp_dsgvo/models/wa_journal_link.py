from odoo import api, fields, models
from odoo.tools import SQL

from ..lib.keys.restore import LINKED, linked

# The moment as well: a backup gives the ids anew that it does not know.
CONTACTS = """
    SELECT id, concat(id, '/', to_char(create_date, 'YYYY-MM-DD HH24:MI:SS.US'))
      FROM res_partner
     WHERE %s OR id = ANY(%s)
"""


class WaJournalLink(models.Model):
    """Which contact a person is, in the journal: both as keyed hashes.

    A backup from before brings the person back without the contact, and an erasure that
    covered it would leave it.
    """

    _inherit = "wa.journal.mark"

    kind = fields.Selection(
        selection_add=[(LINKED, "Contact linked")], ondelete={LINKED: "cascade"}
    )

    @api.model
    def _note_link(self, subject, partner):
        [contact] = partner._journal_indexes()
        self._note(LINKED, subject, [linked(subject._journal_index(), contact)])


class ResPartnerJournal(models.Model):
    _inherit = "res.partner"

    def _journal_indexes(self):
        """{keyed hash: id} of these contacts; of none: of all there are."""
        self.env["res.partner"].flush_model(["create_date"])
        rows = self.env.execute_query(SQL(CONTACTS, not self, self.ids))
        index = self.env["wa.vault"]._index
        return {index("contact", named): id_ for id_, named in rows}
