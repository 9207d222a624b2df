from odoo import fields, models

from ..lib.cloud_api import pace
from .wa_check import GREEN, GREY

THROUGHPUT = "throughput"


class WaCheckThroughput(models.Model):
    """How fast Meta lets a number send; what is sent keeps to it."""

    _inherit = "wa.check"

    code = fields.Selection(
        selection_add=[(THROUGHPUT, "Sending rate")],
        ondelete={THROUGHPUT: "cascade"},
    )

    def _phone(self, answer):
        level = (answer.get("throughput") or {}).get("level")
        known = level in pace.LEVELS
        evidence = {key: answer.get(key) for key in ("throughput", "is_on_biz_app")}
        fact = (level if known else "", GREEN if known else GREY, evidence)
        return {**super()._phone(answer), THROUGHPUT: fact}

    def _put(self, channel, facts):
        result = super()._put(channel, facts)
        level, _colour, evidence = facts.get(THROUGHPUT, ("", GREY, {}))
        in_the_app = bool(evidence.get("is_on_biz_app"))
        # what Meta did not answer this time is as it was
        limit = pace.per_second(level, in_the_app) if level or in_the_app else None
        # a row that is written is locked until the other numbers are checked, too
        if limit and limit != channel.messages_per_second:
            channel.messages_per_second = limit
        return result

    def _explanations(self):
        return {
            **super()._explanations(),
            (THROUGHPUT, GREEN): self.env._(
                "Meta's limit for this number, for messages in both directions. What we "
                "send keeps below it."
            ),
        }


class WaChannelThroughput(models.Model):
    _inherit = "wa.channel"

    messages_per_second = fields.Integer(
        "Messages per second",
        default=pace.PER_SECOND,
        required=True,
        readonly=True,
        copy=False,
        help="As Meta allows it for this number; read with the checked facts.",
    )
