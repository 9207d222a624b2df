from odoo import models
from odoo.tools.misc import format_date

from ..lib.privacy.document import OK, STALE, Line, Section, line


class WaDocumentTransfers(models.Model):
    """Art. 44 to 46 GDPR: where data go outside the Union, and who looked into it."""

    _inherit = "wa.document"

    def _document_transfers(self):
        """Whatever the register says, with the day somebody looked (never a claim)."""
        return self._transfers_section(lambda one: (self._transfer(one),))

    def _assessed_transfers(self):
        """The same for the company itself, with the transfer impact assessments."""
        return self._transfers_section(
            lambda one: (self._transfer(one), self._assessment(one))
        )

    def _transfers_section(self, lines_of):
        processors = self.env["wa.processor"]._of_company().filtered("transfers")
        return Section(
            self.env._("Transfers to third countries"),
            tuple(line_ for one in processors for line_ in lines_of(one))
            or (Line(self.env._("According to the register"), self.env._("none")),),
        )

    def _transfer(self, processor):
        if not processor.transfer_mechanism or not processor.transfer_checked_on:
            return line(
                processor.name,
                "",
                self.env._("missing: basis, and who checked it when"),
            )
        text = self.env._(
            "%(basis)s, checked on %(date)s by %(who)s",
            basis=processor.transfer_mechanism,
            date=format_date(self.env, processor.transfer_checked_on),
            who=processor.transfer_checked_by.name or "–",
        )
        return Line(processor.name, text, STALE if processor.is_stale else OK)

    def _assessment(self, processor):
        facts = (processor.tia_on, processor.tia_by, processor.tia_note)
        text = all(facts) and self.env._(
            "of %(date)s by %(who)s: %(note)s",
            date=format_date(self.env, processor.tia_on),
            who=processor.tia_by,
            note=processor.tia_note,
        )
        return line(
            self.env._("%s: transfer impact assessment (TIA)", processor.name),
            text or "",
            self.env._("missing: when, by whom, and where it is or what came of it"),
        )
