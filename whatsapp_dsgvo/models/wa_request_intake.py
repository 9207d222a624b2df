from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..lib.consent import classifier

SKEW = timedelta(minutes=1)  # of the clocks of two hosts


class WaRequestIntake(models.Model):
    """How requests come in without the coordination: from a message, from an agent."""

    _inherit = "wa.request"

    @api.constrains("received_at")
    def _check_received(self):
        """A day to come would move the legal end, which counts from the receipt."""
        latest = fields.Datetime.now() + SKEW
        if any(request.received_at > latest for request in self):
            raise ValidationError(
                self.env._("A request can't have been received in the future.")
            )

    @api.model
    def _receive(self, subject, kind, **vals):
        """A new case, or the one that is open for this person and right already."""
        # sudo: wa.request - noted for people who may not read cases
        requests = self.sudo()
        return requests._open_of(subject, kind)[:1] or requests.create(
            {
                "kind": kind,
                "company_id": subject.company_id.id,
                "subject_ids": [(6, 0, subject.ids)],
                "partner_id": subject.partner_id.id,
                **vals,
            }
        )


class WaConversationRequest(models.Model):
    _inherit = "wa.conversation"

    def _propose_request(self, message, content):
        """ "Delete my data" opens a proposal; the clock is the message's own time.

        Writing from it proves control of the WhatsApp identity, no more.
        """
        kind = classifier.privacy_request(content.get("text"))
        if kind:
            case = self.env["wa.request"]._receive(
                self.subject_id,
                kind,
                state="proposed",
                # Meta's clock may be ahead of ours
                received_at=min(message.event_at, fields.Datetime.now()),
                received_by="whatsapp",
                identity_level="1",
            )
            case._ask_whether_meant(self)


class HelpdeskTicketRequest(models.Model):
    _inherit = "helpdesk.ticket"

    def action_whatsapp_report_request(self):
        """The customer told an agent; the coordination takes it from here."""
        self.ensure_one()
        self._whatsapp_check_readable()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Report a privacy request"),
            "res_model": "wa.request.report",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_ticket_id": self.id},
        }
