from odoo import api, models
from odoo.exceptions import UserError

from ..lib.privacy import erasure
from . import guard
from .wa_request_identity import NOT_YET
from .wa_request_portal import LOGGED_IN


class WaRequestErasure(models.Model):
    """From a request to a job; two people agree before anything is erased."""

    _inherit = "wa.request"

    def _erasure_defaults(self):
        """What the case knows already; {} without one."""
        names = ("received_at", "received_by", "identity_level")
        return {name: self[name] for name in names if self}

    @api.model
    def _check_proven(self, wizard):
        """Erasing the data of somebody who did not ask for it would harm them."""
        if wizard.identity_level == NOT_YET:
            raise UserError(
                self.env._("Please note first how the person proved who they are.")
            )
        if wizard.erase_contact and wizard.identity_level < LOGGED_IN:
            raise UserError(
                self.env._(
                    "Whoever only proved to own a WhatsApp identity can have only the "
                    "data of that identity erased, not the contact."
                )
            )

    def _propose_erasure(self, wizard):
        self.ensure_one()
        self.check_access("write")
        if self.kind != "erasure" or self.state not in ("proposed", "new"):
            raise UserError(self.env._("This request is no open erasure."))
        self._check_proven(wizard)
        self._check_telling(wizard.told_by, wizard.subject_ids)
        running = self.erasure_ids.filtered(
            lambda job: job.state not in (erasure.CANCELLED,)
        )
        if running:
            raise UserError(self.env._("An erasure waits for the second person."))
        self.write(
            {"identity_level": wizard.identity_level, "received_by": wizard.received_by}
        )
        # sudo: wa.erasure - the right was checked by the caller
        job = guard.admitted(self.env["wa.erasure"].sudo()).create(
            {
                "company_id": self.company_id.id,
                "request_id": self.id,
                "subject_ids": [(6, 0, wizard.subject_ids.ids)],
                "partner_ids": [
                    (6, 0, wizard.partner_id.ids if wizard.erase_contact else [])
                ],
                "keep_suppression": wizard.keep_suppression,
                "told_by": wizard.told_by,
                "requested_by_id": self.env.uid,
                "second_user_id": wizard.second_user_id.id,
            }
        )
        guard.dismissed(job)._check_hold()
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.env._("%(name)s: confirm the erasure", name=self.name),
            user_id=wizard.second_user_id.id,
        )
        return job.with_env(self.env)


class WaErasureDeciding(models.Model):
    _inherit = "wa.erasure"

    def _opened(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def action_open(self):
        """On a page of its own, which follows it; a dialog over the case would not."""
        self.ensure_one()
        self.check_access("read")
        return self._opened()

    def action_confirm(self):
        """Four eyes: whoever asked for it can't be who confirms it."""
        self.ensure_one()
        self.check_access("read")
        self._check_may_operate()
        self._check_backup_days()
        if self.env.user == self.requested_by_id:
            raise UserError(
                self.env._("The second person has to be somebody else than the first.")
            )
        if self.env.user != self.second_user_id:
            raise UserError(
                self.env._(
                    "%(name)s was chosen to confirm this erasure.",
                    name=self.second_user_id.name,
                )
            )
        self.lock_for_update()
        if self.state != erasure.PROPOSED:
            raise UserError(self.env._("This erasure was decided already."))
        self._check_hold()
        self._confirm()

    def action_call_off(self):
        """Until it is confirmed; an erasure that has begun goes through."""
        self.check_access("read")
        self._check_may_operate()
        for job in self:
            if job.state != erasure.PROPOSED:
                raise UserError(
                    self.env._("An erasure that was confirmed can't be called off.")
                )
        self._call_off()
