from odoo import models

from ..lib.cloud_api.errors import rule_for
from .error_words import cause, remedy

# Meta's codes that say more of a received message than its kind does.
WITHHELD = (131052, 131060)


class WaBubbleWords(models.Model):
    """Sentences for what has no text of its own: what happened, and what to do."""

    _inherit = "wa.message"

    def _revoked_text(self):
        return self.env._("The customer deleted this message.")

    def _shredded_text(self):
        if self.kind == "edit":
            return self.env._("The customer changed a message; it is shown changed.")
        if self.kind == "reaction":
            return self.env._("A reaction was taken back or replaced.")
        return self.env._("The content has been deleted.")

    def _calls_text(self, answer):
        if answer == "accept":
            return self.env._("The customer agreed to be called on WhatsApp.")
        return self.env._("The customer does not want to be called on WhatsApp.")

    def _withheld_text(self, content):
        """Why Meta did not pass on what there was, and what to do; "" if it is silent."""
        if content.get("error") not in WITHHELD:
            return ""
        rule = rule_for(content["error"])
        return f"{cause(rule, self.env)} {remedy(rule, self.env)}"

    def _unsupported_text(self, what):
        """WhatsApp told us only that there was something."""
        names = {
            "poll_creation": self.env._("a poll"),
            "poll": self.env._("a poll"),
            "poll_update": self.env._("a vote in a poll"),
            "gif": self.env._("a GIF"),
            "group_invite": self.env._("an invitation to a group"),
            "pin": self.env._("a pinned message"),
            "image": self.env._("a picture that can be viewed once"),
            "media_placeholder": self.env._("a file that can be viewed once"),
            "keep_in_chat": self.env._("a note that a message is to be kept"),
            "link_preview": self.env._("a link with a preview"),
            "product": self.env._("a product"),
            "location": self.env._("a live location"),
        }
        if what == "edit":
            return self.env._(
                "The customer changed an earlier message, but WhatsApp does not pass "
                "on the new text. Please ask what changed."
            )
        name = names.get(what, self.env._("something"))
        return self.env._(
            "The customer sent %(what)s that WhatsApp does not pass on. Please ask "
            "for it as text, picture or document.",
            what=name,
        )

    def _system_text(self, event):
        moved = self.env._(
            "WhatsApp reports a new number or ID of this customer. We may answer once "
            "the customer has written from it."
        )
        texts = {
            "user_changed_number": moved,
            "customer_changed_number": moved,
            "user_changed_user_id": moved,
            "moved_to_known": self.env._(
                "WhatsApp reports that this customer now uses a number or ID we know "
                "from another conversation. Nothing was merged; please answer there."
            ),
            "customer_identity_changed": self.env._(
                "The security code of this customer changed: a new phone, a "
                "re-installation, or somebody else. Before you write anything "
                "personal, please ask something only the customer knows."
            ),
            "call": self.env._(
                "The customer called on WhatsApp. We can't take calls there; please "
                "phone or write."
            ),
            "group_message": self.env._(
                "The customer wrote in a WhatsApp group that this number belongs to. We "
                "don't read or answer groups; if it matters, please ask the customer to "
                "write here."
            ),
            "request_welcome": self.env._(
                "The customer opened the chat and has not written yet."
            ),
        }
        unknown = self.env._("WhatsApp reports a change of this customer's number.")
        return texts.get(event or self.kind, unknown)

    def _marks(self, content):
        """Small lines above the text: where the message comes from."""
        marks = {
            "forwarded": self._forwarded_text(content.get("forwarded")),
            "ad": self._ad_text(content.get("ad")),
            "product": content.get("product")
            and self.env._("About the product %s", content["product"]),
        }
        return [{"kind": kind, "text": text} for kind, text in marks.items() if text]

    def _forwarded_text(self, how):
        if how == "often":
            return self.env._("Forwarded many times")
        return self.env._("Forwarded") if how else ""

    def _ad_text(self, seen):
        if not seen:
            return ""
        headline = seen.get("headline")
        if seen.get("type") == "post":
            return (
                self.env._("Came from a post: %s", headline)
                if headline
                else self.env._("Came from a post")
            )
        if headline:
            return self.env._("Came from an advertisement: %s", headline)
        return self.env._("Came from an advertisement")
