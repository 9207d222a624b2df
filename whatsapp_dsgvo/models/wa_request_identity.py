from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_datetime, html2plaintext

from . import guard

NOT_YET, CONTROL = "0", "1"
# So long after a change of number or ID a message alone proves nothing.
UNSETTLED_FOR = timedelta(days=90)
# The message or the login that asks is what proves who asks.
PROVEN_BY_ASKING = ("whatsapp", "portal")


class WaRequestIdentity(models.Model):
    """When it was known who asks: the second date, which moves no time limit."""

    _inherit = "wa.request"

    identified_at = fields.Datetime(
        "Identity proven on",
        readonly=True,
        copy=False,
        help="Noted by itself. The time limits count from the receipt.",
    )

    history = fields.Text(compute="_compute_history")

    @api.model_create_multi
    def create(self, vals_list):
        requests = super().create(vals_list)
        for request in requests:
            asked = request.received_by in PROVEN_BY_ASKING and request.received_at
            request._note_identified(asked or fields.Datetime.now())
            request._say_what_is_missing()
        return requests

    def write(self, vals):
        result = super().write(vals)
        if "identity_level" in vals:
            self._note_identified(fields.Datetime.now())
        return result

    def _note_identified(self, at):
        proven = self.filtered(lambda r: r.identity_level != NOT_YET)
        fresh = proven.filtered(lambda r: not r.identified_at)
        guard.admitted(fresh).write({"identified_at": at})
        doubted = (self - proven).filtered("identified_at")
        guard.admitted(doubted).write({"identified_at": False})

    def _say_what_is_missing(self):
        by_message = self.received_by == "whatsapp" and self.identity_level == NOT_YET
        if by_message and self.subject_ids._level_by_message() == NOT_YET:
            here = self._in_our_words()
            here.message_post(
                body=here.env._(
                    "A number or ID of this person changed less than %(days)s days ago. "
                    "Their message proves who they are only once a one-time code comes "
                    "back: by a tap on our question, or from the self-service page.",
                    days=UNSETTLED_FOR.days,
                )
            )

    def _prove_control(self):
        """A one-time code came back from the WhatsApp of the person."""
        self.filtered(
            lambda r: r._is_open() and r.identity_level == NOT_YET
        ).identity_level = CONTROL

    # -- what happened ---------------------------------------------------------------

    def _in_our_words(self):
        """A webhook has no language; the coordination reads it in the company's."""
        # sudo: res.company - a language code
        return self.with_context(lang=self.sudo().company_id.partner_id.lang)

    def _compute_history(self):
        for request in self:
            request.history = "\n".join(request._history_lines())

    def _history_lines(self):
        """What steps and people noted after the receipt; no chatter, which would be a
        place for names and letters that nobody erases."""
        # sudo: mail.message, mail.tracking.value - of a case its reader may read
        noted = self.sudo().message_ids.filtered(
            lambda m: m.message_type == "notification"
        )
        for message in noted.sorted("id")[1:]:
            moved = message.tracking_value_ids.filtered("new_value_datetime")
            words = [
                f"{change.field_id.field_description}: "
                f"{format_datetime(self.env, change.old_value_datetime)} → "
                f"{format_datetime(self.env, change.new_value_datetime)}"
                for change in moved
            ]
            words = words or [html2plaintext(message.body or "").strip()]
            at = format_datetime(self.env, message.date)
            who = message.author_id.name or ""
            yield from (f"{at} {who} – {said}" for said in words if said)


class WaSubjectLevel(models.Model):
    _inherit = "wa.subject"

    def _level_by_message(self):
        """Writing proves control of a WhatsApp identity, unless it changed lately."""
        since = fields.Datetime.now() - UNSETTLED_FOR
        # sudo: wa.identity - until when former ones were theirs
        former = self.sudo().identity_ids.filtered("valid_to")
        return NOT_YET if any(one.valid_to > since for one in former) else CONTROL
