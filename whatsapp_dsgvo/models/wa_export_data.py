from odoo import fields, models
from odoo.tools import format_date

from ..lib.privacy import export
from ..lib.privacy.document import OK, Line, Section
from ..report import sections_pdf
from .times import iso


class WaExportData(models.Model):
    """What is in the archive, in the person's language."""

    _inherit = "wa.export"

    def _people(self):
        return self.request_id.subject_ids

    def _lang(self):
        talk = self._people().conversation_ids[:1]
        return talk._lang() if talk else "de_DE"

    def _data(self, rows):
        """Everything as JSON values; `rows`: the messages."""
        data = {
            "schema": export.SCHEMA,
            "made_at": iso(fields.Datetime.now()),
            "request": self.request_id.name,
            "controller": self._controller(),
            "identities": self._identities(),
            "profile_name": [p._profile_name() for p in self._people()],
            "contact": self._people().partner_id.mapped("name"),
            "consents": self._consents(),
            "suppression": self._suppression(),
            "evidence": self._evidence(),
            "requests": self._requests(),
            "letters": self._letter_rows(),
            "others": self._others(),
            "messages": rows,
        }
        return export.portable(data) if self.kind == export.PORTABILITY else data

    def _controller(self):
        company = self.company_id
        return {"name": company.name, "address": company._whatsapp_address()}

    def _identities(self):
        return [
            {
                "kind": identity.kind,
                "value": identity._value(),
                "from": iso(identity.valid_from),
                "to": iso(identity.valid_to),
            }
            for identity in self._people().identity_ids
        ]

    def _consents(self):
        return [
            {
                "number": consent.channel_id.display_number or "",
                "purpose": consent.purpose,
                "state": consent.state,
                "since": iso(consent.since),
                "notice_version": consent.notice_version,
            }
            for consent in self._people().consent_ids
        ]

    def _suppressed(self):
        entries = self.env["wa.suppression"]
        indexes = self._people()._own_indexes()
        return entries._of(self.company_id, indexes).sorted("since")

    def _suppression(self):
        return [
            {"reason": entry.reason, "since": iso(entry.since)}
            for entry in self._suppressed()
        ]

    def _suppression_line(self):
        since = self._suppressed()[:1].since
        return Line(
            self.env._("You on the suppression list"),
            self.env._("since %s", format_date(self.env, since))
            if since
            else self.env._("You are not on it."),
        )

    def _evidence(self):
        entries = self.env["wa.ledger.entry"].search(
            [("pseudonym", "in", self._people().mapped("uuid"))], order="id"
        )
        return [
            {
                "at": iso(entry.at),
                "event": entry.event,
                "purpose": entry.purpose or "",
                "content": entry._payload() if entry.blob else "",
            }
            for entry in entries
        ]

    def _requests(self):
        cases = self.env["wa.request"].search(
            [("subject_ids", "in", self._people().ids)]
        )
        return [
            {
                "number": case.name,
                "kind": case.kind,
                "received_at": iso(case.received_at),
                "state": case.state,
                "correction": case._correction(),
            }
            for case in cases
        ]

    def _page(self, data):
        """All messages as one page that needs nothing from elsewhere."""
        values = {
            "data": data,
            "company": self.company_id,
            "language": self._lang()[:2],
        }
        html = self.env["ir.qweb"]._render("whatsapp_dsgvo.export_page", values)
        return str(html).encode()

    def _explanation(self):
        title = self.env._("Access to your data (Art. 15 GDPR)")
        return sections_pdf.render(title, self.company_id.name, self._told())

    def _missing(self):
        """What the person has to be told and nobody has entered yet, in words."""
        lines = [line for section in self._told() for line in section.lines]
        return "\n".join(
            f"{row.label}: {row.value}" for row in lines if row.status != OK
        )

    def _told(self):
        """Art. 15 (1) (a) to (h) and (2), in words a lay person understands."""
        documents = self.env["wa.document"].with_company(self.company_id)
        sections = [
            Section(
                self.env._("What this is"),
                (
                    Line(self.env._("Your request"), self.request_id.name),
                    Line(
                        self.env._("In this archive"),
                        self.env._(
                            "Nachrichten.html shows your messages, daten.json holds "
                            "everything in a form for programs, which "
                            "daten.schema.json describes, the folder Dateien has your "
                            "files, the folder Schreiben our letters to you, "
                            "SHA256SUMS the checksums"
                        ),
                    ),
                ),
            ),
            documents._vvt_controller(),
            documents._vvt_purposes(),
            documents._vvt_people_and_data(),
            documents._vvt_recipients(),
            documents._document_transfers(),
            documents._vvt_periods(),
            Section(self.env._("Suppression list"), (self._suppression_line(),)),
            self._letter_section(),
            self._others_section(),
            self._rights(),
        ]
        return sections

    def _rights(self):
        return Section(
            self.env._("Your rights"),
            (
                Line(
                    self.env._("You may"),
                    self.env._(
                        "have wrong data corrected (Art. 16), have data erased (Art. 17) "
                        "or restricted (Art. 18), take data along (Art. 20), object "
                        "(Art. 21) and withdraw a consent at any time"
                    ),
                ),
                Line(
                    self.env._("Complaint"),
                    self.env._("to a supervisory authority (Art. 77)"),
                ),
                Line(
                    self.env._("Where the data come from"),
                    self.env._("from you, and from WhatsApp for number and name"),
                ),
                Line(
                    self.env._("Automated decisions"),
                    self.env._("There are none in the sense of Art. 22."),
                ),
            ),
        )
