from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from . import guard
from .roles import COORDINATION, DPO
from .wa_retention_rule import OPEN, today

SIGNED = ("activated_by_id", "activated_at", "signed_by_id", "signed_at")


class WaRetentionActivation(models.Model):
    """Two people change a period; the data protection officer takes note of it."""

    _inherit = "wa.retention.rule"

    @api.model_create_multi
    def create(self, vals_list):
        if not guard.is_admitted(self):
            for vals in vals_list:
                self._refuse_unless_open(set(vals) - {"company_id"})
            usual = self.default_get(["state"])
            if usual.get("state") != "draft":
                guard.check(self)
            # nor by a default of the context or of the user
            unsigned = dict.fromkeys(SIGNED, False)
            author = {"drafted_by_id": self.env.uid}
            vals_list = [{**unsigned, **vals, **author} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        if not guard.is_admitted(self):
            self._refuse_unless_open(set(vals))
            self._refuse_if_active()
            # who changes a draft last is its author
            vals = {**vals, "drafted_by_id": self.env.uid}
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_active(self):
        self._refuse_if_active()

    def _refuse_unless_open(self, names):
        if names - OPEN:
            guard.check(self)

    def _refuse_if_active(self):
        if any(rule.state == "active" for rule in self):
            raise UserError(
                self.env._(
                    "An active rule is evidence and can't be changed. Please make a "
                    "new draft."
                )
            )

    def _check_coordination(self):
        user = self.env.user
        if user._is_superuser() or not user.has_group(COORDINATION):
            raise AccessError(
                self.env._("Only the data protection coordination may do this.")
            )

    def action_new_draft(self):
        self.ensure_one()
        self._check_coordination()
        names = ("code", "count", "unit", "year_end")
        draft = self.with_company(self.company_id).create(
            {name: self[name] for name in names}
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": draft.id,
            "views": [(False, "form")],
        }

    def action_activate(self):
        """By somebody else than its author; from its day on it counts."""
        self._check_coordination()
        self.check_access("write")
        for rule in self:
            rule.lock_for_update()
            rule._check_activation()
            # sudo: wa.retention.rule - two people agree, checked above
            guard.admitted(rule.sudo()).write(
                {
                    "state": "active",
                    "activated_by_id": self.env.uid,
                    "activated_at": fields.Datetime.now(),
                    "effective_from": max(rule.effective_from, today()),
                }
            )

    def _check_activation(self):
        if self.state != "draft":
            raise UserError(self.env._("This rule is active already."))
        if self.drafted_by_id == self.env.user:
            raise UserError(
                self.env._(
                    "Four eyes: somebody else of the data protection coordination "
                    "has to activate your draft."
                )
            )
        if not (self.reason or "").strip():
            raise UserError(self.env._("Please say why the period changes."))

    def action_pause(self):
        self.env.company._whatsapp_pause_retention()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_resume(self):
        self.env.company._whatsapp_resume_retention()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_sign(self):
        """The DPO notes it; a veto is the pause, not a refusal (Art. 38 (6) GDPR)."""
        user = self.env.user
        if user._is_superuser() or not user.has_group(DPO):
            raise AccessError(
                self.env._("Only the data protection officer may do this.")
            )
        self.check_access("read")
        # sudo: wa.retention.rule - the officer may not change anything else
        unsigned = self.filtered(lambda rule: not rule.signed_at)
        guard.admitted(unsigned.sudo()).write(
            {"signed_by_id": user.id, "signed_at": fields.Datetime.now()}
        )
