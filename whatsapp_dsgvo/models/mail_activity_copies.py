from odoo import models
from odoo.exceptions import AccessError

from .wa_request_work import TYPE_ART_19, TYPE_LEFT

# What makes it this task, on this ticket or case.
TASK = frozenset({"activity_type_id", "res_model_id", "res_model", "res_id"})


class MailActivityCopies(models.Model):
    """ "Delete your own copies" (Art. 19 GDPR): being done is the confirmation.

    Likewise what an erasure leaves to the coordination: copies that were found, blocks.
    A request is closed when no such task is open, so none may just vanish.
    """

    _inherit = "mail.activity"

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if self.env.su or operation != "unlink":
            return result
        tasks = self._copies_open()
        if not tasks:
            return result
        forbidden = tasks | (result[0] if result else self.browse())
        return forbidden, tasks._copies_error

    def write(self, vals):
        if not self.env.su and TASK & set(vals) and (tasks := self._copies_open()):
            raise tasks._copies_error()
        return super().write(vals)

    def _copies_open(self):
        kinds = self.env.ref(TYPE_ART_19) | self.env.ref(TYPE_LEFT)
        # sudo: mail.activity - only what kind of task it is
        tasks = self.sudo().filtered(lambda a: a.active and a.activity_type_id in kinds)
        return self.browse(tasks.ids)

    def _copies_error(self):
        # sudo: mail.activity - only what kind of task it is
        if self.sudo().activity_type_id == self.env.ref(TYPE_LEFT):
            return AccessError(
                self.env._(
                    "Please do this task and mark it as done: the request can't be "
                    "closed before."
                )
            )
        return AccessError(
            self.env._(
                "Please mark this task as done when your copies are gone: that is the "
                "confirmation the request waits for (Art. 19 GDPR)."
            )
        )

    def unlink(self):
        """Odoo deletes the tasks of a login that is archived: somebody inherits these."""
        kept = self._copies_hand_over() if self.env.su else self.browse()
        return super(MailActivityCopies, self - kept).unlink()

    def _copies_hand_over(self):
        """To whoever handles the request; which tasks have found somebody."""
        kept = self.browse()
        jobs = self.env["wa.erasure"]
        for task in self._copies_open():
            way = "request_id" if task.res_model == "wa.request" else "ticket_ids"
            job = jobs.search([(way, "in", [task.res_id])], limit=1)
            heirs = job.request_id.user_id | job.requested_by_id | job.second_user_id
            heir = heirs.filtered(lambda u, t=task: u.active and u != t.user_id)[:1]
            if heir:
                task.user_id = heir
                kept += task
        return kept
