from odoo import models

from odoo.addons.bus.models.bus import channel_with_db, json_dump

from . import guard

PERSONAL = ("partner_id", "partner_name", "partner_email")


class WaErasureChatter(models.Model):
    """Tickets stay, as work that was done; who it was done for does not."""

    _inherit = "wa.erasure"

    def _step_chatter(self):
        self._erase_sources("chatter")
        for ticket in self.ticket_ids:
            ticket._whatsapp_forget(self)

    def _step_people(self):
        self._erase_sources("people")
        subjects = self.subject_ids
        # sudo: wa.request - the case goes on without a name
        requests = self.env["wa.request"].sudo()
        requests.search([("subject_ids", "in", subjects.ids)])._forget_names()
        subjects.write(
            {
                "partner_id": False,
                "refused_partner_ids": [(5,)],
                "profile_name_sealed": False,
                "security_code_index": False,
                "moved_at": False,
            }
        )
        self._admitted_write({"partner_ids": [(5,)]})


class HelpdeskTicketForget(models.Model):
    _inherit = "helpdesk.ticket"

    def _whatsapp_forget(self, job):
        """Afterwards the ticket tells what was done, and of nobody."""
        self._whatsapp_forget_changes()
        self._whatsapp_forget_bus()
        self.message_unsubscribe(self.partner_id.ids)
        self.with_context(tracking_disable=True).write(
            {
                **dict.fromkeys(PERSONAL, False),
                "whatsapp_unanswered_since": False,
                "whatsapp_window_expires_at": False,
            }
        )
        guard.dismissed(self).message_post(
            body=self.env._(
                "The WhatsApp messages of this ticket were erased (%(name)s).",
                name=job.name,
            )
        )

    def _whatsapp_forget_changes(self):
        """Who was linked when stands in the log of changes, too."""
        fields_ = self.env["ir.model.fields"].search(
            [("model", "=", self._name), ("name", "in", PERSONAL)]
        )
        self.env["mail.tracking.value"].search(
            [
                ("mail_message_id", "in", self.message_ids.ids),
                ("field_id", "in", fields_.ids),
            ]
        ).unlink()

    def _whatsapp_forget_bus(self):
        """Ids only, and deleted by Odoo within a day; but the day is not over."""
        names = [self, (self, "thread"), self._whatsapp_bus_name()]
        channels = [
            json_dump(channel_with_db(self.env.cr.dbname, name)) for name in names
        ]
        self.env["bus.bus"].search([("channel", "in", channels)]).unlink()


class WaConversationErasing(models.Model):
    _inherit = "wa.conversation"

    def _erase_conversations(self):
        tickets = self.env["helpdesk.ticket"].search(
            [("whatsapp_conversation_id", "in", self.ids)]
        )
        guard.admitted(tickets).with_context(tracking_disable=True).write(
            {"whatsapp_conversation_id": False}
        )
        self.unlink()
