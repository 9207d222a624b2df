from odoo import models

from ..lib.cloud_api.errors import rule_for


class WaEventAccount(models.Model):
    """What Meta says of the account, in words that name no person."""

    _inherit = "wa.event"

    def _note_on_channel(self, channel, item):
        """What Meta says of the account, in words that name no person."""
        word = getattr(item, "event", None) or ""
        channel.message_post(
            body=self.env._(
                "Meta reports: %(field)s %(event)s", field=item.field, event=word
            )
        )

    def _note_call(self, channel, item):
        self._note_on_channel(channel, item)
        self.env["wa.message"]._receive_call(channel, item)

    def _note_template(self, channel, item):
        self._note_on_channel(channel, item)
        self.env["wa.template"]._take_event(self.app_id, item)

    def _note_errors(self, channel, item):
        for error in item.errors:
            rule = rule_for(error.code, error.subcode)
            if rule.admin:
                channel._alarm(rule)
            channel.message_post(
                body=self.env._(
                    "Meta reports error %(code)s: %(text)s",
                    code=error.safe_code,
                    text=rule.agent_en,
                )
            )
