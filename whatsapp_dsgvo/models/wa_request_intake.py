from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ..lib.consent import classifier
from .roles import AGENT
from .wa_request import OPEN

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

    @api.model
    def _receive_of(self, partner, company, kind, **vals):
        """Likewise of a contact, who need not be on WhatsApp."""
        vals = {"partner_id": partner.id, **vals}
        # sudo: wa.subject - which people the contact is, of this company only
        people = partner.sudo().whatsapp_subject_ids.filtered(
            lambda s: s.company_id == company and not s.erased_at
        )
        if people:
            return self._receive(people, kind, **vals)
        # sudo: wa.request - noted for people who may not read cases
        requests = self.sudo()
        theirs = requests._cases_of(partner) & Domain("company_id", "=", company.id)
        theirs &= Domain("kind", "=", kind) & Domain("state", "in", OPEN)
        return requests.search(theirs, limit=1) or requests.create(
            {"kind": kind, "company_id": company.id, **vals}
        )


class WaConversationRequest(models.Model):
    _inherit = "wa.conversation"

    def _propose_request(self, message, content):
        """ "Delete my data" opens a proposal; the clock is the message's own time.

        Writing from it proves control of the WhatsApp identity at most.
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
                identity_level=self.subject_id._level_by_message(),
            )
            case._ask_whether_meant(self)


class HelpdeskTicketRequest(models.Model):
    _inherit = "helpdesk.ticket"

    def action_whatsapp_report_request(self):
        """The customer told an agent; the coordination takes it from here."""
        self._whatsapp_check_reportable()
        defaults = {"default_ticket_id": self.id}
        if not self._whatsapp_is_one():
            defaults["default_received_by"] = "email"
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Report a privacy request"),
            "res_model": "wa.request.report",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": defaults,
        }

    def _whatsapp_is_one(self):
        # sudo: wa.conversation - whether there is one, nothing of it
        return bool(self.sudo().whatsapp_conversation_id)

    def _whatsapp_check_reportable(self):
        """By an agent who reads the ticket; one that came by e-mail needs a contact."""
        self.ensure_one()
        if self._whatsapp_is_one():
            self._whatsapp_check_readable()
            return
        self.check_access("read")
        user = self.env.user
        if user._is_superuser() or not user.has_group(AGENT):
            raise AccessError(self.env._("Only agents report privacy requests."))
        if not self.partner_id:
            raise UserError(
                self.env._("Please choose the contact first: it says whose data it is.")
            )

    def _whatsapp_report(self, kind, received_by):
        """The case, which whoever reports it may not read."""
        self._whatsapp_check_reportable()
        vals = {"received_by": received_by, "ticket_id": self.id}
        vals["received_at"] = self._whatsapp_asked_at(received_by)
        requests = self.env["wa.request"]
        if self._whatsapp_is_one():
            # sudo: wa.conversation - whose ticket it is; its reader was checked above
            subject = self.sudo().whatsapp_conversation_id.subject_id
            return requests._receive(subject, kind, **vals)
        company = self.company_id or self.env.company
        return requests._receive_of(self.partner_id, company, kind, **vals)

    def _whatsapp_asked_at(self, received_by):
        """The month runs from what they wrote (Art. 12 (3)), not from passing it on."""
        asked_at = False
        if self._whatsapp_is_one():
            if received_by == "whatsapp":
                # sudo: wa.conversation - only the time of the last message
                conversation = self.sudo().whatsapp_conversation_id
                asked_at = conversation._last_enquiry(self).event_at
        elif received_by == "email":
            # sudo: mail.message - only the time of the last e-mail of this ticket
            emails = self.sudo().message_ids.filtered(
                lambda message: message.message_type == "email"
            )
            asked_at = max(emails.mapped("date"), default=self.create_date)
        return min(asked_at or fields.Datetime.now(), fields.Datetime.now())
