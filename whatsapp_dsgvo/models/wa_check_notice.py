from odoo import api, fields, models

from ..lib.consent import notice as notices
from .wa_check import GREEN, GREY, RED

NOTICE = "notice"
LANGUAGES = ("de", "en")


class WaCheckNotice(models.Model):
    """Among the checked facts: does the published notice say what the number does?"""

    _inherit = "wa.check"

    code = fields.Selection(
        selection_add=[(NOTICE, "Privacy notice and consent mode")],
        ondelete={NOTICE: "cascade"},
    )

    def _explanations(self):
        return {
            **super()._explanations(),
            (NOTICE, GREEN): self.env._("The notice says what this number does."),
            (NOTICE, RED): self.env._(
                "The published notice promises something else than this number does. "
                "Please publish a new privacy notice."
            ),
            (NOTICE, GREY): self.env._(
                "No notice is published, or it is worded in a way we can't compare."
            ),
        }

    def _facts(self, channel, set_up):
        return {**super()._facts(channel, set_up), **self._notice_facts(channel)}

    def _notice_facts(self, channel):
        fits = channel._notice_fits()
        colour = {True: GREEN, False: RED, None: GREY}[fits]
        current = {code: channel._current_notice(code) for code in LANGUAGES}
        versions = {n.version for n in current.values() if n}
        value = ", ".join(map(str, sorted(versions)))
        evidence = {code: notice.text_hash for code, notice in current.items()}
        return {NOTICE: (value, colour, evidence)}

    @api.model
    def _show_notice(self, channels):
        """Mode or notice changed between two checks."""
        for channel in channels:
            self._put(channel, self._notice_facts(channel))


class WaChannelNotice(models.Model):
    _inherit = "wa.channel"

    notice_misfits = fields.Boolean(compute="_compute_notice_misfits")

    @api.depends("consent_mode", "notice_ids.published_at")
    def _compute_notice_misfits(self):
        for channel in self:
            channel.notice_misfits = channel._notice_fits() is False

    def _notice_fits(self):
        """Whether every notice in force promises this mode; None: nobody knows."""
        strict = self.consent_mode == "strict"
        known = self._origin or self
        current = [known._current_notice(code) for code in LANGUAGES]
        promises = {
            notices.waits_for_yes(notice.body_full, notice.language)
            for notice in current
            if notice
        }
        if (not strict) in promises:
            return False
        return True if promises == {strict} else None

    def write(self, vals):
        result = super().write(vals)
        if "consent_mode" in vals:
            self.env["wa.check"]._show_notice(self)
        return result


class WaNoticeCheck(models.Model):
    _inherit = "wa.notice"

    def _publish(self):
        result = super()._publish()
        self.env["wa.check"]._show_notice(self.channel_id)
        return result
