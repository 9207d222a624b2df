from odoo import api, fields, models

from .wa_check import ADDRESS_BOOK, SUBSCRIPTION, TOKEN
from .wa_check_backup import KEY_BACKUP
from .wa_check_notice import NOTICE
from .wa_check_server import JOURNAL
from .wa_read_log_alarm import READ_LOG


class WaCheckWords(models.Model):
    """What was found, as people say it: no `False`, no number without its noun.

    Meta's own words (APPROVED, TIER_2K) stay as Meta reported them.
    """

    _inherit = "wa.check"

    finding = fields.Text(compute="_compute_finding")

    @api.depends_context("lang", "tz")
    @api.depends("code", "value")
    def _compute_finding(self):
        known, counted = self._known_findings(), self._counted_findings()
        for check in self:
            value = check.value or ""
            if check.code == KEY_BACKUP:
                check.finding = check._backup_finding()
                continue
            noun = counted.get(check.code) if value[:1].isdigit() else None
            check.finding = known.get((check.code, value)) or (
                f"{noun} {value}" if noun else value
            )

    def _known_findings(self):
        return {
            (TOKEN, "ok"): self.env._("accepted by Meta"),
            (ADDRESS_BOOK, "is_on_biz_app: False"): self.env._(
                "not in the WhatsApp Business app"
            ),
            (ADDRESS_BOOK, "is_on_biz_app: True"): self.env._(
                "in the WhatsApp Business app"
            ),
        }

    def _counted_findings(self):
        return {
            SUBSCRIPTION: self.env._("subscribed apps:"),
            JOURNAL: self.env._("up to entry no."),
            NOTICE: self.env._("version"),
            READ_LOG: self.env._("entries:"),
        }
