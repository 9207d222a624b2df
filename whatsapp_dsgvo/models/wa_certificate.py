import base64
import json

from odoo import api, fields, models

from ..lib.privacy import certificate
from ..report import certificate_pdf
from .wa_vault import KeysAway


class WaCertificate(models.Model):
    """The certificate as people get it: a page to print, and JSON to verify."""

    _inherit = "wa.erasure"

    has_certificate = fields.Boolean(compute="_compute_has_certificate")
    certificate_pdf = fields.Binary("Certificate", compute="_compute_certificate_files")
    certificate_json = fields.Binary(compute="_compute_certificate_files")
    counts_text = fields.Text("In numbers", compute="_compute_counts_text")
    signing_key = fields.Char(
        "Fingerprint of our signing key", compute="_compute_signing_key"
    )
    copies_text = fields.Text("Copies", compute="_compute_counts_text")

    def _compute_has_certificate(self):
        for job in self:
            job.has_certificate = bool(job.certificate)

    def _compute_signing_key(self):
        self.signing_key = self._fingerprint()

    @api.model
    def _fingerprint(self):
        """Of the key that signs here, as the company publishes it; "" without keys."""
        try:
            # sudo: wa.erasure - a fingerprint of what is public
            return certificate.fingerprint(self.sudo()._signing_seed())
        except KeysAway:
            return ""

    def _compute_certificate_files(self):
        for job in self:
            text = job.certificate
            job.certificate_json = text and base64.b64encode(text.encode())
            job.certificate_pdf = text and base64.b64encode(
                certificate_pdf.render(json.loads(text), self.env.user.lang or "de")
            )

    def _compute_counts_text(self):
        for job in self:
            facts = job._facts()
            counts = facts.get("done") or facts.get("preview") or {}
            job.counts_text = certificate_pdf.counts(counts, self.env.user.lang or "de")
            # sudo: any model - where somebody has to look, for those who read the case
            places = [
                self.env[model].sudo().browse(id_).exists()
                for model, id_ in facts.get("copies", [])
                if model in self.env
            ]
            gone = sum(not place for place in places)
            job.copies_text = job.subject_ids._told_places(
                list(filter(None, places)), facts.get("copies_found", 0) - gone
            )

    def action_certificate_pdf(self):
        return self._download("certificate_pdf", "pdf")

    def action_certificate_json(self):
        return self._download("certificate_json", "json")

    def _download(self, field, ending):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/{field}?download=1"
            f"&filename={self.name}.{ending}",
            "target": "download",
        }
