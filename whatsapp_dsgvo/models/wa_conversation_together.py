import contextlib
import logging

import psycopg2

from odoo import api, models
from odoo.tools import SQL

from ..lib.consent import classifier, states
from ..lib.desk import kinds, routing
from . import rows
from .wa_ledger_entry import EVIDENCE
from .wa_subject import CONTENT, PERSON

_logger = logging.getLogger(__name__)

DELIVER = states.Decision(content="deliver")
# What is no line of its own, or an answer to us.
NO_LINE = kinds.AMENDING | kinds.SYSTEM | {"button"}


class WaConversationTogether(models.Model):
    """Stage 2 for many conversations at once: lines that go on in an open ticket.

    Usual are plain messages of a person who has agreed and whose ticket is open: they
    change neither consent nor ticket; and first contacts, see `_meet`. Every other
    conversation is worked off message by message, and so are all when anything fails:
    there it shows which message it was.
    """

    _inherit = "wa.conversation"

    def _process_together(self):
        """(conversations that are done, number of their messages)."""
        done, number = self.browse(), 0
        # that a restricted person wrote has to be told
        usual = self.filtered(lambda one: not one.subject_id.restricted)
        for way in ("_append_plain", "_meet"):
            more, messages = (usual - done)._safely_together(way)
            done, number = done | more, number + messages
        return done, number

    def _safely_together(self, way):
        try:
            with self.env.cr.savepoint(), self._keys_held():
                return getattr(self, way)()
        except psycopg2.errors.SerializationFailure:
            # as for a single message: only a new transaction sees the other's work
            raise
        except Exception as error:
            _logger.info("wa.conversation, one by one: %s", type(error).__name__)
            self.env.invalidate_all()
            return self.browse(), 0

    @contextlib.contextmanager
    def _keys_held(self):
        """Their keys at hand; a person erased meanwhile sends all back, one by one."""
        self.subject_id._lock_for_content()
        pairs = [
            (subject.uuid, klass)
            for subject in self.subject_id
            for klass in (PERSON, CONTENT, EVIDENCE)
        ]
        with self.env["wa.vault"]._keys_at_hand(pairs):
            yield

    def _waiting_messages(self):
        return self.env["wa.message"].search(
            [("conversation_id", "in", self.ids), ("state", "=", "received")],
            order="event_at, id",
        )

    def _append_plain(self):
        waiting = self._waiting_messages()
        by_conversation = waiting.grouped("conversation_id")
        tickets = self._find_open_tickets()
        agreed = self._agreed()
        plain = (self & self.browse(agreed)) - self._concerned_elsewhere()
        policies = plain._policies()
        lines = {}
        for conversation in plain:
            messages = by_conversation.get(conversation, waiting.browse())
            ticket = tickets.get(conversation)
            facts = agreed[conversation.id], policies[conversation]
            if ticket and conversation._are_plain(messages, ticket, *facts):
                lines[conversation] = messages
        if lines:
            self._go_on(lines, tickets)
        return self.browse().union(*lines), sum(map(len, lines.values()))

    @api.model
    def _go_on(self, lines, tickets):
        """{conversation: its messages, in order of time}, {conversation: its ticket}"""
        shown, talks, noted = {}, {}, {}
        for one, messages in lines.items():
            ticket, times = tickets[one], messages.mapped("event_at")
            talks[one] = {**one._window_vals(times), "ticket_id": ticket.id}
            noted[ticket] = ticket._whatsapp_inbound_vals(
                times[0], times[-1], talks[one]["window_expires_at"]
            )
            shown.update(dict.fromkeys(messages, ticket))
        rows.update(talks)
        # sudo: helpdesk.ticket - a customer wrote, no user has to have rights
        rows.update({ticket.sudo(): vals for ticket, vals in noted.items()})
        self.env["wa.message"]._show_together(shown)

    def _find_open_tickets(self):
        """{conversation: the one open ticket}"""
        found = self.env["helpdesk.ticket"].search(
            [
                ("whatsapp_conversation_id", "in", self.ids),
                ("whatsapp_open", "=", True),
            ]
        )
        return {t.whatsapp_conversation_id: t for t in found if not t.closed}

    def _agreed(self):
        """{conversation id: standings} of those whose service consent is given."""
        # sudo: wa.consent - read on behalf of the inbox
        consents = (
            self.env["wa.consent"]
            .sudo()
            .search([("subject_id", "in", self.subject_id.ids)])
        )
        by_place = consents.grouped(lambda c: (c.subject_id.id, c.channel_id.id))
        found = {}
        for conversation in self:
            place = (conversation.subject_id.id, conversation.channel_id.id)
            standings = by_place.get(place, consents.browse())._standings()
            service = standings.get(states.SERVICE)
            if service and service.state == states.GIVEN:
                found[conversation.id] = standings
        return found

    def _concerned_elsewhere(self):
        """A question is open, answers wait, or a change or quote came too early."""
        found = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT conversation_id FROM wa_message
                 WHERE conversation_id = ANY(%s)
                   AND (state = 'waiting_for_window'
                        OR (target_index IS NOT NULL AND target_id IS NULL
                            AND content_sealed IS NOT NULL))
                 UNION
                SELECT m.conversation_id FROM wa_message m
                  JOIN wa_message q ON q.conversation_id = m.conversation_id
                                   AND q.wamid_index = m.quoted_index
                 WHERE m.conversation_id = ANY(%s) AND m.quoted_index IS NOT NULL
                """,
                self.ids,
                self.ids,
            )
        )
        return self.filtered("question_id") | self.browse(row[0] for row in found)

    def _are_plain(self, messages, ticket, standings, policy):
        """Whether each of these is a line of the open ticket and nothing else."""
        record = states.Record(standings, (), self.window_opened_at or None)
        return all(
            self._is_plain(message, content, ticket)
            and states.receive(record, states.Inbound(message.event_at), policy)
            == DELIVER
            for message, content in ((m, m._content()) for m in messages)
        )

    def _is_plain(self, message, content, ticket):
        """No word and no button to us, first try, and the rules append it."""
        text = content.get("text")
        choice = routing.choose_ticket(
            open_ticket_id=ticket.id,
            last_closed=None,
            quoted_ticket_id=None,
            quoted_closed_at=None,
            text_is_thanks=routing.is_thanks(text, message.kind),
            at=message.event_at,
            reopen_within=None,
        )
        return (
            message.kind not in NO_LINE
            and not content.get("reply_id")
            and not (message.quoted_id or message.revoked_at)
            and not (message.attempts or message.next_try_at)
            and choice.action == "append"
            and not classifier.classify(text, ok_counts=self.channel_id.ok_counts)
            and not classifier.privacy_request(text)
        )
