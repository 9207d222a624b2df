from dataclasses import dataclass, replace

from odoo import api, fields, models

from ..lib.consent import classifier, states
from ..lib.desk import kinds, reply_ready, window
from ..lib.privacy import reverse_code
from . import rows
from .wa_inbox import tapped


@dataclass(frozen=True)
class Step:
    """One message and what follows from it."""

    message: models.Model
    content: dict
    decision: states.Decision
    # our notice, if its button was tapped
    asked: models.Model | None

    def is_yes(self):
        return self.decision.acknowledge == "yes"


class WaConversationFirst(models.Model):
    """Stage 2 for many people at once who have no ticket yet: they ask, or say yes.

    What is decided, and what follows, is the same as message by message; here each
    thing that follows is written for all of them together.
    """

    _inherit = "wa.conversation"

    def _meet(self):
        """(conversations that are done, number of their messages)."""
        strangers = self - self._concerned_elsewhere() - self._with_ticket()
        strangers = strangers._one_of_each()
        messages = strangers._waiting_messages().grouped("conversation_id")
        records = strangers._records()
        unseen = strangers._unseen()
        asked = strangers._asked_by_code()
        policies = strangers._policies()
        steps = {
            one: found
            for one in strangers & self.browse().union(*messages)
            if (found := one._steps(messages[one], records[one], policies[one], asked))
            and one._can_be_released(found, unseen.get(one, ()))
        }
        if steps:
            self._take_steps(steps)
        return self.browse().union(*steps), sum(map(len, steps.values()))

    def _one_of_each(self):
        """Who writes to two of our numbers gets what two numbers may send in a row."""
        by_person = self.grouped("subject_id")
        return self.browse().union(*(places[:1] for places in by_person.values()))

    def _with_ticket(self):
        had = self.filtered("ticket_id")
        return had | self.browse().union(*(self - had)._find_open_tickets())

    def _unseen(self):
        """{conversation: its messages which are in no ticket}"""
        found = self.env["wa.message"].search(
            [("conversation_id", "in", self.ids), ("ticket_id", "=", False)]
        )
        return found.grouped("conversation_id")

    def _asked_by_code(self):
        """{one-time code: our notice} of those whose question is open."""
        # sudo: wa.message - our own questions are looked up by their codes
        found = (
            self.env["wa.message"]
            .sudo()
            .search(
                [
                    ("conversation_id", "in", self.ids),
                    ("choice_nonce", "!=", False),
                    ("state", "not in", ("failed", "cancelled")),
                ]
            )
        )
        return {(m.conversation_id.id, m.choice_nonce): m for m in found}

    # -- deciding --------------------------------------------------------------------

    def _steps(self, messages, record, policy, asked):
        """What follows from each; None if one is unusual, so that all go one by one."""
        steps, last = [], self.last_inbound_at or None
        for message in messages:
            at, content = message.event_at, message._content()
            if not self._is_plain_word(message, content):
                return None
            opened = window.opened_at(record.window_opened_at, last, at)
            record = replace(record, window_opened_at=opened)
            last = max(last or at, at)
            choice, code = tapped(content)
            notice = asked.get((self.id, code))
            if choice and not (choice == "yes" and _is_open(notice)):
                return None
            inbound = self._heard(message, content, record, notice)
            decision = states.receive(record, inbound, policy)
            if not _is_usual(inbound, decision, alone=len(messages) == 1):
                return None
            record = states.apply(record, decision.changes, at)
            if decision.ask:
                question = states.NoticeSent(
                    decision.ask, policy.notice_version, fields.Datetime.now(), False
                )
                record = replace(record, notices=(*record.notices, question))
            steps.append(Step(message, content, decision, notice))
        # whether a second question may go depends on what becomes of the first
        return steps if sum(bool(s.decision.ask) for s in steps) <= 1 else None

    def _is_plain_word(self, message, content):
        text = content.get("text")
        return (
            message.kind not in kinds.AMENDING | kinds.SYSTEM | {"button"}
            # a button quotes the question it belongs to; else nothing may be quoted
            and (tapped(content)[0] or message._may_answer(content, ()))
            and not (message.revoked_at or message.attempts or message.next_try_at)
            and not reverse_code.read(text)
            and not reply_ready.tapped(content.get("reply_id"))
            and not classifier.privacy_request(text)
        )

    def _heard(self, message, content, record, notice):
        if notice:
            version = notice.notice_id.version
            return states.Inbound(message.event_at, None, "yes", version)
        word = classifier.classify(
            content.get("text"),
            question_open=record.state in (states.PENDING, states.RECONFIRM),
            ok_counts=self.channel_id.ok_counts,
        )
        return states.Inbound(message.event_at, word)

    def _can_be_released(self, steps, unseen):
        """Held lines that simply follow each other; a quote may lead elsewhere."""
        return not steps[-1].is_yes() or not any(
            m.kind in kinds.AMENDING
            or (m.state == "held" and (m.quoted_id or m.revoked_at))
            for m in unseen
        )

    # -- what follows ----------------------------------------------------------------

    @api.model
    def _take_steps(self, steps):
        """steps: {conversation: [Step, …]}"""
        rows.update(
            {
                one: one._window_vals([step.message.event_at for step in taken])
                for one, taken in steps.items()
            }
        )
        self._change_all(
            [
                (one, change, s.message.event_at, one._evidence(s.message, s.content))
                for one, taken in steps.items()
                for s in taken
                for change in s.decision.changes
            ],
            "subject",
        )
        self._ask_all(
            {
                one: s.decision.ask
                for one, taken in steps.items()
                for s in taken
                if s.decision.ask
            }
        )
        yes = {one: taken[-1] for one, taken in steps.items() if taken[-1].is_yes()}
        lines, held = {}, {}
        for one in self.browse().union(*steps) - self.browse().union(*yes):
            # where the company answers before the yes nothing is held
            if one._answers_at_once(one._state()):
                lines[one] = [s.message for s in steps[one]]
                continue
            held.update(
                {s.message: s.message._held_vals(s.content) for s in steps[one]}
            )
        # sudo: wa.message - written by the channel only
        rows.update({message.sudo(): vals for message, vals in held.items()})
        if yes:
            self._take_yes(yes)
            lines.update(self.browse().union(*yes)._released())
        if lines:
            self._into_new_tickets(lines)

    def _take_yes(self, steps):
        people = self.browse().union(*steps)
        self.env["wa.suppression"]._lift(people.subject_id)
        people._acknowledge_yes()
        # sudo: wa.message - written by the channel only
        rows.update(
            {
                step.asked.sudo(): {"choice_used_at": step.message.event_at}
                for step in steps.values()
                if step.asked
            }
        )
        words = self.env["wa.message"].union(*(s.message for s in steps.values()))
        words._admitted_write({"is_control": True, "state": "done"})

    def _released(self):
        """{conversation: its lines}, from the first that was held; in order of time."""
        found = {}
        for one, unseen in self._unseen().items():
            held = unseen.filtered(lambda m: m.state == "held")[:1]
            if held:
                found[one] = unseen.filtered(lambda m, h=held: m.event_at >= h.event_at)
        return found

    @api.model
    def _into_new_tickets(self, lines):
        """lines: {conversation: its messages, in order of time}"""
        first = {
            messages[0]: one._inbound_vals(messages) for one, messages in lines.items()
        }
        shown = {}
        for (one, messages), ticket in zip(
            lines.items(), self._open_tickets(first), strict=True
        ):
            one.ticket_id = ticket
            shown.update(dict.fromkeys(messages, ticket))
        self.env["wa.message"]._show_together(shown)

    def _inbound_vals(self, messages):
        """What `_whatsapp_note_inbound` writes for each of them."""
        times = [m.event_at for m in messages if m._is_heard()]
        return {
            "whatsapp_unanswered_since": times[0],
            "whatsapp_last_inbound_at": times[-1],
            "whatsapp_window_expires_at": self.window_expires_at,
        }


def _is_open(notice):
    return notice and not notice.choice_used_at


def _is_usual(inbound, decision, alone):
    """The question is asked, the message waits; or the one message is a yes."""
    if decision.acknowledge == "yes":
        return alone and not decision.ask
    return not (inbound.word or inbound.choice) and decision.content == "hold"
