from datetime import timedelta, timezone

from odoo import fields, models
from odoo.exceptions import UserError

from ..lib.consent import gate
from ..lib.privacy import letters
from .wa_erasure_run import StepWaits

WHATSAPP, OTHER, NOBODY = "whatsapp", "other", "nobody"
TOLD_BY = [
    (WHATSAPP, "By WhatsApp, just before"),
    (OTHER, "By e-mail or letter, by us"),
    (NOBODY, "There is nobody to tell"),
]
NOT_TOLD = "whatsapp_failed"
PATIENCE = timedelta(seconds=60)
ON_THE_WAY = ("queued", "sending")
# Nobody knows whether it arrived; most did.
GONE_OUT = ("sent", "delivered", "read", "played", "uncertain")


class WaErasureTell(models.Model):
    """The person is told first: afterwards nobody knows where to write to.

    The way was chosen before. Only the way stays as a fact; the message goes with the
    others.
    """

    _inherit = "wa.erasure"

    told_by = fields.Selection(TOLD_BY, "The person is told", readonly=True)

    def _step_tell(self):
        facts = self._facts()
        if facts.get("told"):
            return
        if self.told_by != WHATSAPP:
            self._note(told=self.told_by or "")
            return
        message = self._telling(facts.get("telling"))
        if message.state in ON_THE_WAY and fields.Datetime.now() < (
            message.queued_at + PATIENCE
        ):
            raise StepWaits
        self._note_told(message.state in GONE_OUT)

    def _telling(self, message_id):
        """The message, queued by whoever comes here first; none if the gate says no."""
        # sudo: wa.message - the job is the system's, the gate decides
        messages = self.env["wa.message"].sudo()
        if message_id is not None:
            return messages.browse(message_id).exists()
        request = self.request_id
        conversation = self.subject_ids._conversation_to_tell()
        if request._telling_hindrance(conversation):
            return messages
        message = messages._queue_automatic(
            conversation,
            gate.DSR_INFO,
            {"text": request._telling_text(conversation)},
        )
        self._note(telling=message.id)
        # the sender works in another process
        self._commit()
        return message

    def _note_told(self, has_gone_out):
        self._note(told=WHATSAPP if has_gone_out else NOT_TOLD, telling=None)
        if has_gone_out:
            return
        request = self.request_id
        request.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.env._(
                "%(name)s: WhatsApp did not take the message about the erasure. Please "
                "tell the person another way.",
                name=request.name,
            ),
            user_id=(request.user_id or self.requested_by_id).id or self.env.uid,
        )


class WaSubjectTell(models.Model):
    _inherit = "wa.subject"

    def _conversation_to_tell(self):
        """Where the person wrote last."""
        # sudo: wa.conversation - the request's own person
        people = self.sudo().filtered(lambda s: not s.erased_at)
        written = people.conversation_ids.filtered("last_inbound_at")
        return written.sorted("last_inbound_at")[-1:]


class WaRequestTell(models.Model):
    _inherit = "wa.request"

    def _telling_hindrance(self, conversation):
        """Code of what stops a message about this request; None if it may go."""
        if not conversation:
            return "nobody"
        told = self.letter_ids.filtered(lambda x: x.way == "whatsapp")
        if len(told) >= letters.MOST_BY_WHATSAPP:
            return "cap"
        verdict = conversation._may_send(gate.DSR_INFO)
        return None if verdict.allowed else verdict.reason

    def _telling_default(self, people):
        """WhatsApp while it is open: it is the one way we know for sure."""
        hindrance = self._telling_hindrance(people._conversation_to_tell())
        return OTHER if hindrance else WHATSAPP

    def _check_telling(self, told_by, people):
        if told_by != WHATSAPP:
            return
        code = self._telling_hindrance(people._conversation_to_tell())
        if code:
            words = self.env["wa.request.letter"]._hindrance_words()
            why = words.get(code, self.env._("WhatsApp does not take it just now."))
            raise UserError(
                self.env._("%(why)s Please choose another way to tell.", why=why)
            )

    def _will_keep(self):
        """Messages under a hold, or the contact, which invoices refer to."""
        contacts = self.erasure_ids.filtered(
            lambda job: not job.finished_at
        ).partner_ids
        return bool(self.subject_ids._kept_messages()) or any(
            contact._whatsapp_references() for contact in contacts
        )

    def _telling_text(self, conversation):
        case = letters.Case(
            self.name,
            self.kind,
            self.received_at.replace(tzinfo=timezone.utc),
            self.company_id.name,
            conversation.channel_id.authority or "",
            partial=self._will_keep(),
        )
        return letters.erasing(case, letters.language(self._language()))
