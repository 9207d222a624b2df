from odoo import api, models
from odoo.exceptions import UserError

from .. import wake


class WaRetentionNow(models.Model):
    """A run out of turn, and what it would delete: not everybody wants to wait a day."""

    _inherit = "wa.retention.run"

    def action_dry_run(self):
        """Counts per class, with the very conditions of the run; nothing is written."""
        rules = self.env["wa.retention.rule"]
        rules._check_coordination()
        current = rules._current(self.env.company).values()
        lines = [
            self.env._(
                "%(code)s %(data)s: %(due)s due, of them %(held)s on hold",
                code=rule.code,
                data=rule.data,
                due=rule.due_then,
                held=rule.due_held,
            )
            for rule in current
            if rule.due_then
        ]
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("A run would delete now") if lines else False,
                "message": " · ".join(lines) or self.env._("Nothing is due."),
                "sticky": True,
                "type": "info",
            },
        }

    def action_run_now(self):
        """Begun here, worked off by the scheduled action as every run."""
        self.env["wa.retention.rule"]._check_coordination()
        company = self.env.company
        # sudo: wa.retention.run - whether one is under way
        running = self.sudo().search_count(
            [("company_id", "=", company.id), ("state", "=", "running")]
        )
        if running:
            raise UserError(self.env._("A run is under way already."))
        # sudo: res.company - the coordination's own switch
        if company.sudo().whatsapp_retention_paused_at:
            raise UserError(self.env._("Deletion is paused. Resume it first."))
        self._begin(company)
        wake.after_commit(self.env, "cron_run_retention")
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    @api.model
    def _begin_again(self):
        """In a restored backup, also if it had its run of the day: its release waits for
        the end of these. Where people have paused the deletion it stays paused.
        """
        # sudo: res.company - which companies have rules
        companies = self.env["res.company"].sudo()._whatsapp_retention_companies()
        # sudo: wa.retention.run - which goes on by itself
        running = self.sudo().search([("state", "=", "running")]).company_id
        for company in companies - running:
            if not company.whatsapp_retention_paused_at:
                self._begin(company)
        wake.after_commit(self.env, "cron_run_retention")
