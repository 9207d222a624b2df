import uuid

from odoo import api, fields, models

from ..lib.consent import language
from ..lib.desk import kept
from . import guard
from .wa_identity_change import SECURITY_CODE


class WaInbox(models.Model):
    """Stage 1: what Meta sends becomes received messages; each once."""

    _inherit = "wa.message"

    @api.model
    def _receive(self, channel, item):
        """Stage 1: store one inbound message; a redelivered one changes nothing."""
        vault = self.env["wa.vault"]
        wamid_index = vault._index("wamid", item.wamid)
        if self._by_wamid_index(channel, wamid_index):
            return
        at = self._event_time(item)
        subject = self.env["wa.subject"]._resolve(channel.company_id, item.sender, at)
        subject._set_profile_name(item.sender.profile_name)
        conversation = self._conversation_for(subject, channel, item)
        if subject._heard_from(item.sender, at):
            token = f"security_code:{item.wamid}"
            self._trace(conversation, "system", SECURITY_CODE, at, token)
        subject._lock_for_content()
        # sudo: wa.message - written by the inbox, for no user
        message = guard.admitted(self.sudo()).create(
            {
                **self._prepare_received_vals(conversation, item),
                **self._quote_vals(conversation, item),
                "target_index": self._index_of(item.target_wamid),
            }
        )
        self.env["wa.media"]._expect(message, item)

    def _prepare_received_vals(self, conversation, item):
        opaque_id = str(uuid.uuid4())
        return {
            **self._row_vals(conversation, opaque_id, kept.kept(item)),
            **self._wamid_vals(item.wamid, opaque_id, conversation.subject_id),
            "direction": "in",
            "kind": item.kind,
            "state": "received",
            "event_at": self._event_time(item),
        }

    def _by_wamid_index(self, channel, wamid_index):
        # sudo: wa.message - look-up by keyed hash on behalf of the inbox
        return self.sudo().search(
            [("channel_id", "=", channel.id), ("wamid_index", "=", wamid_index)]
        )

    def _event_time(self, item):
        """Meta's time, and never a later one than now: it would open the window."""
        now = fields.Datetime.now()
        return min(item.at.replace(tzinfo=None), now) if item.at else now

    def _quote_vals(self, conversation, item):
        """Of the same conversation only: a quote leads to the quoted one's ticket."""
        index = self._index_of(item.quoted_wamid)
        found = self._by_wamid_index(conversation.channel_id, index or "-")
        if found.conversation_id == conversation:
            return {"quoted_id": found.id}
        # a message of another conversation never becomes one of this
        return {"quoted_index": not found and index}

    def _index_of(self, wamid):
        """Keyed hash of Meta's id of another message; the id would tell the number."""
        return self.env["wa.vault"]._index("wamid", wamid) if wamid else False

    def _conversation_for(self, subject, channel, item):
        # sudo: wa.conversation - written by the inbox, for no user
        conversations = self.env["wa.conversation"].sudo()
        found = conversations.search(
            [("subject_id", "=", subject.id), ("channel_id", "=", channel.id)]
        )
        return found or conversations.create(
            self._prepare_conversation_vals(subject, channel, item)
        )

    def _prepare_conversation_vals(self, subject, channel, item):
        return {
            "subject_id": subject.id,
            "channel_id": channel.id,
            "company_id": channel.company_id.id,
            "language": self._guess_language(item),
        }

    def _guess_language(self, item):
        return language.guess_language(item.text, item.sender.phone)

    def _tapped_choice(self, content):
        """("yes"|"no", notice version) if a button of our own notice was tapped.

        The nonce is bound to the person and to one notice; "yes" counts once, so an old
        notice that is scrolled up to can't undo a later withdrawal.
        """
        self.ensure_one()
        choice, code = tapped(content)
        if not choice:
            return None, None
        # an empty code would find every message without one
        if not code:
            return "stale", None
        # sudo: wa.message - our own question is looked up by its one-time code
        asked = self.sudo().search(
            [
                ("conversation_id", "=", self.conversation_id.id),
                ("choice_nonce", "=", code),
                ("state", "not in", ("failed", "cancelled")),
            ]
        )
        if not asked or (choice == "yes" and asked.choice_used_at):
            return "stale", None
        if choice == "yes":
            asked._admitted_write({"choice_used_at": self.event_at})
        return choice, asked.notice_id.version

    def _may_answer(self, content, asked):
        """Whether a yes or no in words can be meant for what we `asked`.

        A button or row of something else was tapped, or something else is quoted: it
        answers that. Forwarded words were said elsewhere, those below a picture belong to
        it, and an older message that was changed is no new one. A STOP is one all the same.
        """
        self.ensure_one()
        elsewhere = self.kind != "text" or content.get("forwarded")
        return not elsewhere and (not self.quoted_id or self.quoted_id in asked)


def tapped(content):
    """("yes" | "no", one-time code) if a button of our own notice was tapped."""
    parts = (content.get("reply_id") or "").split(".")
    if len(parts) != 3 or parts[0] != "c1" or parts[1] not in ("yes", "no"):
        return None, None
    return parts[1], parts[2]
