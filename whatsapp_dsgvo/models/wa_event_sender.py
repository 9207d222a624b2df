from odoo import fields, models


class WaEventSender(models.Model):
    """Who wrote an event that is not worked off yet.

    The second gate looks here: an unread message of a person may be a STOP.
    """

    _name = "wa.event.sender"
    _description = "Sender of an event not worked off yet"
    _log_access = False

    event_id = fields.Many2one(
        "wa.event", required=True, readonly=True, ondelete="cascade", index=True
    )
    blind_index = fields.Char(required=True, readonly=True, index=True)
