from odoo import api, fields, models

from .answers import NO_ANSWER, unconfirmed_before

# People called it off, so nobody waits for it.
CALLED_OFF = {
    *("withdrawn", "suppressed", "blocked", "erased"),
    *("taken_back", "not_needed"),
}


class WaUndelivered(models.Model):
    """An answer that did not arrive leaves its customer waiting."""

    _inherit = "wa.message"

    _undelivered_idx = models.Index(
        "(ticket_id) WHERE state IN ('failed', 'uncertain')"
    )

    def _is_answer(self):
        return bool(
            self.ticket_id
            and self.direction == "out"
            and not self.exception_code
            and self.kind not in NO_ANSWER
        )

    def _failed(self):
        result = super()._failed()
        self.filtered(lambda m: m.state == "failed")._leave_unanswered()
        return result

    def _cancel(self, reason):
        result = super()._cancel(reason)
        if reason not in CALLED_OFF:
            self._leave_unanswered()
        return result

    def _leave_unanswered(self):
        for message in self.filtered(lambda m: m._is_answer()):
            message.ticket_id._whatsapp_left_unanswered(message)

    def _arrived_after_all(self):
        if self._is_answer():
            self.ticket_id._whatsapp_answered_after_all(self)

    @api.model
    def _notice_unconfirmed(self):
        """A day without a status: perhaps it arrived, but nobody may rely on it.

        Looked for each hour, for the customer has waited a day by then.
        """
        # sudo: wa.message - time passes for everybody
        lost = self.sudo().search(
            [
                ("state", "=", "uncertain"),
                ("sending_at", "<=", unconfirmed_before()),
                ("sent_again_at", "=", False),
                ("reminded_at", "=", False),
            ]
        )
        lost._leave_unanswered()
        lost._admitted_write({"reminded_at": fields.Datetime.now()})
