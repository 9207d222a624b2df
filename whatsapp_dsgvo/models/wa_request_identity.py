from odoo import api, fields, models

from . import guard

NOT_YET = "0"
# The message or the login that asks is what proves who asks.
PROVEN_BY_ASKING = ("whatsapp", "portal")


class WaRequestIdentity(models.Model):
    """When it was known who asks: the second date, which moves no time limit."""

    _inherit = "wa.request"

    identified_at = fields.Datetime(
        "Identity proven on",
        readonly=True,
        copy=False,
        help="Noted by itself. The time limits count from the receipt.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        requests = super().create(vals_list)
        for request in requests:
            asked = request.received_by in PROVEN_BY_ASKING and request.received_at
            request._note_identified(asked or fields.Datetime.now())
        return requests

    def write(self, vals):
        result = super().write(vals)
        if "identity_level" in vals:
            self._note_identified(fields.Datetime.now())
        return result

    def _note_identified(self, at):
        proven = self.filtered(lambda r: r.identity_level != NOT_YET)
        fresh = proven.filtered(lambda r: not r.identified_at)
        guard.admitted(fresh).write({"identified_at": at})
        doubted = (self - proven).filtered("identified_at")
        guard.admitted(doubted).write({"identified_at": False})
