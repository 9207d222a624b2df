from odoo import models
from odoo.tools.misc import format_date

from ..lib.privacy.document import GAP, OK, Line, Section, line
from .helpdesk_ticket_team_figures import DAYS, LEAST
from .wa_number_search import KEPT_FOR
from .wa_read_log import KEPT_FOR as READ_LOG_KEPT_FOR


class WaDocumentRegisters(models.Model):
    """Art. 28 register, and what the works council has to know."""

    _inherit = "wa.document"

    def _sections_processors(self):
        processors = self.env["wa.processor"]._of_company()
        if not processors:
            return [Section(self.env._("Processors"), (self._no_processor(),))]
        return [
            *(self._processor_section(processor) for processor in processors),
            self._assessed_transfers(),
        ]

    def _processor_section(self, processor):
        roles = dict(processor._fields["role"]._description_selection(self.env))
        missing = self.env._("missing")
        contract = " · ".join(
            filter(
                None,
                (
                    processor.contract,
                    format_date(self.env, processor.contract_date)
                    if processor.contract_date
                    else "",
                ),
            )
        )
        return Section(
            processor.name,
            (
                Line(self.env._("Role"), roles[processor.role]),
                line(self.env._("Service"), processor.service, missing),
                line(self.env._("Country"), processor.country_id.name, missing),
                line(self.env._("Contract"), contract, missing),
                self._sub_processors(processor),
                line(
                    self.env._("Proof of measures"), processor.measures_proof, missing
                ),
                line(
                    self.env._("Deletion at the end of the contract"),
                    processor.deletion_at_end,
                    missing,
                ),
            ),
        )

    def _sub_processors(self, processor):
        label = self.env._("Sub-processors")
        url, checked = processor.sub_processors_url, processor.sub_processors_checked_on
        if not url or not checked:
            return line(
                label, "", self.env._("missing: the list, and when it was looked at")
            )
        told = {"url": url, "date": format_date(self.env, checked)}
        if processor._is_list_stale():
            text = self.env._(
                "%(url)s – not looked at for 12 months, last on %(date)s", **told
            )
            return Line(label, text, GAP)
        return Line(label, self.env._("%(url)s – looked at on %(date)s", **told))

    def _sections_works_council(self):
        return [
            Section(self.env._("Agreement"), (self._works_council_line(),)),
            Section(
                self.env._("What is recorded of employees"),
                (
                    Line(
                        self.env._("Answers and notes"),
                        self.env._("who wrote them, and when"),
                    ),
                    Line(
                        self.env._("Searches for numbers"),
                        self.env._(
                            "who and when, for %s days; seen by the data protection "
                            "officer only",
                            KEPT_FOR.days,
                        ),
                    ),
                    Line(
                        self.env._("Reading of messages, files and numbers"),
                        self.env._(
                            "a code instead of the name, when and how many, for %s "
                            "days; the name only by officer and coordination together",
                            READ_LOG_KEPT_FOR.days,
                        ),
                    ),
                    Line(
                        self.env._("Emergency accesses"),
                        self.env._("who, when, to which ticket and why"),
                    ),
                    Line(
                        self.env._("Decisions of the triage"),
                        self.env._("one entry for each message looked at"),
                    ),
                    Line(
                        self.env._("Declarations recorded for customers"),
                        self.env._("who recorded a withdrawal, and when"),
                    ),
                    Line(
                        self.env._("Figures of a team"),
                        self.env._(
                            "counted for those who lead the help desk, of teams of "
                            "%(least)s or more: open tickets, and of the last %(days)s "
                            "days the time to the first answer",
                            least=LEAST,
                            days=DAYS.days,
                        ),
                    ),
                ),
            ),
            Section(
                self.env._("What is not recorded"),
                (
                    Line(
                        self.env._("Figures per person"),
                        self.env._("none: neither answering times nor numbers"),
                    ),
                    Line(
                        self.env._("Typing"),
                        self.env._("shown to colleagues for seconds, stored nowhere"),
                    ),
                ),
            ),
        ]

    def _works_council_line(self):
        company = self.env.company
        label = self.env._("Works agreement")
        if company.whatsapp_works_council == "agreement":
            day = company.whatsapp_works_council_date
            return line(
                label,
                day and self.env._("of %s", format_date(self.env, day)),
                self.env._("missing: its date"),
            )
        if company.whatsapp_works_council == "none":
            return Line(label, self.env._("there is no works council"), OK)
        return Line(
            label,
            self.env._("open: please say in Settings → WhatsApp whether there is one"),
            GAP,
        )
