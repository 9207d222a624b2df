from odoo import api, models

from .roles import COORDINATION
from .wa_request_work import RESTRICTABLE

TYPE = "whatsapp_dsgvo.activity_type_restricted"
TASK = "mail.mail_activity_data_todo"


class WaRequestHeld(models.Model):
    """Whose processing is restricted may write all the same, and nobody sees it.

    A declaration counts on receipt, so the coordination hears of it and decides whether
    the restriction goes on (Art. 18 (2) GDPR: claims, or the person's consent).
    """

    _inherit = "wa.request"

    @api.autovacuum
    def _tell_of_held(self):
        """Of whoever had written before the restriction, too."""
        self._tell_of(self._held_of_restricted())

    def _tell_of(self, messages):
        """Once for all that a person wrote, however often it is looked for."""
        for person, written in messages.grouped("subject_id").items():
            record, kind = self._where_told(person, written)
            last = max(written.mapped("create_date"))
            if not self._was_told(record, kind, last):
                record.activity_schedule(
                    kind,
                    summary=self.env._(
                        "%(name)s: the restricted person has written; nobody sees it",
                        name=record.display_name,
                    ),
                    user_id=self._who_is_told(record).id,
                )

    def _where_told(self, person, messages):
        """The case in which the person was restricted, or any; else the number."""
        # sudo: wa.request - of all colleagues
        cases = self.sudo().search([("subject_ids", "in", person.ids)], order="id desc")
        case = cases.filtered(lambda one: one.kind in RESTRICTABLE)[:1] or cases[:1]
        return (case, TYPE) if case else (messages[-1:].sudo().channel_id, TASK)

    def _held_of_restricted(self):
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
        )

    def _who_is_told(self, record):
        """Whoever handles the case; else anybody of the company's coordination."""
        people = record.company_id._whatsapp_people(COORDINATION)
        return (record._name == self._name and record.user_id) or people[:1]

    def _was_told(self, record, kind, since):
        """Whether an activity of this kind is open, or was begun after `since`."""
        # sudo: mail.activity - done ones, of all colleagues
        activities = self.env["mail.activity"].sudo().with_context(active_test=False)
        return activities.search_count(
            [
                ("res_model", "=", record._name),
                ("res_id", "=", record.id),
                ("activity_type_id", "=", self.env.ref(kind).id),
                "|",
                ("active", "=", True),
                ("create_date", ">=", since),
            ],
            limit=1,
        )


class WaMessageHeld(models.Model):
    _inherit = "wa.message"

    def _hold(self, content, label=None):
        result = super()._hold(content, label)
        self._tell_if_restricted()
        return result

    def _show_in(self, ticket):
        result = super()._show_in(ticket)
        self.filtered(lambda m: m.direction == "in")._tell_if_restricted()
        return result

    def _tell_if_restricted(self):
        restricted = self.filtered(lambda m: m.subject_id.restricted)
        if restricted:
            self.env["wa.request"]._tell_of(restricted)
