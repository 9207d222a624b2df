from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

DAY, MONTH = timedelta(days=1), timedelta(days=30)


class WaAllowance(models.Model):
    """Automatic messages an identity got lately, so that caps survive an erasure."""

    _name = "wa.allowance"
    _description = "Automatic message sent to an identity"
    _log_access = False

    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")
    blind_index = fields.Char(required=True, index=True)
    exception_code = fields.Char(required=True)
    sent_at = fields.Datetime(required=True, index=True)

    @api.model
    def _counts(self, subjects, exception, now):
        """{subject: (today, this month, same exception today)}, each of its busiest
        identity."""
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT company_id, blind_index,
                       count(*) FILTER (WHERE sent_at > %(day)s), count(*),
                       count(*) FILTER (WHERE sent_at > %(day)s
                                        AND exception_code = %(code)s)
                  FROM wa_allowance
                 WHERE blind_index = ANY(%(indexes)s) AND sent_at > %(month)s
                 GROUP BY company_id, blind_index
                """,
                day=now - DAY,
                month=now - MONTH,
                code=exception,
                indexes=subjects._identity_indexes(),
            )
        )
        counts = {(company, index): found for company, index, *found in rows}
        nothing = (0, 0, 0)
        return {
            subject: tuple(
                max(found)
                for found in zip(
                    nothing,
                    *(
                        counts.get((subject.company_id.id, index), nothing)
                        for index in subject._identity_indexes()
                    ),
                    strict=True,
                )
            )
            for subject in subjects
        }

    @api.model
    def _use(self, subjects, exception, now):
        self.create(
            [
                {
                    "company_id": subject.company_id.id,
                    "blind_index": index,
                    "exception_code": exception,
                    "sent_at": now,
                }
                for subject in subjects
                for index in subject._identity_indexes()
            ]
        )

    @api.autovacuum
    def _gc_allowances(self):
        old = fields.Datetime.now() - MONTH
        self.search([("sent_at", "<", old)], limit=10000).unlink()
