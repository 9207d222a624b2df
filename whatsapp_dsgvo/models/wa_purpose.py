from odoo import fields, models

from ..lib.consent import states


class WaPurpose(models.Model):
    _name = "wa.purpose"
    _description = "Purpose of writing"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    code = fields.Selection(
        [
            (states.SERVICE, "Answer enquiries"),
            (states.PROACTIVE, "Contact on our own initiative"),
            (states.MARKETING, "Advertising"),
            (states.SURVEY, "Satisfaction survey"),
        ],
        required=True,
        readonly=True,
    )
    name = fields.Char(required=True, translate=True)
    legal_basis = fields.Char(required=True, translate=True)
    description = fields.Text(required=True, translate=True)

    _code_uniq = models.UniqueIndex("(code)")
