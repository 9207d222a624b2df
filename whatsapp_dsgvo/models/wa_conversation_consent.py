from datetime import timedelta

from odoo import fields, models

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
        return states.Record(
            self._consents()._standings(),
            self._notices_sent(),
            self.window_opened_at or None,
        )

    def _notices_sent(self):
        # sudo: wa.message - form and time of our own notices
        rows = (
            self.env["wa.message"]
            .sudo()
            .search(
                [
                    ("conversation_id", "=", self.id),
                    ("exception_code", "=", gate.NOTICE),
                    ("state", "not in", ("failed", "cancelled")),
                    ("queued_at", ">=", fields.Datetime.now() - NOTICE_MEMORY),
                ]
            )
        )
        return tuple(
            states.NoticeSent(
                row.notice_form,
                row.notice_id.version,
                row.sent_at or row.queued_at,
                row.state in ON_THE_WAY,
            )
            for row in rows
        )

    def _policy(self):
        channel = self.channel_id
        return states.Policy(
            channel._current_notice(self.language).version,
            channel._last_material_version(),
        )

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
        for change in decision.changes:
            self._change(change, at, self._evidence(message, content), actor)
        subject = self.subject_id
        if decision.suppress:
            self.env["wa.suppression"]._suppress(subject, "withdrawn", at)
        if decision.lift:
            self.env["wa.suppression"]._lift(subject)
        self._cancel_queued(decision.changes)

    def _change(self, change, at, evidence, actor):
        """One ledger entry and its projection, in one transaction."""
        shown = self._notice_shown(change.notice_version)
        entry = self.env["wa.ledger.entry"]._record(
            self.subject_id,
            change.event,
            {
                **evidence,
                "state": change.state,
                "reason": change.reason or "",
                "prior": change.prior or "",
                "event_time": fields.Datetime.to_string(at),
                "notice_version": change.notice_version or 0,
            },
            purpose=change.purpose,
            channel=self.channel_id.uuid,
            notice_hash=shown.text_hash or "",
            actor_kind=actor,
        )
        self.env["wa.consent"]._project(self, change, entry, at)
        if change.state in (states.WITHDRAWN, states.BLOCKED):
            # a restored backup must be told again
            self.env["wa.journal.mark"]._note("withdrawal", self.subject_id)
        return entry

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

    def _evidence(self, message, content):
        if not message:
            return {}
        return {
            "message": message.opaque_id,
            "wamid": message._wamid() or "",
            "kind": message.kind,
            "words": (content or {}).get("text") or "",
            "button": (content or {}).get("reply_id") or "",
        }

    def _cancel_queued(self, changes):
        """What waits for a purpose that has just ended never goes out."""
        ended = {c.purpose for c in changes if c.state in (WITHDRAWN, BLOCKED)}
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
        """Send the notice: the only message that may go out before a yes."""
        notice_ = self.channel_id._current_notice(self.language)
        if not notice_:
            return self.env["wa.message"]
        body = notice_.body_full if form == "full" else notice_.body_short
        return self.env["wa.message"]._queue_automatic(
            self,
            gate.NOTICE,
            {"text": body, "footer": notice_.footer},
            notice_id=notice_.id,
            notice_form=form,
        )

    def _acknowledge(self, choice, contract=False):
        """One neutral receipt for each change of mind."""
        channel, lang = self.channel_id, self.language
        if choice == "yes":
            text = automatic_texts.yes_receipt(
                lang,
                channel._text("reply_expectation", lang) or None,
                channel._hours_if_closed(lang),
                strict=channel.consent_mode == "strict",
            )
        else:
            kind = "stop_contract" if contract else ACK_TEXT[choice]
            other = channel._other_contact(lang)
            text = automatic_texts.text(kind, lang, alternative=other)
        return self.env["wa.message"]._queue_automatic(
            self, gate.CHOICE_ACK, {"text": text}
        )

    def _review(self, message):
        """S-07: a withdrawal is free of form; advertising stops at once."""
        changes = states.review(self._record())
        self._apply(states.Decision(changes=changes), message, message._content())
