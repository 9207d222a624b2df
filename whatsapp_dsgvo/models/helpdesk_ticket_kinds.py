from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from ..lib.cloud_api import outgoing, payloads
from ..lib.consent import classifier, states
from ..lib.desk import kinds

WAITABLE = ("text", *kinds.FILES)


class HelpdeskTicketKinds(models.Model):
    """What agents send besides text and files: reactions, choices, a place."""

    _inherit = "helpdesk.ticket"

    def whatsapp_may_send(self, kind="text"):
        """{"ok", "code", "text"}: may this kind go to the customer now; else why not.

        `kind` is Meta's type. Text and files may wait for the customer when 24 hours
        are over (code "ask" or "asked"); nothing else can.
        """
        self._whatsapp_check_ticket()
        # sudo: wa.conversation - states and times only
        conversation = self.sudo().whatsapp_conversation_id
        if not conversation or kind not in (*WAITABLE, *outgoing.KINDS):
            text = self.env._("This can't be sent on WhatsApp.")
            return {"ok": False, "code": "not_offered", "text": text}
        answer = self._whatsapp_sending(conversation, self._whatsapp_is_readable())
        if answer["ok"] and answer["code"] in ("ask", "asked") and kind not in WAITABLE:
            return {"ok": False, **self._whatsapp_reason("cant_wait")}
        return answer

    def whatsapp_react(self, opaque_id, emoji):
        """An emoji on a customer's message; "" takes ours back. No answer to them."""
        self.ensure_one()
        self._whatsapp_check_readable()
        if not isinstance(emoji, str) or (emoji and not outgoing.is_emoji(emoji)):
            raise UserError(self.env._("Please choose an emoji."))
        target = self._whatsapp_reaction_target(opaque_id)
        return self._whatsapp_queue_kind(
            "reaction",
            {"text": "", "emoji": emoji},
            target_id=target.id,
            target_index=target.wamid_index,
        )

    def whatsapp_send_buttons(self, body, buttons, reply_to_id=None):
        """A question with up to three buttons; the tap comes back as a message."""
        content = {"text": (body or "").strip(), "buttons": self._stripped(buttons)}
        return self._whatsapp_send_kind("interactive", content, reply_to_id)

    def whatsapp_send_list(self, body, button, rows, reply_to_id=None):
        """A question with a list of up to ten `rows`, each [title, description]."""
        pairs = [self._stripped([*row, ""][:2]) for row in rows]
        content = {
            "text": (body or "").strip(),
            "list": {"button": (button or "").strip(), "rows": pairs},
        }
        return self._whatsapp_send_kind("interactive", content, reply_to_id)

    def whatsapp_send_location(
        self, latitude, longitude, name="", address="", reply_to_id=None
    ):
        """A place, in decimal degrees."""
        place = zip(
            ("latitude", "longitude", "name", "address"),
            self._stripped((latitude, longitude, name, address)),
            strict=True,
        )
        content = {"text": "", "location": {k: v for k, v in place if v}}
        return self._whatsapp_send_kind("location", content, reply_to_id)

    def _stripped(self, values):
        return [str(value or "").strip() for value in values]

    def _whatsapp_send_kind(self, kind, content, reply_to_id):
        message = self._whatsapp_queue_kind(
            kind, content, quoted_id=self._whatsapp_message(reply_to_id).id
        )
        # sudo: wa.message, helpdesk.ticket - answering is no edit of the ticket
        message.sudo()._show_in(self.sudo())
        self.sudo().with_context(tracking_disable=True).write(
            {"whatsapp_unanswered_since": False}
        )
        return message

    def _whatsapp_queue_kind(self, kind, content, **vals):
        """Everything is checked before it is queued; a UserError says what is wrong."""
        self.ensure_one()
        self._whatsapp_check_readable()
        # sudo: wa.conversation - the right to answer was checked above
        conversation = self.sudo().whatsapp_conversation_id
        verdict = self.whatsapp_may_send(kind)
        if not verdict["ok"]:
            # an error is logged: never with phone and e-mail
            raise UserError(self._whatsapp_refusal(verdict))
        self._whatsapp_check_kind(kind, content, conversation)
        return (
            self.env["wa.message"]
            ._queue(
                conversation,
                content,
                kind=kind,
                basis=conversation._service_consent().last_entry_id,
                purpose=states.SERVICE,
                author_id=self.env.uid,
                ticket_id=self.id,
                **vals,
            )
            .with_env(self.env)
        )

    def _whatsapp_refusal(self, verdict):
        reason = self._whatsapp_reason(verdict["code"], name_contact=False)["text"]
        return verdict["text"] if reason == verdict["code"] else reason

    def _whatsapp_check_kind(self, kind, content, conversation):
        for title in outgoing.titles(content):
            # a tap comes back as a word, and would end the consent
            if classifier.classify(title) == "stop":
                raise UserError(
                    self.env._("A tap on “%s” would count as STOP.", title[:20])
                )
        phone, bsuid = conversation.subject_id._address()
        to = payloads.Recipient(phone=phone, bsuid=None if phone else bsuid)
        try:
            outgoing.build(kind, to, content, "wamid")
        except payloads.InvalidPayload as problem:
            raise UserError(self._whatsapp_problem(problem)) from None

    def _whatsapp_problem(self, problem):
        texts = {
            "body_empty": self.env._("Please write a message first."),
            "body_too_long": self.env._(
                "The text is too long: at most %s characters.", problem.limit
            ),
            "buttons_missing": self.env._("Please add at least one button."),
            "buttons_too_many": self.env._("WhatsApp shows at most three buttons."),
            "button_title_empty": self.env._("Each button needs a title."),
            "button_title_too_long": self.env._(
                "The title of a button has at most %s characters.", problem.limit
            ),
            "button_title_not_unique": self.env._("Two buttons have the same title."),
            "sections_missing": self.env._("Please add at least one row."),
            "rows_too_many": self.env._("A list has at most ten rows."),
            "row_title_empty": self.env._("Each row needs a title."),
            "row_title_too_long": self.env._(
                "The title of a row has at most %s characters.", problem.limit
            ),
            "location_invalid": self.env._(
                "Please give latitude and longitude in decimal degrees."
            ),
            "location_out_of_range": self.env._("There is no such place on earth."),
        }
        default = self.env._("WhatsApp would not take this (%s).", problem.code)
        return texts.get(problem.code, default)

    def _whatsapp_reaction_target(self, opaque_id):
        target = self._whatsapp_message(opaque_id)
        young = fields.Datetime.now() - timedelta(days=outgoing.REACTION_DAYS)
        if target.direction != "in" or not target.wamid_sealed or target.revoked_at:
            raise UserError(self.env._("You can't react to this message."))
        if target.event_at < young:
            raise UserError(self.env._("WhatsApp takes reactions for 30 days only."))
        return target

    def _whatsapp_message(self, opaque_id):
        """A message of this very ticket; empty if there is none."""
        # sudo: wa.message - the reader of the ticket is checked by the callers
        messages = self.env["wa.message"].sudo()
        if not opaque_id:
            return messages
        return messages.search(
            [("opaque_id", "=", opaque_id), ("ticket_id", "=", self.id)]
        )

    def _whatsapp_reason(self, code, name_contact=True, why=""):
        if code == "cant_wait":
            text = self.env._(
                "24 hours have passed since the customer's last message. Only text and "
                "files can wait for the customer; this can't. Please write a text."
            )
            return {"code": code, "text": text}
        return super()._whatsapp_reason(code, name_contact, why)
