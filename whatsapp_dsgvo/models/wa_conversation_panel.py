from odoo import fields, models

from ..lib.consent import states
from ..lib.desk import window

COLOURS = {
    states.GIVEN: "green",
    states.RECONFIRM: "yellow",
    states.PENDING: "yellow",
    states.WITHDRAWN: "red",
    states.BLOCKED: "red",
}


class WaConversationPanel(models.Model):
    """What the ticket head shows of a conversation; no content."""

    _inherit = "wa.conversation"

    def _panel_consent(self):
        consent = self._service_consent()
        state = consent.state or states.NONE
        labels = dict(
            self.env["wa.consent"]._fields["state"]._description_selection(self.env)
        )
        return {
            "state": state,
            "label": labels[state],
            "since": fields.Datetime.to_string(consent.since) if consent else False,
            "colour": COLOURS.get(state, "grey"),
            "notice_version": consent.notice_version or False,
            "id": consent.id,
        }

    def _panel_window(self):
        now = fields.Datetime.now()
        last = self.last_inbound_at or None
        expires = window.expires_at(last) if last else None
        return {
            "open": window.is_open(last, now),
            "expires_at": fields.Datetime.to_string(expires) if expires else False,
        }
