from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib.privacy import letters
from .wa_export import KINDS


class WaRequestExport(models.Model):
    """Access and portability end when the data are ready to be fetched."""

    _inherit = "wa.request"

    export_ids = fields.One2many("wa.export", "request_id", "Exports", readonly=True)

    def action_export(self):
        """The newest draft, or a new one."""
        self.ensure_one()
        self.check_access("write")
        if self.kind not in KINDS or not self._is_open():
            raise UserError(
                self.env._("This request is no open access or portability.")
            )
        if not self.subject_ids:
            raise UserError(self.env._("Please say first who the person is."))
        if self.identity_level == "0":
            raise UserError(
                self.env._("Please note first how the person proved who they are.")
            )
        record = self.export_ids.filtered(lambda e: e.state == "draft")[:1]
        record = record or self.env["wa.export"]._make(self)
        return {
            "type": "ir.actions.act_window",
            "res_model": "wa.export",
            "res_id": record.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def _check_answered(self):
        """Granted means: the data were handed over, or a letter told the outcome."""
        for request in self.filtered(lambda r: r.kind in KINDS and r._is_open()):
            told = request.letter_ids.filtered(
                lambda x: x.kind == letters.OUTCOME and x.state == "sent"
            )
            if not told and not any(request.export_ids.mapped("released_at")):
                raise UserError(
                    self.env._(
                        "Nobody has been given anything yet. Please put the data "
                        "together and release them, tell the outcome by letter, or "
                        "refuse the request."
                    )
                )

    def _is_settled(self):
        """Whether what the letter about the outcome says has been done."""
        if self.kind in KINDS:
            return any(self.export_ids.mapped("released_at"))
        # sudo: wa.subject - whether people of a readable case are restricted
        people = self.sudo().subject_ids.filtered(lambda s: not s.erased_at)
        return self.kind != "restriction" or all(people.mapped("restricted"))


class WaRequestLetterSettled(models.Model):
    """No letter says that data are ready, or locked, before they are."""

    _inherit = "wa.request.letter"

    def _case(self):
        return replace(super()._case(), settled=self.request_id._is_settled())

    @api.model
    def _propose(self, request, kind):
        """A draft that nobody has touched fills its gap once there is a result."""
        letter = super()._propose(request, kind)
        before = replace(letter._case(), settled=False)
        if kind == letters.OUTCOME and letter._text() == letters.compose(
            kind, before, letter.language
        ):
            letter._write_text(letter._proposal())
            letter.invalidate_recordset(["text"], flush=False)
        return letter
