from datetime import timedelta

from odoo import api, fields, models

from ..lib.cloud_api import errors, pace
from ..lib.cloud_api.error_table_fallback import INVALID
from ..lib.desk import delivery
from .outbox_last_look import CalledBack

PAIR_LIMIT = 131056


class WaOutboxResult(models.Model):
    """T2: what the answer of the API means for a message."""

    _inherit = "wa.message"

    @api.model
    def _note_outcome(self, opaque_id, outcome):
        return self._note_outcomes([(opaque_id, outcome)])

    @api.model
    def _note_outcomes(self, outcomes):
        """[(opaque id, outcome)] written; those another worker has locked come back."""
        outcomes = dict(outcomes)
        self.flush_model()
        self.env.cr.execute(
            "SELECT id FROM wa_message WHERE opaque_id = ANY(%s) "
            "FOR NO KEY UPDATE SKIP LOCKED",
            [list(outcomes)],
        )
        # sudo: wa.message - the outbox is the system's
        messages = self.sudo().browse(row[0] for row in self.env.cr.fetchall())
        messages.invalidate_recordset()
        accepted = self.browse()
        for message in messages:
            outcome = outcomes.pop(message.opaque_id)
            if message.subject_id.erased_at:
                # erased while it was on its way: nothing of it is stored again
                messages -= message
                continue
            accepted |= message if message._note(outcome) else self.browse()
        accepted.channel_id._end_alarms()
        # a reaction may have been faster than the answer of the API
        accepted._catch_up()
        for message in messages:
            # whether the number sends at all stands in the ticket's head, too
            paused = message.channel_id.state == "paused"
            message._changed("new" if paused else "update")
        return self._still_there(outcomes)

    def _still_there(self, outcomes):
        """An erasure may have taken a message away meanwhile."""
        if not outcomes:
            return []
        self.env.cr.execute(
            "SELECT opaque_id FROM wa_message WHERE opaque_id = ANY(%s)",
            [list(outcomes)],
        )
        return [(row[0], outcomes[row[0]]) for row in self.env.cr.fetchall()]

    def _note(self, outcome):
        """True if Meta accepted it."""
        handlers = (
            (CalledBack, self._note_called_back),
            (errors.UncertainOutcome, self._note_uncertain),
            (errors.NotSent, self._note_temporary),
            (errors.TemporaryError, self._note_temporary),
            (errors.AccountError, self._note_account_error),
            (Exception, self._note_failed),
        )
        for kind, handle in handlers:
            if isinstance(outcome, kind):
                handle(outcome)
                return False
        self._note_accepted(outcome)
        return True

    def _note_accepted(self, result):
        """Accepted is not delivered; a status may even have been faster than we."""
        vals = (
            {}
            if self.wamid_index
            else self._wamid_vals(result.wamid, self.opaque_id, self.subject_id)
        )
        if delivery.is_forward(self.state, "sent"):
            vals.update(state="sent", sent_at=fields.Datetime.now())
        self._admitted_write(vals)

    def _note_called_back(self, _news):
        """Never tried: the second gate decides again, once the news is worked off."""
        self._admitted_write({"state": "queued", "attempts": self.attempts - 1})
        self._wait_until(fields.Datetime.now() + timedelta(seconds=1))

    def _note_uncertain(self, _error):
        if self.state == "sending":
            self._admitted_write({"state": "uncertain"})

    def _note_temporary(self, error):
        delay = errors.retry_delay(error.rule, self.attempts - 1)
        if delay is None:
            self._note_failed(error)
            return
        wait = error.retry_after or delay.total_seconds()
        # `now` has lost its part of a second: never sooner than asked for
        at = fields.Datetime.now() + timedelta(seconds=max(wait, 1) + 1)
        self._admitted_write({"state": "queued", "error_code": _code_of(error)})
        if error.rule.code == PAIR_LIMIT:
            at = max(at, self._pair_free_at())
        self._wait_until(at)
        if error.rule.scope != "conversation":
            self.channel_id._rest(error.rule.scope, at)

    def _pair_free_at(self):
        """When what went to this person is paid back.

        Asked only once Meta has refused: it lets more pass than it promises, and an
        answer that waits without need is worse than a refusal.
        """
        now = fields.Datetime.now()
        sent = self.sudo().search(  # sudo: wa.message - the outbox is the system's
            [
                ("conversation_id", "=", self.conversation_id.id),
                ("sending_at", ">", now - pace.LOOK_BACK),
                ("state", "!=", "queued"),
            ]
        )
        return pace.pair_free_at(sent.mapped("sending_at"), now)

    def _note_account_error(self, error):
        """The whole number stops; the message waits and goes once that is repaired."""
        code = _code_of(error)
        self._admitted_write(
            {"state": "queued", "error_code": code, "attempts": self.attempts - 1}
        )
        self.channel_id._pause_by_error(errors.rule_for(code))

    def _note_failed(self, error):
        if not delivery.is_forward(self.state, "failed"):
            return
        code = _code_of(error)
        self._admitted_write(
            {"state": "failed", "failed_at": fields.Datetime.now(), "error_code": code}
        )
        self._alarm_if_admins_matter()
        self._failed()

    def _alarm_if_admins_matter(self):
        rule = errors.rule_for(self.error_code)
        if rule.kind == "account":
            self.channel_id._pause_by_error(rule)
        elif rule.admin:
            self.channel_id._alarm(rule)

    @api.model
    def _notice_lost_answers(self):
        """`sending` for longer than the HTTP time-out: we crashed, and don't know."""
        limit = fields.Datetime.now() - delivery.UNCERTAIN_AFTER
        # sudo: wa.message - the outbox is the system's
        lost = self.sudo().search(
            [("state", "=", "sending"), ("sending_at", "<", limit)]
        )
        for message in lost:
            message._admitted_write({"state": "uncertain"})
            message._changed()


def _code_of(error):
    """Meta's code as stored: none is 0, so its own 0 is told as its twin 190."""
    if not isinstance(error, errors.CloudApiError):
        return INVALID.code
    return error.rule.code or errors.TOKEN_INVALID
