from odoo import fields, models

# Where activities tell people of what somebody else might prefer them not to see.
TELLING = ("wa.channel", "wa.emergency", "wa.hold")


class MailActivity(models.Model):
    _inherit = "mail.activity"

    whatsapp_code = fields.Integer("WhatsApp error", readonly=True)

    def _check_access(self, operation):
        """What the system told a person, nobody else changes or takes away.

        Odoo lets whoever caused an activity delete it, and whoever may write its record:
        an emergency's reader, or the administrator of a number whose log was changed.
        """
        result = super()._check_access(operation)
        if self.env.su or operation not in ("write", "unlink"):
            return result
        # sudo: mail.activity - whose they are; nothing of it is shown
        others = self.sudo().filtered(
            lambda activity: (
                activity.automated
                and activity.res_model in TELLING
                and activity.user_id.id != self.env.uid
            )
        )
        if not others:
            return result
        forbidden = self.browse(others.ids) | (result[0] if result else self.browse())
        return forbidden, lambda: forbidden._make_access_error(operation)
