from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib.keys.restore import LIFTED, RESTRICTED
from ..lib.privacy import erasure
from . import guard
from .wa_request import OPEN

TYPE_ART_19 = "whatsapp_dsgvo.activity_type_recipients"
TYPE_LEFT = "whatsapp_dsgvo.activity_type_erasure_left"
RESTRICTABLE = ("restriction", "rectification", "objection", "erasure")


class WaRequestWork(models.Model):
    """What the coordination does with a request."""

    _inherit = "wa.request"

    may_restrict = fields.Boolean(compute="_compute_may_restrict")
    may_lift = fields.Boolean(compute="_compute_may_restrict")

    def _is_open(self):
        return self.state in OPEN

    @api.ondelete(at_uninstall=False)
    def _unlink_except_mistakes(self):
        """What somebody asked for is kept, with its clock, also if it is no request."""
        if guard.is_admitted(self) or all(case._is_own_mistake() for case in self):
            return
        raise UserError(
            self.env._(
                "A request is kept. Only who noted it by mistake may delete it, as long "
                "as nothing was done for it."
            )
        )

    def _is_own_mistake(self):
        done = self.letter_ids.filtered(lambda letter: letter.state != "draft")
        done = done or self.export_ids or self.erasure_ids or self.ticket_id
        return self.state == "new" and self.create_uid == self.env.user and not done

    def action_accept(self):
        """What was recognised in a message is a request indeed."""
        self.check_access("write")
        for request in self.filtered(lambda r: r.state == "proposed"):
            guard.admitted(request).write({"state": "new", "user_id": self.env.uid})

    def action_dismiss(self):
        """Only what was recognised by mistake; a request gets an answer."""
        self.check_access("write")
        if any(request.state != "proposed" for request in self):
            raise UserError(
                self.env._(
                    "Only what was recognised in a message can be dismissed. Please "
                    "answer this request, or refuse it by letter."
                )
            )
        self._close("none")

    def action_done(self):
        """The person has been told."""
        self.check_access("write")
        self._check_done()
        self._check_answered()
        self._close(None)

    def _check_done(self):
        """An erasure ends with its certificate, and when all copies are gone."""
        for request in self:
            if request.kind == "erasure" and request.state != "answer":
                raise UserError(
                    self.env._("An erasure is done when its certificate is there.")
                )
            if tasks := request._open_recipients():
                raise UserError(
                    self.env._(
                        "Not confirmed yet that own copies are gone (Art. 19 GDPR): "
                        "%(names)s",
                        names=", ".join(tasks.user_id.mapped("name")),
                    )
                )
            if left := request._left_by_erasure():
                raise UserError(
                    self.env._(
                        "The erasure is not over yet. Please do these tasks of the case "
                        "first and mark them as done:\n%(tasks)s",
                        tasks="\n".join(left.mapped("summary")),
                    )
                )

    def _close(self, decision):
        self.check_access("write")
        for request in self.filtered(lambda r: r._is_open()):
            if request.state == "running":
                raise UserError(self.env._("This request is being carried out."))
            request.erasure_ids.filtered(lambda e: e.state == "proposed")._call_off()
            guard.admitted(request).write(
                {
                    "state": "done",
                    "closed_at": fields.Datetime.now(),
                    "decision": decision or request.decision or "full",
                }
            )
            request._end_notices()

    def _open_recipients(self):
        """Art. 19 tasks of colleagues that are not done."""
        # sudo: mail.activity, wa.erasure - counted for the coordination
        activities, jobs = self.env["mail.activity"].sudo(), self.sudo().erasure_ids
        return activities.search(
            [
                ("activity_type_id", "=", self.env.ref(TYPE_ART_19).id),
                ("res_model", "=", "helpdesk.ticket"),
                ("res_id", "in", jobs.ticket_ids.ids),
            ]
        )

    def _left_by_erasure(self):
        """Tasks that only people can do: look through copies, lift a block at Meta."""
        # sudo: mail.activity - of whichever colleague has them
        return (
            self.env["mail.activity"]
            .sudo()
            .search(
                [
                    ("activity_type_id", "=", self.env.ref(TYPE_LEFT).id),
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                ],
                order="id",
            )
        )

    @api.depends("kind", "state", "subject_ids.restricted")
    def _compute_may_restrict(self):
        for request in self:
            # sudo: wa.subject - whether people of a readable case are restricted
            people = request.sudo().subject_ids.filtered(lambda s: not s.erased_at)
            fits, state = request.kind in RESTRICTABLE, request.state
            request.may_restrict = (
                fits
                and state in ("new", "proposed")
                and any(not person.restricted for person in people)
            )
            request.may_lift = (
                fits
                and state in ("new", "done")
                and any(person.restricted for person in people)
            )

    def action_restrict(self):
        """Art. 18: nobody reads or writes any more until it is lifted."""
        self._set_restricted(True)

    def _set_restricted(self, restricted):
        self.check_access("write")
        kind = RESTRICTED if restricted else LIFTED
        for request in self:
            told = {"case": request.name, "by": self.env.uid}
            # sudo: wa.subject - decided by the coordination
            for person in request.sudo().subject_ids._restrict(kind, "agent", told):
                self.env["wa.journal.mark"]._note(kind, person)

    def action_erase(self):
        self.ensure_one()
        self.check_access("write")
        waiting = self.erasure_ids.filtered(lambda job: job.state != erasure.CANCELLED)
        if waiting:
            return waiting[0]._opened()
        return self.env["wa.erasure.start"]._open(
            self.subject_ids, self.partner_id, self
        )
