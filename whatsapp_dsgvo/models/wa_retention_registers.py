from odoo import api, fields, models
from odoo.fields import Domain

from ..lib.privacy.retention_classes import BY_CODE, INCIDENTS, REQUESTS
from . import guard
from .pause import NOT_PAUSED
from .wa_retention_rule import aware, today

BATCH = 500


def _over(code):
    """Closed before the period of this class: the register entry goes."""
    cutoff = BY_CODE[code].period.cutoff(aware(fields.Datetime.now()))
    return Domain("closed_at", "<", cutoff.replace(tzinfo=None))


class WaRequestPeriod(models.Model):
    _inherit = "wa.request"

    @api.autovacuum
    def _gc_requests(self):
        """LK-08: a case goes with its letters, exports and certificate.

        The tickets it told of have periods of their own; the ledger keeps that there
        was an erasure. What is paused for the company waits here, too.
        """
        # sudo: wa.request - storage limitation, Art. 5 (1) e GDPR
        old = self.sudo().search(
            _over(REQUESTS)
            & NOT_PAUSED
            & Domain("subject_ids", "not in", self._held_people().ids),
            limit=BATCH,
        )
        old = guard.admitted(old)
        old.letter_ids._forget_text()
        for company in old.company_id:
            mine = old.filtered(lambda case, c=company: case.company_id == c)
            # the words of a correction may have been the last thing of the person
            keys = set(mine.filtered("correction_key").subject_ids.mapped("uuid"))
            self.env["wa.retention.key"]._look_at(company, keys)
        for records in (old.letter_ids, old.export_ids, old.erasure_ids, old):
            records.unlink()

    def _held_people(self):
        """Of whom everything is held; a hold on messages holds these."""
        # sudo: wa.hold - what must not be deleted is asked for everybody
        holds = self.env["wa.hold"].sudo()
        return holds.search(
            [
                ("released_at", "=", False),
                ("until", ">=", today()),
                ("message_ids", "=", False),
            ]
        ).subject_id


class WaIncidentPeriod(models.Model):
    _inherit = "wa.incident"

    @api.autovacuum
    def _gc_incidents(self):
        """LK-12: five years after it was closed."""
        # sudo: wa.incident - storage limitation, Art. 5 (1) e GDPR
        old = self.sudo().search(_over(INCIDENTS) & NOT_PAUSED, limit=BATCH)
        guard.admitted(old).unlink()
