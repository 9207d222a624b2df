from odoo import models

from ..lib.privacy.retention_classes import BY_CODE, EVIDENCE, SERVICE, WITHDRAWN
from .times import iso


class WaConsentCircumstances(models.Model):
    """What else a consent record tells (ISO/IEC TS 27560): as it is when it is made."""

    _inherit = "wa.consent"

    def _record_circumstances(self):
        """Data, recipients, periods and transfers; the same for every purpose."""
        documents = self.env["wa.document"].with_company(self.company_id)
        processors = documents.env["wa.processor"]._of_company()
        return {
            "data_categories": documents._data_categories(),
            "recipients": [self._record_recipient(one) for one in processors],
            "storage": list(self._record_periods()),
            "transfers": [
                self._record_transfer(one) for one in processors.filtered("transfers")
            ],
        }

    def _record_recipient(self, processor):
        return {
            "name": processor.name,
            "role": processor.role,
            "service": processor.service or "",
            "country": processor.country_id.code or "",
        }

    def _record_transfer(self, processor):
        checked = processor.transfer_checked_on
        return {
            "recipient": processor.name,
            "safeguard": processor.transfer_mechanism or "",
            "checked_on": checked.isoformat() if checked else "",
        }

    def _record_periods(self):
        """Of the messages, of those after a withdrawal, and of this very evidence."""
        rules = self.env["wa.retention.rule"]
        current = rules._current(self.company_id)
        for code in (SERVICE, WITHDRAWN, EVIDENCE):
            rule, (data, start, _norm) = current.get(code), rules._words(code)
            period = rule._period() if rule else BY_CODE[code].period
            yield {
                "class": code,
                "data": data,
                "starts_with": start,
                "period": rules._period_words(period),
            }

    def _record_deliveries(self):
        """How far each notice came, as Meta reported it."""
        sent = self.env["wa.message"].search(
            [
                ("subject_id", "=", self.subject_id.id),
                ("channel_id", "=", self.channel_id.id),
                ("notice_id", "!=", False),
                ("direction", "=", "out"),
            ],
            order="event_at, id",
        )
        for message in sent:
            yield {
                "version": message.notice_id.version,
                "form": message.notice_form or "",
                "state": message.state,
                "sent_at": iso(message.sent_at),
                "delivered_at": iso(message.delivered_at),
                "read_at": iso(message.read_at),
            }

    def _record_anchors(self, entries):
        """Those that vouch for the entries: the first at or above each of them."""
        # sudo: wa.ledger.anchor - number, hash and time of the chain
        anchors, found = self.env["wa.ledger.anchor"].sudo(), []
        for number in sorted(filter(None, entries.mapped("seq"))):
            if found and found[-1].seq >= number:
                continue
            anchor = anchors.search(
                [("company_id", "=", self.company_id.id), ("seq", ">=", number)],
                order="seq, id",
                limit=1,
            )
            if not anchor:
                break
            found.append(anchor)
        return [{**vars(one._as_anchor()), "text": one.text} for one in found]
