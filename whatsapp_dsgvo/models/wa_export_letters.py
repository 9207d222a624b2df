from odoo import models
from odoo.tools import format_date

from ..lib.privacy import export
from ..lib.privacy.document import Line, Section
from ..report import letter_pdf
from .times import iso


class WaExportLetters(models.Model):
    """What the company wrote to the person about requests is data of theirs, too."""

    _inherit = "wa.export"

    def _letters(self):
        """What left the house, delivered or not; a draft is no letter yet."""
        return self.env["wa.request.letter"].search(
            [
                ("request_id.subject_ids", "in", self._people().ids),
                ("state", "in", ("sent", "failed")),
            ],
            order="sent_at, id",
        )

    def _letter_path(self, letter):
        return export.letter_name(letter.id, letter.request_id.name, letter.kind)

    def _letter_rows(self):
        return [
            {
                "request": letter.request_id.name,
                "kind": letter.kind,
                "language": letter.language,
                "reason": letter.reason or "",
                "sent_at": iso(letter.sent_at),
                "way": letter.way,
                "state": letter.state,
                # gone with an erasure; that it was sent stays
                "text": letter._text() if letter.text_sealed else "",
                "sha256": letter.text_hash or "",
                "files": [self._letter_path(letter)] if letter.text_sealed else [],
            }
            for letter in self._letters()
        ]

    def _letter_files(self):
        """{path: PDF}, drawn from the text as it was sent."""
        return {
            self._letter_path(letter): letter_pdf.render(
                letter._text(), letter.company_id.name
            )
            for letter in self._letters().filtered("text_sealed")
        }

    def _letter_section(self):
        letters = self._letters()
        words = {
            name: dict(letters._fields[name]._description_selection(self.env))
            for name in ("kind", "way", "state")
        }
        lines = tuple(
            Line(
                f"{letter.request_id.name}, {format_date(self.env, letter.sent_at)}",
                ", ".join(words[name][letter[name]] for name in words),
            )
            for letter in letters
        )
        none = Line(self.env._("Letters to you"), self.env._("We have sent you none."))
        return Section(self.env._("Our letters about your requests"), lines or (none,))
