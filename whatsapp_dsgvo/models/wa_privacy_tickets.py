from odoo import models
from odoo.tools.mail import html2plaintext

from ..lib.privacy import erasure
from . import guard
from .privacy_source import Source

LANGUAGES = ("de_DE", "en_US")


class WaPrivacyTickets(models.Model):
    """What colleagues have typed on the ticket itself: title, description, tasks."""

    _inherit = "wa.subject"

    def _wa_privacy_sources(self):
        tickets = self._whatsapp_tickets()
        kept = tickets & self._kept_messages().ticket_id
        return [
            *super()._wa_privacy_sources(),
            Source(
                "titles",
                self.env._("Titles and descriptions of tickets"),
                tickets._whatsapp_with_own_words(),
                kept,
                lambda batch: batch._whatsapp_forget_words(),
                erasure.CHATTER,
            ),
            Source(
                "tasks",
                self.env._("Tasks of colleagues on tickets"),
                tickets._whatsapp_tasks(),
                kept._whatsapp_tasks(),
                lambda batch: batch.unlink(),
                erasure.CHATTER,
            ),
        ]

    def _whatsapp_tickets(self):
        # sudo: helpdesk.ticket - all of them, also archived ones
        tickets = self.env["helpdesk.ticket"].sudo().with_context(active_test=False)
        return tickets.search([("whatsapp_conversation_id.subject_id", "in", self.ids)])


class HelpdeskTicketWords(models.Model):
    _inherit = "helpdesk.ticket"

    def _whatsapp_usual_words(self, lang):
        usual = self.whatsapp_conversation_id._usual_ticket_vals(
            self.with_context(lang=lang)
        )
        return usual["name"], usual["description"]

    def _whatsapp_with_own_words(self):
        """Those whose title or description somebody has changed."""
        usual = [self[:1]._whatsapp_usual_words(lang) for lang in LANGUAGES]
        names, texts = map(set, zip(*usual, strict=True))
        return self.filtered(
            lambda ticket: (
                ticket.name not in names
                or html2plaintext(ticket.description or "").strip() not in texts
            )
        )

    def _whatsapp_forget_words(self):
        for ticket in guard.admitted(self).with_context(tracking_disable=True):
            lang = ticket.whatsapp_conversation_id._lang()
            name, description = ticket._whatsapp_usual_words(lang)
            ticket.write({"name": name, "description": description})

    def _whatsapp_tasks(self):
        """Also done ones; those of this addon tell of nobody."""
        # sudo: ir.model.data - which types of task are ours
        own = (
            self.env["ir.model.data"]
            .sudo()
            .search(
                [
                    ("module", "=", "whatsapp_dsgvo"),
                    ("model", "=", "mail.activity.type"),
                ]
            )
        )
        # sudo: mail.activity - of every colleague
        tasks = self.env["mail.activity"].sudo().with_context(active_test=False)
        return tasks.search(
            [
                ("res_model", "=", "helpdesk.ticket"),
                ("res_id", "in", self.ids),
                ("activity_type_id", "not in", own.mapped("res_id")),
            ]
        )
