from odoo import models

from . import guard

GRANTED = ("full", "partial")


class WaExportDecision(models.Model):
    """Data with passages withheld are granted in part (Art. 15 (4), 20 (4) GDPR)."""

    _inherit = "wa.export"

    def action_release(self):
        result = super().action_release()
        self._note_decision()
        return result

    def _note_decision(self):
        """What the outcome says follows what the archive holds; a refusal stays one."""
        for export in self.filtered("released_at"):
            # sudo: wa.request - who may give out the data was checked
            case = export.request_id.sudo()
            part = any(line.withheld or line.passages for line in export.line_ids)
            decision = "partial" if part else case.closed_at and "full"
            if not case.decision or case.decision in GRANTED:
                guard.admitted(case).decision = decision


class WaExportLineDecision(models.Model):
    _inherit = "wa.export.line"

    def write(self, vals):
        result = super().write(vals)
        if "withheld" in vals or "passages" in vals:
            self.export_id._note_decision()
        return result
