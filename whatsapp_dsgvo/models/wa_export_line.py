from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib.privacy import passages
from . import guard


class WaExportLine(models.Model):
    """A note or an address card: may the person have it, or is it somebody else's?"""

    _name = "wa.export.line"
    _description = "Message to be looked through"
    _inherit = "wa.guarded.mixin"
    _order = "id"
    # which message it shows is no choice: another would be read with it
    _open_fields = frozenset({"withheld", "marked", "reason"})

    export_id = fields.Many2one(
        "wa.export", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="export_id.company_id")
    message_id = fields.Many2one(
        "wa.message", required=True, readonly=True, ondelete="cascade", index=True
    )
    at = fields.Datetime(related="message_id.event_at")
    shown = fields.Text("Says", compute="_compute_shown")
    withheld = fields.Boolean(
        help="The person learns that it exists, and why not more."
    )
    # where they are, never what they say
    passages = fields.Char("Withheld passages", readonly=True)
    marked = fields.Text(
        "Says, passages to withhold in [[ ]]",
        compute="_compute_marked",
        inverse="_inverse_marked",
    )
    can_mark = fields.Boolean(compute="_compute_marked")
    reason = fields.Char(help="For example: data of another person.")

    def _compute_shown(self):
        for line in self:
            line.shown = line._text() or "–"

    def _text(self):
        self.check_access("read")
        # sudo: wa.message - the coordination looks through what it gives out
        # as stored: a draft in a form names any message
        message = self._origin.sudo().message_id
        return message._text_to_look_through() if message else ""

    @api.depends("passages")
    def _compute_marked(self):
        for line in self:
            text = line._text()
            line.can_mark = passages.can_mark(text)
            places = line._origin.passages or ""
            line.marked = passages.marked(text, places) or "–"

    def _inverse_marked(self):
        for line in self:
            line.check_access("write")
            text, marked = line._text(), line.marked or ""
            if marked == passages.marked(text, line.passages or ""):
                continue
            if not passages.can_mark(text):
                raise UserError(self.env._("This can only be withheld as a whole."))
            try:
                places = passages.stored(text, marked)
            except passages.BadMarks:
                raise UserError(
                    self.env._(
                        "Please only put [[ before and ]] after what is to be withheld; "
                        "the words themselves stay as they are."
                    )
                ) from None
            # sudo: wa.export.line - the right to write was checked above
            guard.admitted(line.sudo()).passages = places

    @api.constrains("withheld", "passages")
    def _check_draft(self):
        if any(line.export_id.state == "fetched" for line in self):
            raise UserError(self.env._("This has been fetched already."))
