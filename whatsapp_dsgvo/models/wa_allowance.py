from datetime import timedelta

from odoo import api, fields, models

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
    def _count(self, subject, exception, now):
        """(today, this month, same exception today), each of its busiest identity."""
        self.env.cr.execute(
            """
            SELECT coalesce(max(today), 0), coalesce(max(month), 0),
                   coalesce(max(same), 0)
              FROM (SELECT count(*) FILTER (WHERE sent_at > %(day)s) AS today,
                           count(*) AS month,
                           count(*) FILTER (WHERE sent_at > %(day)s
                                            AND exception_code = %(code)s) AS same
                      FROM wa_allowance
                     WHERE company_id = %(company)s
                       AND blind_index = ANY(%(indexes)s) AND sent_at > %(month)s
                     GROUP BY blind_index) AS counted
            """,
            {
                "day": now - DAY,
                "month": now - MONTH,
                "code": exception,
                "company": subject.company_id.id,
                "indexes": subject._identity_indexes(),
            },
        )
        return self.env.cr.fetchone()

    @api.model
    def _use(self, subject, exception, now):
        self.create(
            [
                {
                    "company_id": subject.company_id.id,
                    "blind_index": index,
                    "exception_code": exception,
                    "sent_at": now,
                }
                for index in subject._identity_indexes()
            ]
        )

    @api.autovacuum
    def _gc_allowances(self):
        old = fields.Datetime.now() - MONTH
        self.search([("sent_at", "<", old)], limit=10000).unlink()
