from odoo import fields, models

from ..lib.cloud_api.errors import rule_for
from ..lib.media import content
from .error_words import cause, remedy
from .wa_media_fetch import KEPT_AT_META
from .wa_media_retry import STOPPED, UNSCANNED

ASK_AGAIN = ("wrong_hash", "wrong_length", "too_slow", "unknown")


class WaMediaBubble(models.Model):
    """How a file looks to those who may read the message."""

    _inherit = "wa.media"

    def _readable(self):
        """What the web client shows; only ever given to checked readers."""
        self.ensure_one()
        facts = self._facts()
        is_ready = self.state == "ready"
        mime_type = facts.get("mime_type") or ""
        return {
            "uuid": self.uuid,
            "attachment_id": self.attachment_id.id if is_ready else False,
            "kind": self.kind,
            "look": content.look(mime_type) if is_ready else "file",
            "name": self._shown_name(facts),
            "mime_type": content.served_type(mime_type),
            "size": self.size,
            "voice": bool(facts.get("voice")),
            "state": self.state,
            "text": "" if is_ready else self._state_text(),
            "can_fetch": self._may_fetch(),
        }

    def _is_at_meta(self):
        return fields.Datetime.now() - self.received_at < KEPT_AT_META

    def _may_fetch(self):
        """Whether asking Meta (again) can help."""
        again = self.reason in ("foreign_host", "gone", *ASK_AGAIN)
        return self._is_at_meta() and (
            self.state == "on_demand" or (self.state == "refused" and again)
        )

    def _told_state(self):
        """In words also when it is there."""
        return self._state_text() if self.state != "ready" else self.env._("Ready")

    def _state_text(self):
        """Why the file is not there, and what to do; "" if there is nothing to say."""
        texts = {
            "pending": self._pending_text,
            "refused": self._refused_text,
            "quarantined": self._quarantined_text,
            "expired": self._expired_text,
            "on_demand": self._on_demand_text,
        }
        return texts[self.state]()

    def _pending_text(self):
        if self.reason == "scanner_away":
            return self.env._(
                "The file waits for the virus scanner and is shown once it is checked."
            )
        if self.reason == UNSCANNED:
            return self.env._(
                "The virus scanner has not finished checking this file. It is tried "
                "again automatically, with growing pauses."
            )
        if (self.reason or "").startswith(STOPPED):
            rule = rule_for(int(self.reason.removeprefix(STOPPED)))
            return self.env._(
                "The file could not be fetched yet. %(cause)s %(remedy)s It comes by "
                "itself once that is repaired. %(told)s",
                cause=cause(rule, self.env),
                remedy=remedy(rule, self.env),
                told=self.channel_id._told(rule),
            ).rstrip()
        if self.reason:
            return self.env._(
                "The file could not be fetched yet. It is tried again automatically."
            )
        return self.env._("The file is being fetched …")

    def _refused_text(self):
        if self.reason == "too_large":
            limit = content.inbound_limit(self.kind) // content.MB
            return self.env._(
                "The file is larger than %(limit)s MB and was not fetched.", limit=limit
            )
        if self.reason == "foreign_host":
            return self.env._(
                "The file lies on a server that is not on our list and was not "
                "fetched. Please tell your administrator."
            )
        if self.reason == "empty":
            return self.env._("The file is empty.")
        if self.reason == "erased":
            return self.env._("This person's data have been erased.")
        if self.reason == "gone":
            return self.env._(
                "WhatsApp does not hand out this file. Please ask the customer to "
                "send it again."
            )
        return self.env._(
            "The file arrived damaged and was not kept. Please ask the customer to "
            "send it again."
        )

    def _quarantined_text(self):
        if self.reason == "virus":
            return self.env._(
                "The virus scanner objects to this file. It is locked; please tell "
                "your IT department."
            )
        if self.reason == "not_scannable":
            return self.env._(
                "The file is too large for the virus scanner and stays locked. Please "
                "tell your IT department."
            )
        return self.env._(
            "This file is a program. It is locked; please tell your IT department if "
            "you need it."
        )

    def _expired_text(self):
        return self.env._(
            "WhatsApp keeps files for 7 days, and this one was not fetched in time. "
            "Please ask the customer to send it again."
        )

    def _on_demand_text(self):
        if not self._is_at_meta():
            return self._expired_text()
        return self.env._("Not fetched yet, as this person has sent a lot today.")
