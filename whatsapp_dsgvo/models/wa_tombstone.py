from datetime import timedelta, timezone

from odoo import api, fields, models

from . import guard

# Meta redelivers for a week; a month is what a replayed request may be old.
WAMIDS_OF = timedelta(days=30)
# Beyond the last backup that could bring an erased person back.
MARGIN = timedelta(days=30)


class WaTombstone(models.Model):
    """Keyed hashes of what was erased, so that a redelivery does not bring it back.

    Messages written before the erasure are dropped; who writes afterwards is a new
    person to us. Pseudonymous, not anonymous; deleted once no backup can return.
    """

    _name = "wa.tombstone"
    _description = "Tombstone of an erased identity or message"
    _inherit = "wa.guarded.mixin"
    _log_access = False
    _rec_name = "blind_index"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade"
    )
    blind_index = fields.Char("Keyed hash", required=True, readonly=True)
    erased_at = fields.Datetime(required=True, readonly=True, index=True)
    # A number whose owner was known by an ID, too: with another ID it is not theirs.
    had_id = fields.Boolean("Owner had a user ID", readonly=True)

    _index_idx = models.Index("(blind_index, company_id)")

    @api.model
    def _set(self, subjects):
        """For every identity, and for the messages of a month.

        Of a former identity only until it ended: what was written to us from that
        number afterwards is somebody else's.
        """
        self.env.flush_all()
        self.env.cr.execute(
            """
            INSERT INTO wa_tombstone (company_id, blind_index, erased_at, had_id)
            SELECT i.company_id, i.blind_index, LEAST(i.valid_to, s.erased_at),
                   i.kind = 'phone' AND EXISTS (
                       SELECT 1 FROM wa_identity o
                        WHERE o.subject_id = s.id AND o.kind = 'bsuid'
                          AND (o.valid_to IS NULL OR o.valid_to >= i.valid_to))
              FROM wa_identity i JOIN wa_subject s ON s.id = i.subject_id
             WHERE s.id = ANY(%(subjects)s)
             UNION
            SELECT m.company_id, m.wamid_index, s.erased_at, FALSE
              FROM wa_subject s JOIN wa_conversation c ON c.subject_id = s.id
              JOIN wa_message m ON m.conversation_id = c.id
             WHERE s.id = ANY(%(subjects)s) AND m.wamid_index IS NOT NULL
               AND m.event_at > %(since)s
            """,
            {"subjects": subjects.ids, "since": fields.Datetime.now() - WAMIDS_OF},
        )

    @api.model
    def _covers(self, company, item, at):
        """Whether this message is one of those that were erased, or older than that.

        The number of who was erased with another ID is its next owner's (S-17), who
        may have written before anybody knew of them.
        """
        vault = self.env["wa.vault"]
        people = [vault._index(*pair) for pair in item.sender.identities()]
        wamid = vault._index("wamid", item.wamid)
        # sudo: wa.tombstone - looked up on behalf of the inbox
        found = self.sudo().search(
            [
                ("company_id", "=", company.id),
                ("blind_index", "in", [wamid, *people]),
            ]
        )
        written = at.astimezone(timezone.utc).replace(tzinfo=None)
        return any(
            stone.blind_index == wamid
            or (written <= stone.erased_at and not (stone.had_id and item.sender.bsuid))
            for stone in found
        )

    @api.autovacuum
    def _gc_tombstones(self):
        """LK-09: the backups' period and a month."""
        days = self.env["wa.erasure"]._key_backup_days() or 0
        limit = fields.Datetime.now() - MARGIN - timedelta(days=days)
        # sudo: wa.tombstone - storage limitation, Art. 5 (1) e GDPR
        old = self.sudo().search([("erased_at", "<", limit)], limit=10000)
        guard.admitted(old).unlink()
