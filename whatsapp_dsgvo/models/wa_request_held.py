from odoo import api, models

from .roles import COORDINATION
from .wa_request_work import RESTRICTABLE

TYPE = "whatsapp_dsgvo.activity_type_restricted"


class WaRequestHeld(models.Model):
    """Whose processing is restricted may write all the same, and nobody sees it.

    A declaration counts on receipt, so the coordination hears of it and decides whether
    the restriction goes on (Art. 18 (2) GDPR: claims, or the person's consent).
    """

    _inherit = "wa.request"

    @api.autovacuum
    def _tell_of_held(self):
        for person in self._restricted_who_wait():
            # sudo: wa.request - the case in which it was restricted
            request = self.sudo().search(
                [("subject_ids", "in", person.ids), ("kind", "in", RESTRICTABLE)],
                order="id desc",
                limit=1,
            )
            if request and not request.activity_search([TYPE], only_automated=False):
                request.activity_schedule(
                    TYPE,
                    summary=self.env._(
                        "%(name)s: the restricted person has written; nobody sees it",
                        name=request.name,
                    ),
                    user_id=request._who_is_told().id,
                )

    def _restricted_who_wait(self):
        # sudo: wa.message - whose they are, nothing of them
        messages = self.env["wa.message"].sudo()
        return messages.search(
            [
                ("direction", "=", "in"),
                ("state", "=", "held"),
                ("triage_decision", "=", False),
                ("subject_id.restricted", "=", True),
                ("subject_id.erased_at", "=", False),
            ]
        ).subject_id

    def _who_is_told(self):
        """Whoever handles the case; else anybody of its company's coordination."""
        coordination = self.env.ref(COORDINATION)
        # sudo: res.users - whom to tell
        people = coordination.sudo().all_user_ids.filtered(
            lambda user: user.active and self.company_id in user.company_ids
        )
        return self.user_id or people[:1]
