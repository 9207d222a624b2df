from odoo import api, fields, models

from ..models.wa_erasure_tell import TOLD_BY


class WaErasureStartTell(models.TransientModel):
    """How the person will be told: chosen before, for afterwards it is too late."""

    _inherit = "wa.erasure.start"

    told_by = fields.Selection(
        TOLD_BY,
        "The person is told",
        required=True,
        compute="_compute_told_by",
        store=True,
        readonly=False,
        precompute=True,
        help="Afterwards nobody knows their number any more.",
    )

    @api.depends("subject_ids", "request_id")
    def _compute_told_by(self):
        for wizard in self:
            people = wizard.sudo().subject_ids._origin  # sudo: wa.subject - seen below
            wizard._check_seen(people)
            # sudo: wa.request - how many letters went out by WhatsApp
            request = wizard.sudo().request_id._origin
            wizard.told_by = request._telling_default(people)
