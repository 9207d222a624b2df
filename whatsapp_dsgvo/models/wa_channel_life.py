from datetime import timedelta
from zoneinfo import ZoneInfo

from odoo import fields, models

from ..lib.desk import silence
from .answers import NO_ANSWER

MINUTE = timedelta(minutes=1)


class WaChannelLife(models.Model):
    """When somebody last wrote and was last answered, and whether that is unusual."""

    _inherit = "wa.channel"

    def _last_heard(self):
        """{number: UTC of the last message of a customer}."""
        # sudo: wa.conversation - when the last message came
        conversations = self.env["wa.conversation"].sudo()
        return dict(
            conversations._read_group(
                [("channel_id", "in", self.ids)],
                ["channel_id"],
                ["last_inbound_at:max"],
            )
        )

    def _last_answered(self):
        """UTC of the last answer somebody of us wrote and that went out, or False."""
        self.ensure_one()
        # sudo: wa.message - the time alone
        answer = self.env["wa.message"].sudo()
        answer = answer.search(
            [
                ("channel_id", "=", self.id),
                ("direction", "=", "out"),
                ("author_id", "!=", False),
                ("sent_at", "!=", False),
                ("kind", "not in", NO_ANSWER),
            ],
            order="event_at desc",
            limit=1,
        )
        return answer.sent_at

    def _silence(self, heard):
        """(minutes nobody has written, minutes that are usual), or (0, 0): all is well.

        heard: UTC of the last message, False without any.
        """
        self.ensure_one()
        now = fields.Datetime.now()
        if not heard or now - heard < silence.LEAST:
            return 0, 0
        times = silence.same_times(now, ZoneInfo(self.company_id._whatsapp_tz()))
        usual = silence.unusual(now - heard, list(map(self._silence_at, times)))
        return (0, 0) if usual is None else ((now - heard) // MINUTE, usual // MINUTE)

    def _silence_at(self, time):
        """How long nobody had written then, or None if it was for more than a day."""
        # sudo: wa.message - the time alone
        messages = self.env["wa.message"].sudo()
        last = messages.search(
            [
                ("channel_id", "=", self.id),
                ("direction", "=", "in"),
                ("event_at", "<=", time),
                ("event_at", ">", time - silence.REACH),
            ],
            order="event_at desc",
            limit=1,
        )
        return time - last.event_at if last else None
