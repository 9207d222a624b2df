from odoo import fields, models

from .wa_check import GREEN, GREY, RED

# A name rather than a word: before a call of `_` Odoo takes a word for one to translate.
READ_LOG = "read_log"


class WaCheckReadLog(models.Model):
    """Among the checked facts: is the read log whole?"""

    _inherit = "wa.check"

    code = fields.Selection(
        selection_add=[(READ_LOG, "Read log")], ondelete={READ_LOG: "cascade"}
    )

    def _facts(self, channel, set_up):
        report = self.env["wa.read.log"]._checked(channel.company_id)
        colour = GREEN if report.ok else GREY if report.is_doubted else RED
        problems = [f"{problem.seq}: {problem.code}" for problem in report.problems]
        fact = (str(report.count), colour, {"problems": problems})
        return {**super()._facts(channel, set_up), READ_LOG: fact}

    def _explanations(self):
        return {
            **super()._explanations(),
            (READ_LOG, GREEN): self.env._(
                "Who read what is recorded without a gap, in as many entries."
            ),
            (READ_LOG, RED): self.env._(
                "Entries were changed or are missing; the data protection officer was "
                "told."
            ),
            (READ_LOG, GREY): self.env._(
                "Its heads in the ledger can't be read just now."
            ),
        }
