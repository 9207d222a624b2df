from datetime import timedelta

from odoo import api, fields, models

from ..lib.consent import automatic_texts, classifier, gate, states
from ..lib.consent.states import BLOCKED, WITHDRAWN

NOTICE_MEMORY = timedelta(days=30)
ON_THE_WAY = ("sent", "delivered", "read")
ACK_TEXT = {"no": "choice_no", "stop": "stop"}


class WaConversationConsent(models.Model):
    """Consent: what the ledger, the projection and the person are told."""

    _inherit = "wa.conversation"

    def _consents(self):
        # sudo: wa.consent - read on behalf of the gate
        consents = self.subject_id.sudo().consent_ids
        return consents.filtered(lambda c: c.channel_id in self.channel_id)

    def _service_consent(self):
        return self._consents().filtered(lambda c: c.purpose == states.SERVICE)

    def _state(self):
        return self._service_consent().state or states.NONE

    def _record(self):
        """What the state machine needs to know of this person on this number."""
        return self._records()[self]

    def _records(self):
        """{conversation: its record}, with a few queries for all of them."""
        consents = self._consents().grouped(lambda c: (c.subject_id, c.channel_id))
        notices = self._notices_sent().grouped("conversation_id")
        earlier = self.env["wa.allowance"]._notices_before(self.subject_id)
        nothing = self.env["wa.consent"]
        return {
            one: states.Record(
                consents.get((one.subject_id, one.channel_id), nothing)._standings(),
                (
                    *map(_notice_sent, notices.get(one, ())),
                    *map(_notice_of_old, sorted(earlier.get(one.subject_id, ()))),
                ),
                one.window_opened_at or None,
            )
            for one in self
        }

    def _notices_sent(self):
        # sudo: wa.message - form and time of our own notices
        return (
            self.env["wa.message"]
            .sudo()
            .search(
                [
                    ("conversation_id", "in", self.ids),
                    ("exception_code", "=", gate.NOTICE),
                    ("state", "not in", ("failed", "cancelled")),
                    ("queued_at", ">=", fields.Datetime.now() - NOTICE_MEMORY),
                ]
            )
        )

    def _policy(self):
        return self._policies()[self]

    def _policies(self):
        """{conversation: the policy of its number}"""
        found = {
            (channel, language): channel._policy(language)
            for (channel, language) in {(one.channel_id, one.language) for one in self}
        }
        return {one: found[one.channel_id, one.language] for one in self}

    def _follow(self, decision, message, content):
        """Ledger, projection, suppression list and the messages that must follow."""
        self._apply(decision, message, content)
        if decision.ask:
            self._ask(decision.ask)
        if decision.acknowledge:
            contract = classifier.is_contract_word(content.get("text"))
            self._acknowledge(decision.acknowledge, contract)

    def _apply(self, decision, message=None, content=None, actor="subject"):
        at = message.event_at if message else fields.Datetime.now()
        evidence = self._evidence(message, content)
        self._change_all([(self, c, at, evidence) for c in decision.changes], actor)
        subject = self.subject_id
        if decision.suppress:
            self.env["wa.suppression"]._suppress(subject, "withdrawn", at)
        if decision.lift:
            self.env["wa.suppression"]._lift(subject)
        self._cancel_queued(decision.changes)

    def _change(self, change, at, evidence, actor):
        self._change_all([(self, change, at, evidence)], actor)

    @api.model
    def _change_all(self, rows, actor):
        """Ledger entries and their projection, in one transaction.

        rows: [(conversation, change, event time, evidence)], in the order of the events.
        """
        if not rows:
            return
        entries = self.env["wa.ledger.entry"]._record_all(
            [one._prepare_entry(*facts, actor) for one, *facts in rows]
        )
        self.env["wa.consent"]._project_all(
            [
                (one, change, entry, at)
                for (one, change, at, _e), entry in zip(rows, entries, strict=True)
            ]
        )
        ended = [
            (one.subject_id, None if change.for_all else change.purpose)
            for one, change, _at, _evidence in rows
            if change.state in (states.WITHDRAWN, states.BLOCKED)
        ]
        # a restored backup must be told again
        self.env["wa.journal.mark"]._note_withdrawals(ended)

    def _prepare_entry(self, change, at, evidence, actor):
        payload = {
            **evidence,
            "state": change.state,
            "reason": change.reason or "",
            "prior": change.prior or "",
            "event_time": fields.Datetime.to_string(at),
            "notice_version": change.notice_version or 0,
        }
        header = {
            "purpose": change.purpose,
            "channel": self.channel_id.uuid,
            "notice_hash": self._notice_shown(change.notice_version).text_hash or "",
            "actor_kind": actor,
        }
        return self.subject_id, change.event, payload, header

    def _notice_shown(self, version):
        """The text the person saw; evidence must not name a newer one."""
        current = self.channel_id._current_notice(self.language)
        # sudo: wa.notice - a published notice is public
        same = self.channel_id.sudo().notice_ids.filtered(
            lambda n: n.version == version and n.published_at
        )
        return same.filtered(lambda n: n.language == self.language)[:1] or (
            same[:1] or current
        )

    def _cancel_queued(self, changes):
        """What waits for a purpose that has just ended never goes out."""
        ended = {c.purpose for c in changes if c.state in (WITHDRAWN, BLOCKED)}
        if not ended:
            return
        # sudo: wa.message - a no stops what agents have queued
        queued = (
            self.env["wa.message"]
            .sudo()
            .search(
                [
                    ("conversation_id", "=", self.id),
                    ("direction", "=", "out"),
                    ("state", "in", ("queued", "waiting_for_window")),
                    ("exception_code", "=", False),
                ]
            )
        )
        blocked = any(c.state == BLOCKED for c in changes)
        queued.filtered(lambda m: (m.purpose or states.SERVICE) in ended)._cancel(
            "blocked" if blocked else "withdrawn"
        )

    def _ask(self, form):
        return self._ask_all({self: form})

    @api.model
    def _ask_all(self, forms):
        """Send the notice: the only message that may go out before a yes.

        forms: {conversation: "full" | "short"}
        """
        rows = []
        for one, form in forms.items():
            notice_ = one.channel_id._current_notice(one.language)
            if notice_:
                text = notice_.body_full if form == "full" else notice_.body_short
                content = {"text": text, "footer": notice_.footer}
                vals = {"notice_id": notice_.id, "notice_form": form}
                rows.append((one, content, vals))
        return self.env["wa.message"]._queue_automatic_all(gate.NOTICE, rows)

    def _acknowledge(self, choice, contract=False):
        """One neutral receipt for each change of mind."""
        lang = self.language
        if choice == "yes":
            text = self.channel_id._yes_receipt(lang)
        else:
            kind = "stop_contract" if contract else ACK_TEXT[choice]
            other = self.channel_id._other_contact(lang)
            text = automatic_texts.text(kind, lang, alternative=other)
        return self.env["wa.message"]._queue_automatic(
            self, gate.CHOICE_ACK, {"text": text}
        )

    def _acknowledge_yes(self):
        """The same for many people who said yes."""
        texts = {
            place: place[0]._yes_receipt(place[1])
            for place in {(one.channel_id, one.language) for one in self}
        }
        self.env["wa.message"]._queue_automatic_all(
            gate.CHOICE_ACK,
            [(one, {"text": texts[one.channel_id, one.language]}, {}) for one in self],
        )

    def _review(self, message):
        """S-07: a withdrawal is free of form; advertising stops at once."""
        changes = states.review(self._record())
        self._apply(states.Decision(changes=changes), message, message._content())


def _notice_of_old(fact):
    """Counts in its window, and as a reminder; a yes is no answer to it."""
    at, form = fact
    return states.NoticeSent(form, 0, at, shown=False)


def _notice_sent(message):
    return states.NoticeSent(
        message.notice_form,
        message.notice_id.version,
        message.sent_at or message.queued_at,
        message.state in ON_THE_WAY,
    )
