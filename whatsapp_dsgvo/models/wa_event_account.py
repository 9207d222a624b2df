import re

from odoo import models

from ..lib.cloud_api.account_trouble import trouble
from ..lib.cloud_api.errors import rule_for
from .error_words import cause

# Shorter ones are no whole number without its country code.
SHORTEST = 7
UPGRADED = "THROUGHPUT_UPGRADE"


class WaEventAccount(models.Model):
    """What Meta says of the account, in words that name no person."""

    _inherit = "wa.event"

    def _channels_of(self, item):
        """The numbers an event is about: one, all of an account, or none of ours."""
        if item.phone_number_id:
            # sudo: wa.channel - the event decides, not a user
            return self.app_id.sudo().channel_ids.filtered(
                lambda c: c.phone_number_id == item.phone_number_id
            )
        channels = self._of_account(item)
        if not item.display_phone_number:
            return channels
        named = channels.filtered(
            lambda c: _is_same(c.display_number, item.display_phone_number)
        )
        unnamed = channels.filtered(lambda c: not c.display_number)
        return named or unnamed[:1] or channels[:1]

    def _of_account(self, item):
        """Its numbers; where none is known, those of no known account."""
        # sudo: wa.channel - the event decides, not a user
        channels = self.app_id.sudo().channel_ids
        if not item.waba_id:
            return channels
        exact = channels.filtered(lambda c: c.waba_id == item.waba_id)
        return exact or channels.filtered(lambda c: not c.waba_id)

    def _note_on_channel(self, channels, item):
        """What Meta says of the account, in words that name no person."""
        for channel in channels:
            told = channel._in_their_language()
            event = self.with_context(lang=told.env.lang)
            told.message_post(body=event._account_words(told, item))

    def _account_words(self, channel, item):
        """A number is named as it is entered here: Meta's might be anybody's."""
        about = self._about().get(item.field, item.field)
        told = {"field": about, "event": getattr(item, "event", None) or ""}
        if not item.display_phone_number:
            return self.env._("Meta reports: %(field)s %(event)s", **told)
        is_ours = channel.phone_number_id == item.phone_number_id
        if is_ours or _is_same(channel.display_number, item.display_phone_number):
            return self.env._(
                "Meta reports for the number %(number)s: %(field)s %(event)s",
                number=channel.display_number or channel.name,
                **told,
            )
        return self.env._(
            "Meta reports for a number that is not entered here: %(field)s %(event)s",
            **told,
        )

    def _about(self):
        """What Meta's events are about; a new one has the name it has there."""
        return {
            "account_update": self.env._("account"),
            "account_review_update": self.env._("review of the account"),
            "account_alerts": self.env._("warning"),
            "account_settings_update": self.env._("settings of the account"),
            "phone_number_name_update": self.env._("display name"),
            "phone_number_quality_update": self.env._("quality"),
            "business_capability_update": self.env._("messaging limit"),
            "security": self.env._("security"),
            "business_username_update": self.env._("username"),
            "payment_configuration_update": self.env._("payment"),
            "message_template_status_update": self.env._("template"),
            "message_template_quality_update": self.env._("quality of the template"),
            "message_template_components_update": self.env._("text of the template"),
            "template_category_update": self.env._("category of the template"),
        }

    def _note_account(self, channels, item):
        self._note_on_channel(channels, item)
        if item.event == UPGRADED:
            # to what is not in the event: read it
            self.env.ref("whatsapp_dsgvo.cron_check_health")._trigger()
        found = trouble(item)
        # a ban is the whole account's, whichever number it names
        for channel in self._of_account(item) if found else ():
            if found.stops and channel.waba_id == item.waba_id:
                channel._pause_by_error(found.rule)
            else:
                channel._alarm(found.rule)

    def _note_call(self, channel, item):
        self._note_on_channel(channel, item)
        self.env["wa.message"]._receive_call(channel, item)

    def _note_template(self, channels, item):
        self._note_on_channel(channels, item)
        self.env["wa.template"]._take_event(self.app_id, item)

    def _note_errors(self, channels, item):
        for error in item.errors:
            rule = rule_for(error.code, error.subcode)
            for channel in channels:
                if rule.admin:
                    channel._alarm(rule)
                told = channel._in_their_language()
                told.message_post(
                    body=told.env._(
                        "Meta reports error %(code)s: %(text)s",
                        code=error.safe_code,
                        text=cause(rule, told.env),
                    )
                )


def _is_same(ours, metas):
    """An administrator may have left out the country code, and writes a 0 instead."""
    ours, metas = _digits(ours), _digits(metas)
    return len(ours) >= SHORTEST and metas.endswith(ours)


def _digits(number):
    return re.sub(r"[^0-9]", "", number or "").lstrip("0")
