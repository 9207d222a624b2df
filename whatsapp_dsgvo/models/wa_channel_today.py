from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..lib.cloud_api import errors
from .roles import ADMIN, AGENT, COORDINATION, DPO, TRIAGE

ROLES = (AGENT, TRIAGE, COORDINATION, DPO, ADMIN)


class WaChannelToday(models.Model):
    """The head of the start page: does anything come in, does anything go out?"""

    _inherit = "wa.channel"

    @api.model
    def whatsapp_heads(self):
        """[{"id", "number", "state", "text", "heard", "waiting", …}], a number each.

        For everybody with a role of ours, of their companies. text: why nothing goes
        out, "" if it does; since: UTC from when on, "" if it does; remedy: {"label",
        "action", "id"} of what this user can do about it, or False; heard, answered:
        UTC of the last message of a customer and of our last answer, "" without any;
        waiting: how many messages of ours have still to go out; silence, usual: minutes
        nobody has written, and minutes that are usual at this time, both 0 unless the
        silence is unusual.
        """
        user = self.env.user
        if not any(user.has_group(role) for role in ROLES):
            raise AccessError(self.env._("Only those who work with WhatsApp see this."))
        # sudo: wa.channel - how each number is, nothing of anybody who writes
        channels = self.sudo().search(
            [("company_id", "in", self.env.companies.ids), ("state", "!=", "draft")],
            order="id",
        )
        of_these = ("channel_id", "in", channels.ids)
        heard = channels._last_heard()
        # sudo: wa.message - how many wait
        messages = self.env["wa.message"].sudo()
        waiting = dict(
            messages._read_group(
                [of_these, ("state", "=", "queued")], ["channel_id"], ["__count"]
            )
        )
        return [
            channel._head(heard.get(channel), waiting.get(channel, 0))
            for channel in channels
        ]

    def _head(self, heard, waiting):
        silence, usual = self._silence(heard)
        return {
            "id": self.id,
            "number": self.display_number or self.name,
            "state": self.state,
            "text": self._stands_still_text(),
            "since": fields.Datetime.to_string(self.paused_at) or "",
            "remedy": self._head_remedy(),
            "heard": fields.Datetime.to_string(heard) or "",
            "answered": fields.Datetime.to_string(self._last_answered()) or "",
            "waiting": waiting,
            "silence": silence,
            "usual": usual,
        }

    def _stands_still_text(self):
        if self.state == "quarantined":
            return self.quarantine_text or self.env._("Quarantined")
        if self.state != "paused":
            return ""
        return self.env._("Nothing goes out: %s", self.pause_text or "")

    def _head_remedy(self):
        user = self.env.user
        if self.state == "quarantined":
            restore = self.env["wa.restore"]._open()
            if restore and (user.has_group(COORDINATION) or user.has_group(DPO)):
                label = self.env._("Start repeating")
                return {"label": label, "action": "wa_restore_action", "id": restore.id}
        elif self.state == "paused" and user.has_group(ADMIN):
            is_token = self.pause_code == errors.TOKEN_INVALID
            label = self.env._("Renew token") if is_token else self.env._("Open number")
            return {"label": label, "action": "wa_channel_action", "id": self.id}
        return False
