from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..lib.consent import gate

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
    notice_form = fields.Char()

    @api.model
    def _counts(self, subjects, exception, now):
        """{subject: (today, this month, same exception today)}, each of its busiest
        identity."""
        self.flush_model()
        own = subjects._own_identities().grouped("subject_id")
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
                indexes=[one.blind_index for each in own.values() for one in each],
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
                        counts.get((subject.company_id.id, one.blind_index), nothing)
                        for one in own.get(subject, ())
                    ),
                    strict=True,
                )
            )
            for subject in subjects
        }

    @api.model
    def _use(self, subjects, exception, now, forms=None):
        """`forms`: {subject: "full" or "short"} of a notice."""
        self.create(
            [
                {
                    "company_id": one.company_id.id,
                    "blind_index": one.blind_index,
                    "exception_code": exception,
                    "notice_form": (forms or {}).get(one.subject_id),
                    "sent_at": now,
                }
                for one in subjects._own_identities()
            ]
        )

    @api.model
    def _notices_before(self, subjects):
        """{subject: {(time, form)} of notices of which no message is left}.

        Who never answers is forgotten after days, and before them the notices they got;
        that they were asked and reminded is not: a window may be open for longer.
        """
        identities = subjects._own_identities()
        # sudo: wa.allowance - when, to whom it was sent
        rows = self.sudo().search(
            [
                ("blind_index", "in", identities.mapped("blind_index")),
                ("notice_form", "!=", False),
                ("sent_at", ">", fields.Datetime.now() - MONTH),
            ]
        )
        if not rows:
            return {}
        oldest, found = self._oldest_notices(subjects), {}
        by_place = rows.grouped(lambda row: (row.company_id, row.blind_index))
        for one in identities:
            until = max(one.valid_from, oldest.get(one.subject_id, datetime.max))
            facts = {
                (row.sent_at, row.notice_form)
                for row in by_place.get((one.company_id, one.blind_index), ())
                if row.sent_at < until
            }
            found.setdefault(one.subject_id, set()).update(facts)
        return found

    @api.model
    def _oldest_notices(self, subjects):
        """{subject: when the oldest notice was written that is left of theirs}"""
        # sudo: wa.message - times of our own notices
        messages = self.env["wa.message"].sudo()
        domain = [
            ("subject_id", "in", subjects.ids),
            ("exception_code", "=", gate.NOTICE),
        ]
        return dict(messages._read_group(domain, ["subject_id"], ["queued_at:min"]))

    @api.autovacuum
    def _gc_allowances(self):
        old = fields.Datetime.now() - MONTH
        self.search([("sent_at", "<", old)], limit=10000).unlink()
