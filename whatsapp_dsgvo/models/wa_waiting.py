import uuid

from odoo import api, fields, models

from ..lib.cloud_api import errors, payload_template, payloads
from ..lib.consent import states
from ..lib.desk import reply_ready
from .answers import TEMPLATE, WAITING
from .error_words import cause

WINDOW_CLOSED = 131047


class WaWaiting(models.Model):
    """Answers that wait for the customer, and the question whether they may come."""

    _inherit = "wa.message"

    asked_about_id = fields.Many2one(
        "wa.message",
        readonly=True,
        ondelete="set null",
        help="The customer's message which this template asks about.",
    )
    tapped = fields.Char(readonly=True)
    reminded_at = fields.Datetime(readonly=True)

    _asked_about_uniq = models.UniqueIndex(
        "(asked_about_id) WHERE asked_about_id IS NOT NULL",
        "The customer has been asked already.",
    )
    _waiting_idx = models.Index("(conversation_id) WHERE state = 'waiting_for_window'")

    def _admitted_write(self, vals):
        # sudo: wa.message - its state and its ticket, whoever has it written
        messages = self.sudo()
        waited = messages.filtered(lambda m: m.state == WAITING)
        result = super()._admitted_write(vals)
        if waited or vals.get("state") == WAITING:
            messages.ticket_id._whatsapp_note_waiting()
        return result

    # -- into waiting and out of it --------------------------------------------------

    def _may_wait(self):
        return self.purpose == states.SERVICE and self.kind != TEMPLATE

    def _wait_for_window(self):
        """Nothing is lost when the window shuts before it was sent."""
        self._admitted_write({"state": WAITING})
        self.ticket_id._whatsapp_other_way()
        self._changed()

    def _failed(self):
        """What follows when a message did not arrive."""
        if self.kind == TEMPLATE:
            self._question_failed()
        elif self.error_code == WINDOW_CLOSED and self._may_wait():
            self._begin_again()
            self._wait_for_window()

    def _begin_again(self):
        """A new id: a late or repeated status of the refused attempt must not settle
        the next one."""
        content, opaque_id = self._content(), str(uuid.uuid4())
        self.subject_id._lock_for_content()
        self._admitted_write(
            {
                "opaque_id": opaque_id,
                "content_sealed": self._seal_content(
                    opaque_id, self.subject_id, content
                ),
                "wamid_index": False,
                "wamid_sealed": False,
                "sending_at": False,
                "sent_at": False,
                "failed_at": False,
                "reminded_at": False,
                "attempts": 0,
                "error_code": 0,
            }
        )

    def _requeue(self):
        now = fields.Datetime.now()
        for message in self:
            ahead = self._queued_in(message.conversation_id)
            message._admitted_write(
                {
                    "state": "queued",
                    "next_try_at": max([now, *ahead.mapped("next_try_at")]),
                }
            )
            message._changed()
        self.conversation_id._wake_sender()

    # -- the question ----------------------------------------------------------------

    def _question_payload(self, to, content):
        buttons = reply_ready.button_payloads(self.choice_nonce)
        return payloads.template(
            to,
            reply_ready.NAME,
            content["language"],
            content["values"],
            [
                payload_template.quick_reply_component(place, payload)
                for place, payload in enumerate(buttons)
            ],
            opaque_id=self.opaque_id,
        )

    def _cancel(self, reason):
        self.filtered(lambda m: m.kind == TEMPLATE)._was_not_asked()
        return super()._cancel(reason)

    def _question_failed(self):
        """The person can't be asked: somebody must reach them another way."""
        self._was_not_asked()
        language = self._content().get("language")
        template = self.env["wa.template"]._of(self.channel_id, language)
        template._note_refusal(self.error_code)
        self.ticket_id._whatsapp_other_way()

    def _was_not_asked(self):
        for question in self:
            question._admitted_write({"asked_about_id": False})
            conversation = question.conversation_id
            if conversation.question_id == question:
                conversation.question_id = False

    def _changed(self, kind="update"):
        """The answers that wait tell how their question stands."""
        asking = self.filtered(lambda m: m.kind == TEMPLATE)
        waiting = self.browse()
        for question in asking:
            waiting |= question.conversation_id._waiting(question.ticket_id)
        return super(WaWaiting, self | waiting)._changed(kind)

    # -- what the agent sees ---------------------------------------------------------

    def _is_automatic(self):
        return self.kind == TEMPLATE or super()._is_automatic()

    def _automatic_label(self, content):
        if self.kind == TEMPLATE:
            return self.env._("Asked with the template “Reply ready”")
        return super()._automatic_label(content)

    def _parts(self):
        return {**super()._parts(), TEMPLATE: self._part_text}

    def _readable(self):
        waiting = self._waiting_for() if self.state == WAITING else False
        return {**super()._readable(), "waiting": waiting}

    def _waiting_for(self):
        """When the customer was asked, or why not, and what an agent may do now."""
        conversation = self.conversation_id
        question = conversation.question_id.filtered(
            lambda m: m.ticket_id == self.ticket_id
        )
        asked_at = question.sent_at or question.queued_at
        may_send = conversation._may_send()
        return {
            "asked_at": fields.Datetime.to_string(asked_at) if asked_at else False,
            "problem": "" if question else self._why_not_asked(),
            "can_send": may_send.allowed,
            "can_ask": not question
            and may_send.reason == "window_closed"
            and conversation._may_ask(self.ticket_id).allowed,
        }

    def _why_not_asked(self):
        """The last question's error, in the reader's language."""
        last = self.search(
            [("ticket_id", "=", self.ticket_id.id), ("kind", "=", TEMPLATE)],
            order="id desc",
            limit=1,
        )
        if last.state != "failed" or last.queued_at < self.queued_at:
            return ""
        rule = errors.rule_for(last.error_code)
        told = self.channel_id._told(rule)
        return " ".join(filter(None, (cause(rule, self.env), told)))

    @api.model
    def _remind_of_waiting(self):
        """Two weeks without a tap: the answer stays, and somebody has to decide."""
        now = fields.Datetime.now()
        # sudo: wa.message - time passes for everybody
        old = self.sudo().search(
            [
                ("state", "=", WAITING),
                ("queued_at", "<", now - reply_ready.UNTAPPED_AFTER),
                ("reminded_at", "=", False),
            ]
        )
        old.ticket_id._whatsapp_other_way()
        old._admitted_write({"reminded_at": now})
