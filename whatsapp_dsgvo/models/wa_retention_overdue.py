from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..lib.privacy import retention
from ..lib.privacy.retention_classes import EVIDENCE
from .roles import COORDINATION, DPO
from .wa_retention_hold import hold_lives
from .wa_retention_people import SINCE, WHOLE, asked_sql, standing_sql
from .wa_retention_rule import aware
from .wa_retention_run import STALE_AFTER

# More than anybody reads; the counts per class stand in the runs.
MOST = 1000
MESSAGES = """
    SELECT person, ticket, reason, count(*), min(start) FROM (
        SELECT s.uuid AS person, m.ticket_id AS ticket, m.{start} AS start,
               CASE WHEN s.restricted THEN 'restricted' WHEN {on_hold} THEN 'hold'
                    WHEN {asked} THEN 'asked' ELSE '' END AS reason
          FROM wa_message m JOIN wa_subject s ON s.id = m.subject_id
         WHERE m.company_id = %s AND {what} AND m.{start} < %s
    ) AS due GROUP BY person, ticket, reason ORDER BY min(start) LIMIT %s
"""
WHOLE_PEOPLE = """
    SELECT s.uuid, NULL, CASE
               WHEN s.restricted THEN 'restricted'
               WHEN EXISTS (SELECT 1 FROM wa_hold h
                             WHERE h.subject_id = s.id AND {lives}) THEN 'hold'
               WHEN {asked} THEN 'asked' WHEN {standing} THEN 'blocked' ELSE '' END,
           1, {since}
      FROM wa_subject s
     WHERE s.id IN (SELECT id FROM ({people}) AS p)
     ORDER BY 5 LIMIT %s
"""


class WaRetentionOneByOne(models.Model):
    _inherit = "wa.retention.run"

    def action_overdue(self):
        """The single tickets and people, for coordination and officer."""
        user, company = self.env.user, self.env.company
        if user._is_superuser() or not any(map(user.has_group, (COORDINATION, DPO))):
            raise AccessError(self.env._("Only data protection may see this."))
        # sudo: wa.retention.run, wa.retention.left - pseudonyms and numbers only
        run = self.sudo().new({"company_id": company.id})
        rows = self.env["wa.retention.left"].sudo().create(run._overdue_rows())
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Overdue, one by one"),
            "res_model": rows._name,
            "views": [(False, "list")],
            "domain": [("id", "in", rows.ids)],
        }

    def _overdue_rows(self):
        self.env.flush_all()
        rules = self.env["wa.retention.rule"]._current(self.company_id)
        return [
            row
            for code, rule in sorted(rules.items())
            for row in self._overdue_of(code, rule)
        ]

    def _overdue_of(self, code, rule):
        cutoff = rule._cutoff(retention.OVERDUE_AFTER)
        found = [
            row
            for query in self._overdue_queries(code, cutoff)
            for row in self.env.execute_query(query)
        ]
        tickets = self.env["helpdesk.ticket"].browse(row[1] for row in found if row[1])
        numbers = {ticket.id: ticket.number for ticket in tickets}
        reason, detail = self._why_not(code)
        for person, ticket, held, count, start in found:
            due = rule._period().due(aware(start))
            yield {
                "code": code,
                "data": rule.data,
                "pseudonym": person,
                "ticket_number": numbers.get(ticket),
                "count": count,
                "due_at": due.replace(tzinfo=None),
                "reason": held or reason,
                "detail": False if held else detail,
            }

    def _overdue_queries(self, code, cutoff):
        """Of messages, and of people of whom no message is left."""
        company = self.company_id.id
        if code in WHOLE:
            query = WHOLE_PEOPLE.format(
                lives=hold_lives(),
                asked=asked_sql(),
                standing=standing_sql(),
                since=SINCE[code],
                people=WHOLE[code],
            )
            yield SQL(query, company, cutoff, cutoff, MOST)
        if code == EVIDENCE:
            return
        messages = self.env["wa.message"]
        query = MESSAGES.format(
            **self._due_parts(code),
            on_hold=messages._on_hold_sql(),
            asked=messages._asked_sql(),
        )
        yield SQL(query, company, cutoff, MOST)

    def _why_not(self, code):
        """(reason, detail) of what nothing holds."""
        company = self.company_id
        if company.whatsapp_retention_paused_at:
            return "paused", False
        last = self.env["wa.retention.run"]._last(company)
        # "LK-03 ValueError", several with commas between
        errors = [error for error in (last.error or "").split(", ") if error]
        mine = [error for error in errors if error.split()[0] in (code, "start")]
        if mine:
            return "failed", ", ".join(mine)
        old = fields.Datetime.now() - STALE_AFTER
        if not last.finished_at or last.finished_at < old:
            return "no_run", False
        return "next", False


class WaRetentionLineOneByOne(models.Model):
    _inherit = "wa.retention.line"

    def action_overdue(self):
        return self.env["wa.retention.run"].action_overdue()
