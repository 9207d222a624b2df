from odoo import models


class HelpdeskTicketReading(models.Model):
    """When an agent's work is shown to the customer, if the number is set to it."""

    _inherit = "helpdesk.ticket"

    def whatsapp_panel(self):
        panel = super().whatsapp_panel()
        if panel.get("readable"):
            self._whatsapp_tell_reading("opening")
        return panel

    def whatsapp_typing(self):
        result = super().whatsapp_typing()
        self._whatsapp_tell_reading("opening", "answering", typing=True)
        return result

    def whatsapp_send(self, *args, **kwargs):
        message = super().whatsapp_send(*args, **kwargs)
        self._whatsapp_tell_reading("opening", "answering")
        return message

    def _whatsapp_tell_reading(self, *settings, typing=False):
        # sudo: wa.conversation - callers checked that the user may answer
        conversation = self.sudo().whatsapp_conversation_id
        if conversation.channel_id.reading_told in settings:
            conversation._tell_reading(self, typing)
