from odoo import api, fields, models
from odoo.exceptions import ValidationError

from . import guard
from .wa_retention_rule import today
from .wa_subject import KEPT

DUTY, CLAIMS = "duty", "claims"
BASES = [
    (DUTY, "A law obliges us to keep them (Art. 17 (3) b)"),
    (CLAIMS, "Legal claims or another reason (Art. 17 (3) e)"),
]


class WaHold(models.Model):
    """What must not be erased although somebody asks for it (Art. 17 (3) GDPR)."""

    _name = "wa.hold"
    _description = "Legal hold"
    _order = "until, id"
    _rec_name = "reference"

    company_id = fields.Many2one(
        related="subject_id.company_id", store=True, readonly=True
    )
    subject_id = fields.Many2one(
        "wa.subject", "Person", required=True, ondelete="cascade", index=True
    )
    message_ids = fields.Many2many(
        "wa.message",
        string="Messages",
        help="Without any, everything of the person is held.",
    )
    message_count = fields.Integer(
        "Number of messages", compute="_compute_message_count"
    )
    reference = fields.Char(
        "Concerns", required=True, help="An order or invoice, no name."
    )
    basis = fields.Selection(
        BASES,
        "Kept because",
        required=True,
        default=CLAIMS,
        help="A period a law names may be entered as a whole. Any other reason is looked "
        "at again after twelve months.",
    )
    norm = fields.Char("Legal basis", required=True, help="For example § 147 AO.")
    reason = fields.Char(required=True, help="No customer data, please.")
    until = fields.Date(required=True)
    released_at = fields.Datetime("Ended", readonly=True, copy=False)
    user_id = fields.Many2one(
        "res.users", "Set by whom", readonly=True, default=lambda self: self.env.user
    )

    @api.constrains("until")
    def _check_until(self):
        if any(hold.until < today() for hold in self):
            raise ValidationError(self.env._("A legal hold ends in the future."))

    @api.constrains("message_ids", "subject_id")
    def _check_messages(self):
        for hold in self:
            # sudo: wa.message - only whose messages they are
            if hold.sudo().message_ids.subject_id - hold.subject_id:
                raise ValidationError(
                    self.env._("A legal hold concerns messages of one person.")
                )

    @api.constrains("message_ids", "subject_id")
    def _check_not_erased(self):
        """Erasure waits for whoever holds the person FOR SHARE, and the other way round.

        What was kept from it already may be held for another reason, too.
        """
        # sudo: wa.subject - whether their erasure has begun
        people = self.sudo().subject_id
        people.flush_recordset(["erased_at"])
        self.env.cr.execute(
            "SELECT id, erased_at FROM wa_subject WHERE id = ANY(%s) ORDER BY id"
            " FOR SHARE",
            [people.ids],
        )
        erased = {id_ for id_, erased_at in self.env.cr.fetchall() if erased_at}
        for hold in self.filtered(lambda one: one.subject_id.id in erased):
            # sudo: wa.message - whether they stay
            messages = hold.sudo().message_ids
            if not messages or any(one.key_class != KEPT for one in messages):
                raise ValidationError(
                    self.env._(
                        "The erasure of this person has begun. Only messages that are "
                        "kept already can be held."
                    )
                )

    def _compute_message_count(self):
        for hold in self:
            # sudo: wa.message - only how many
            hold.message_count = len(hold.sudo().message_ids)

    def action_release(self):
        """The reason is gone; what was kept is erased with the next run."""
        self.check_access("write")
        guard.admitted(self).write({"released_at": fields.Datetime.now()})
