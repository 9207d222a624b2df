from odoo import api, fields, models

from ..lib.privacy import erasure
from .wa_vault import KeysAway


class WaErasureAgreed(models.Model):
    """What the second person agrees to: a number alone could not be looked at."""

    _inherit = "wa.erasure"

    partner_id = fields.Many2one(related="request_id.partner_id")
    contact_text = fields.Char("Contact afterwards", compute="_compute_contact_text")
    preview_text = fields.Char("Will be erased", compute="_compute_preview_text")
    kept_text = fields.Text("Stays, locked", compute="_compute_preview_text")

    @api.depends("state", "partner_id", "partner_ids")
    def _compute_contact_text(self):
        words = self.env["wa.erasure.start"]
        for job in self:
            # sudo: res.partner - what refers to the contact, for readers of the job
            erased = job.sudo().partner_ids
            partner = erased or job.sudo().partner_id
            job.contact_text = job.state == erasure.PROPOSED and words._told_contact(
                partner, bool(erased)
            )

    @api.depends("state", "subject_ids")
    def _compute_preview_text(self):
        for job in self:
            waits = job.state == erasure.PROPOSED
            job.preview_text, job.kept_text = job._told() if waits else (False, False)

    def _told(self):
        """Counted anew by the code that erases."""
        words = self.env["wa.erasure.start"]
        # sudo: wa.subject - counts of what the job erases, for its readers
        subjects = self.sudo().subject_ids
        try:
            return words._told_counts(subjects), words._told_kept(subjects)
        except KeysAway:
            return False, False
