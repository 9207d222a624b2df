from odoo import models
from odoo.tools import SQL

from ..lib.cloud_api import errors, payloads
from .wa_erasure_media import CONFIRMED, PASSING, PASSING_FAILED, REFUSED
from .wa_meta_call_work import BLOCKS

# Condition on `v`, a row of wa_conversation. A call whose outcome nobody knows may
# have worked.
BLOCKED_AT_META = """
    EXISTS (SELECT 1 FROM wa_meta_call b
             WHERE b.conversation_id = v.id AND b.kind = 'block'
               AND b.attempts > 0 AND b.state <> 'failed'
               AND NOT EXISTS (SELECT 1 FROM wa_meta_call u
                                WHERE u.conversation_id = v.id AND u.kind = 'unblock'
                                  AND u.state = 'done' AND u.id > b.id))
"""


class WaErasureLift(models.Model):
    """Meta forgets the block as well: its list names the person by their number.

    Asked while the number can still be read. Who writes afterwards is somebody new,
    and nobody could lift the block of a person whose number is not known any more.
    """

    _inherit = "wa.erasure"

    def _drop_block_calls(self, subjects):
        """A worker that has one in hand makes this wait, and is seen afterwards."""
        # sudo: wa.meta.call - the job is the system's
        calls = self.env["wa.meta.call"].sudo()
        waiting = calls.search(
            [
                ("conversation_id", "in", subjects.conversation_ids.ids),
                ("kind", "in", BLOCKS),
                ("state", "=", "waiting"),
            ]
        )
        if waiting:
            waiting._note("dropped")

    def _lifts(self):
        """Without a transaction afterwards: all that lifting the blocks needs."""
        return [
            _Lift(conversation)
            for conversation in self.subject_ids.conversation_ids
            if conversation._may_be_blocked_at_meta()
        ]


class WaConversationLift(models.Model):
    _inherit = "wa.conversation"

    def _may_be_blocked_at_meta(self):
        """A call whose outcome nobody knows may have worked."""
        query = f"SELECT 1 FROM wa_conversation v WHERE v.id = %s AND {BLOCKED_AT_META}"
        self.env["wa.meta.call"].flush_model()
        return bool(self.env.execute_query(SQL(query, self.id)))

    def _is_being_blocked(self):
        """Lifted before Meta has blocked them, the block would stay for ever."""
        return self._meta_block().state == "calling"


class WaSubjectLastAddress(models.Model):
    _inherit = "wa.subject"

    def _last_address(self):
        """(phone, bsuid) of somebody whose identities have ended already."""

        def last(kind):
            known = self.identity_ids.filtered(lambda one: one.kind == kind)
            return known.sorted(lambda one: (one.valid_from, one.id))[-1:]

        return last("phone")._value() or None, last("bsuid")._value() or None


class _Lift:
    """One block at Meta, and what lifting it needs."""

    def __init__(self, conversation):
        self.channel = conversation.channel_id.id
        self.too_early = conversation._is_being_blocked()
        phone, bsuid = conversation.subject_id._last_address()
        self.person = payloads.Recipient(phone=phone, bsuid=bsuid)
        try:
            self.client = conversation.channel_id._client()
        except ValueError:
            # a number without a token can't ask
            self.client = None

    def ask(self):
        if self.too_early:
            return PASSING_FAILED
        if self.client is None:
            return REFUSED
        try:
            result = self.client.unblock_users([self.person])
        except PASSING:
            return PASSING_FAILED
        except (errors.CloudApiError, payloads.InvalidPayload):
            return REFUSED
        return REFUSED if result.failed else CONFIRMED
