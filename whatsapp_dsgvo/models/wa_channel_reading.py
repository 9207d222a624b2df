from datetime import timedelta

from odoo import fields, models

COUNTED = timedelta(days=30)


class WaChannelReading(models.Model):
    """Whether customers see blue ticks and that somebody is typing. Off by default.

    One setting, as WhatsApp marks a message as read when it shows that one is typing.
    """

    _inherit = "wa.channel"

    reading_told = fields.Selection(
        [
            ("off", "Never"),
            ("answering", "When answering"),
            ("opening", "When opening the ticket"),
        ],
        "Customers see that they are read",
        required=True,
        default="off",
        help="Blue ticks, and “typing …” while an agent writes. Customers who have "
        "not agreed never see them.",
    )
    reading_failed = fields.Integer(
        "Read receipts that failed (30 days)", compute="_compute_reading_failed"
    )

    def _compute_reading_failed(self):
        for channel in self:
            # sudo: wa.meta.call - only how many
            channel.reading_failed = (
                self.env["wa.meta.call"]
                .sudo()
                .search_count(
                    [
                        ("channel_id", "in", channel.ids),
                        ("kind", "in", ("read", "typing")),
                        ("state", "=", "failed"),
                        ("queued_at", ">=", fields.Datetime.now() - COUNTED),
                    ]
                )
            )


class WaConversationReading(models.Model):
    _inherit = "wa.conversation"

    def _may_tell_reading(self):
        """The customer sees it, so it passes the gate like an answer."""
        return self.channel_id.reading_told != "off" and self._may_send().allowed

    def _tell_reading(self, ticket, typing=False):
        """Queue blue ticks for the ticket's newest message – each once."""
        message = self._newest_to_read(ticket)
        if not message or not self._may_tell_reading():
            return
        told = self._told_of(message)
        if typing and not told.filtered(lambda call: call._still_shows_typing()):
            kind = "typing"
        elif not told:
            kind = "read"
        else:
            return
        self.env["wa.meta.call"]._queue(
            self,
            kind,
            message_id=message.id,
            basis_entry_id=self._service_consent().last_entry_id.id,
        )

    def _newest_to_read(self, ticket):
        # sudo: wa.message - which message; no content
        return (
            self.env["wa.message"]
            .sudo()
            .search(
                [
                    ("conversation_id", "=", self.id),
                    ("ticket_id", "=", ticket.id),
                    ("direction", "=", "in"),
                    ("wamid_index", "!=", False),
                ],
                order="event_at desc, id desc",
                limit=1,
            )
        )

    def _told_of(self, message):
        # sudo: wa.meta.call - what the worker was given
        return (
            self.env["wa.meta.call"]
            .sudo()
            .search([("message_id", "=", message.id), ("state", "!=", "dropped")])
        )
