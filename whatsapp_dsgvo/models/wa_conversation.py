import logging
import time

import psycopg2

from odoo import api, fields, models
from odoo.tools import SQL

from ..lib.consent import classifier, gate, states
from ..lib.desk import window
from .wa_event import AGAIN
from .wa_event_work import TURN
from .wa_vault import KeysAway

_logger = logging.getLogger(__name__)

BATCH = 200
AGAIN_AFTER = 1  # seconds


class WaConversation(models.Model):
    """One person on one number: the place where order and consent are kept."""

    _name = "wa.conversation"
    _description = "WhatsApp conversation"
    _rec_name = "id"

    subject_id = fields.Many2one(
        "wa.subject", required=True, readonly=True, ondelete="cascade", index=True
    )
    channel_id = fields.Many2one(
        "wa.channel", "Number", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    ticket_id = fields.Many2one(
        "helpdesk.ticket", "Current ticket", ondelete="set null", index="btree_not_null"
    )
    language = fields.Selection(
        [("de", "German"), ("en", "English")], required=True, default="de"
    )
    last_inbound_at = fields.Datetime(readonly=True)
    window_opened_at = fields.Datetime(readonly=True)
    window_expires_at = fields.Datetime(readonly=True)
    message_ids = fields.One2many("wa.message", "conversation_id", "Messages")

    _person_uniq = models.UniqueIndex("(subject_id, channel_id)")

    @api.model
    def _process_batch(self):
        """Claim conversations with waiting messages; all of one in event-time order."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id FROM wa_conversation
                 WHERE id IN (SELECT conversation_id FROM wa_message
                               WHERE state = 'received'
                                 AND (next_try_at IS NULL OR next_try_at <= %s))
                 ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
                """,
                fields.Datetime.now(),
                BATCH,
            )
        )
        # sudo: wa.conversation - worked off by the system
        claimed = self.sudo().browse(row[0] for row in rows)
        done, number = claimed._process_together()
        rest = claimed - done
        messages = rest._waiting_messages()
        end = time.monotonic() + TURN
        for conversation in rest:
            number += conversation._process_waiting(messages.ids, end)
            if time.monotonic() >= end:
                break
        return number

    def _process_waiting(self, prefetch, end):
        """In event-time order; a message that can't be worked off holds up the rest.

        `prefetch`: ids of messages that are worked off next, to be read with these.
        `end`: of the turn; the others come in the next one.
        """
        self.ensure_one()
        waiting = self._waiting_messages().with_prefetch(prefetch)
        for done, message in enumerate(waiting):
            if message._is_postponed() or not self._hear_safely(message):
                waiting[done + 1 :]._wait_behind(message)
                return done
            if time.monotonic() >= end:
                return done + 1
        return len(waiting)

    def _hear_safely(self, message):
        """Each message in its own savepoint; what fails is tried again, then held."""
        try:
            with self.env.cr.savepoint():
                self._hear(message)
            return True
        except psycopg2.errors.SerializationFailure:
            # the row was changed by another worker, so not even a note can be written
            # to it in this transaction: the round begins again
            raise
        except KeysAway as error:
            message._postpone(type(error).__name__, AGAIN_AFTER)
        except AGAIN as error:
            message._postpone(type(error).__name__)
        except Exception as error:
            _logger.warning("wa.message %s: %s", message.id, type(error).__name__)
            message._postpone(type(error).__name__)
        return False

    def _hear(self, message):
        """One message of the customer: window, consent, answer, ticket."""
        self.subject_id._lock_for_content()
        self._open_window(message.event_at)
        content = message._content()
        inbound = self._inbound(message, content)
        decision = states.receive(self._record(), inbound, self._policy())
        self._follow(decision, message, content)
        word = inbound.word
        if word == "review":
            self._review(message)
        self._propose_request(message, content)
        self._place(decision, message, content)

    def _open_window(self, at):
        vals = self._window_vals([at])
        changed = {name: value for name, value in vals.items() if value != self[name]}
        if changed:
            self.write(changed)

    def _window_vals(self, times):
        """The window once messages of these times have come."""
        opened, last = self.window_opened_at or None, self.last_inbound_at or None
        for at in times:
            opened = window.opened_at(opened, last, at)
            last = max(last or at, at)
        return {
            "window_opened_at": opened,
            "last_inbound_at": last,
            "window_expires_at": window.expires_at(last),
        }

    def _inbound(self, message, content):
        choice, version = message._tapped_choice(content)
        open_ = self._state() in (states.PENDING, states.RECONFIRM)
        word = (
            None
            if choice
            else classifier.classify(
                content.get("text"),
                question_open=open_,
                ok_counts=self.channel_id.ok_counts,
            )
        )
        if word in ("yes", "no"):
            quoted = message.quoted_id
            notice = quoted.filtered(lambda m: m.exception_code == gate.NOTICE)
            word = word if message._may_answer(content, notice) else None
        return states.Inbound(message.event_at, word, choice, version)
