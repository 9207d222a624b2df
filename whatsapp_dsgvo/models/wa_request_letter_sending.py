import base64

from odoo import fields, models
from odoo.exceptions import UserError

from ..lib.consent import gate
from ..lib.privacy import letters
from ..report import letter_pdf

FAILED = ("failed", "cancelled")


class WaRequestLetterSending(models.Model):
    """By WhatsApp where the gate lets it pass; printed or by e-mail otherwise."""

    _inherit = "wa.request.letter"

    whatsapp_hindrance = fields.Char(compute="_compute_whatsapp_hindrance")
    pdf = fields.Binary(compute="_compute_pdf")

    def _compute_pdf(self):
        for letter in self:
            letter.pdf = base64.b64encode(
                letter_pdf.render(letter._read_text(), letter.company_id.name)
            )

    def _compute_whatsapp_hindrance(self):
        for letter in self:
            code = letter._hindrance()
            letter.whatsapp_hindrance = code and self._hindrance_words().get(
                code, self.env._("WhatsApp does not take it just now.")
            )

    def _hindrance(self):
        """Code of what stops it; None if it may go."""
        conversation = self._conversation()
        if not conversation:
            return "nobody"
        sent = self.request_id.letter_ids.filtered(lambda x: x.way == "whatsapp")
        if len(sent) >= letters.MOST_BY_WHATSAPP:
            return "cap"
        verdict = conversation._may_send(gate.DSR_INFO)
        return None if verdict.allowed else verdict.reason

    def _hindrance_words(self):
        return {
            "nobody": self.env._("The request names nobody who is on WhatsApp."),
            "window_closed": self.env._(
                "The person has not written for 24 hours; WhatsApp is closed."
            ),
            "cap": self.env._("The person got enough automatic messages already."),
            "moved": self.env._("The number may belong to somebody else now."),
            "not_connected": self.env._("The number is not connected."),
        }

    def _conversation(self):
        """Where the person wrote last."""
        # sudo: wa.conversation - the letter's own person
        people = self.sudo().request_id.subject_ids.filtered(lambda s: not s.erased_at)
        written = people.conversation_ids.filtered("last_inbound_at")
        return written.sorted("last_inbound_at")[-1:]

    def action_send_whatsapp(self):
        self._check_ready()
        if self._hindrance():
            raise UserError(self.whatsapp_hindrance)
        # sudo: wa.message - the right was checked, the gate decides
        message = (
            self.env["wa.message"]
            .sudo()
            ._queue_automatic(
                self._conversation(), gate.DSR_INFO, {"text": self._text()}
            )
        )
        if not message:
            raise UserError(self.env._("WhatsApp does not take it just now."))
        self._sent("whatsapp", message)

    def action_pdf(self):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/pdf?download=1"
            f"&filename={self.request_id.name}-{self.kind}.pdf",
            "target": "download",
        }


class WaMessageLetter(models.Model):
    """A letter that did not arrive has told nobody anything."""

    _inherit = "wa.message"

    def _failed(self):
        result = super()._failed()
        self._letter_failed()
        return result

    def _cancel(self, reason):
        result = super()._cancel(reason)
        self._letter_failed()
        return result

    def _letter_failed(self):
        told = self.filtered(lambda m: m.exception_code == gate.DSR_INFO)
        if not told:
            return
        # sudo: wa.request.letter - the channel learns that it did not arrive
        found = self.env["wa.request.letter"].sudo()
        found = found.search([("message_id", "in", told.ids), ("state", "=", "sent")])
        for letter in found:
            letter._admitted_write({"state": "failed"})
            letter.request_id._letter_failed(letter)
