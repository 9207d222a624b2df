from odoo import api, models

from ..lib.consent import classifier


class WaRequestIntake(models.Model):
    """How requests come in without the coordination: from a message, from an agent."""

    _inherit = "wa.request"

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
                received_at=message.event_at,
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
