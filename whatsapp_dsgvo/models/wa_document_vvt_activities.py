from odoo import models

from ..lib.consent import states
from ..lib.privacy.document import Line, Section
from ..lib.privacy.retention_classes import (
    BY_CODE,
    EVIDENCE,
    JOURNAL,
    READING,
    REQUESTS,
    SERVICE,
    SUPPRESSION,
)

IN_USE = (states.PENDING, states.GIVEN, states.RECONFIRM)


class WaDocumentVvtActivities(models.Model):
    """Art. 30 (1) GDPR: what is done beside the customer service, each on its own."""

    _inherit = "wa.document"

    def _sections_vvt(self):
        return [*super()._sections_vvt(), *self._vvt_activities()]

    def _vvt_activities(self):
        if self._vvt_advertises():
            yield self._vvt_advertising()
        yield self._vvt_requests()
        yield self._vvt_access_log()

    def _vvt_advertises(self):
        """Somebody was asked for it and has not said no."""
        consents = [
            ("company_id", "=", self.env.company.id),
            ("purpose", "=", states.MARKETING),
            ("state", "in", IN_USE),
        ]
        return bool(self.env["wa.consent"].search_count(consents, limit=1))

    def _vvt_advertising(self):
        purpose = self.env["wa.purpose"].search([("code", "=", states.MARKETING)])
        return self._vvt_activity(
            self.env._("Advertising on WhatsApp"),
            (purpose.description, purpose.legal_basis),
            self.env._("Customers who agreed to advertising, or were asked"),
            self.env._(
                "Phone number or WhatsApp ID, profile name, what was sent and how far it "
                "came, declarations of consent and objection"
            ),
            self.env._("The processors named under “Recipients”"),
            self.env._("As named under “Transfers to third countries”"),
            (SERVICE, EVIDENCE, SUPPRESSION),
        )

    def _vvt_requests(self):
        return self._vvt_activity(
            self.env._("Requests of data subjects"),
            (
                self.env._(
                    "Receiving, checking and answering requests, and showing later that "
                    "this was done"
                ),
                self.env._(
                    "Art. 6 (1) (c) with Art. 12 to 22 GDPR; for the evidence "
                    "Art. 6 (1) (f), 5 (2)"
                ),
            ),
            self.env._("People who make a request"),
            self.env._(
                "Kind, time and deadline of the request, how the identity was checked, "
                "letters, decision and reasons; for an access the copy of the data"
            ),
            self.env._(
                "Data protection coordination and officer; Meta, as far as the answer "
                "goes by WhatsApp"
            ),
            self.env._(
                "As named under “Transfers to third countries”, as far as the answer goes "
                "by WhatsApp"
            ),
            (REQUESTS, JOURNAL),
        )

    def _vvt_access_log(self):
        return self._vvt_activity(
            self.env._("Log of accesses"),
            (
                self.env._(
                    "Finding out who read messages, files and numbers of customers, or "
                    "searched for them, so that misuse shows"
                ),
                self.env._(
                    "Art. 6 (1) (f) GDPR: security of the processing (Art. 32); for "
                    "employees see the information for the works council"
                ),
            ),
            self.env._("Employees who read; customers, by a random ID"),
            self.env._(
                "A code instead of the reader's name, when and how many; of searches for "
                "numbers and emergency accesses the name, of the latter the reason, too"
            ),
            self.env._(
                "Data protection officer; the name behind a code only officer and "
                "coordination together"
            ),
            self.env._("none of its own"),
            (READING,),
        )

    def _vvt_activity(self, name, why, people, data, recipients, transfers, classes):
        """`why`: purpose and legal basis; `classes`: codes of retention classes."""
        purpose, basis = why
        return Section(
            self.env._("Further processing activity: %s", name),
            (
                Line(self.env._("Purpose"), purpose),
                Line(self.env._("Legal basis"), basis),
                Line(self.env._("Data subjects"), people),
                Line(self.env._("Categories of data"), data),
                Line(self.env._("Recipients"), recipients),
                Line(self.env._("Transfers to third countries"), transfers),
                *self._vvt_periods_of(classes),
            ),
            self.env._(
                "Controller, data protection officer and measures are those named above."
            ),
        )

    def _vvt_periods_of(self, codes):
        rules = self.env["wa.retention.rule"]
        current = rules._current(self.env.company)
        for code in codes:
            rule = current.get(code)
            period = rule._period() if rule else BY_CODE[code].period
            yield self._vvt_period(BY_CODE[code], period)
