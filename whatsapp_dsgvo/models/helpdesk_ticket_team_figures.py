from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from .answers import NO_ANSWER
from .roles import leads_help_desk

# Of fewer a figure would tell of one person: § 87 (1) no. 6 BetrVG.
LEAST = 5
DAYS = timedelta(days=7)
LATE = timedelta(hours=4)


class HelpdeskTicketTeamFigures(models.Model):
    """How long customers wait for a team, and never for one person."""

    _inherit = "helpdesk.ticket.team"

    @api.model
    def whatsapp_figures(self):
        """[{"id", "name", "open", "minutes", "late"}] of teams of five or more.

        Of the tickets the user may read. `minutes`: half of the customers of the last
        7 days had their first answer by then, False without any. `late`: those of
        them who waited for more than 4 hours, or still do.
        """
        if not leads_help_desk(self.env.user):
            raise AccessError(
                self.env._("Only those who lead the help desk see its figures.")
            )
        staffed = self.search([("user_ids", "!=", False)])
        teams = staffed.filtered(lambda team: len(team.user_ids) >= LEAST)
        counts, waits = teams._whatsapp_open_counts(), teams._whatsapp_waits()
        return [
            {
                "id": team.id,
                "name": team.name,
                "open": counts.get(team, 0),
                **waits.get(team.id, {"minutes": False, "late": 0}),
            }
            for team in teams
        ]

    def _whatsapp_open_counts(self):
        groups = self.env["helpdesk.ticket"]._read_group(
            [
                ("whatsapp_conversation_id", "!=", False),
                ("closed", "=", False),
                ("team_id", "in", self.ids),
            ],
            ["team_id"],
            ["__count"],
        )
        return dict(groups)

    def _whatsapp_waits(self):
        """{team's id: {"minutes", "late"}}; the wait begins when the desk sees it."""
        now = fields.Datetime.now()
        tickets = self.env["helpdesk.ticket"]._search(
            [
                ("whatsapp_conversation_id", "!=", False),
                ("whatsapp_by_other_means", "=", False),
                ("team_id", "in", self.ids),
                ("create_date", ">=", now - DAYS),
            ]
        )
        # sudo: wa.message - times alone, of tickets the user may read
        messages = self.env["wa.message"].sudo()
        messages.flush_model(["ticket_id", "direction", "author_id", "kind", "sent_at"])
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT team_id, percentile_cont(0.5) WITHIN GROUP (ORDER BY answered)
                       AS half, count(*) FILTER (WHERE
                       COALESCE(answered, waiting) > %(late)s) AS late
                  FROM (SELECT t.team_id, min(m.sent_at) - t.create_date AS answered,
                               CASE WHEN t.whatsapp_open THEN %(now)s - t.create_date
                               END AS waiting
                          FROM helpdesk_ticket t
                          LEFT JOIN wa_message m ON m.ticket_id = t.id
                               AND m.direction = 'out' AND m.author_id IS NOT NULL
                               AND m.sent_at IS NOT NULL AND m.kind NOT IN %(none)s
                         WHERE t.id IN %(tickets)s
                         GROUP BY t.id) waits
                 GROUP BY team_id
                """,
                late=LATE,
                now=now,
                none=NO_ANSWER,
                tickets=tickets.subselect(),
            )
        )
        return {
            row["team_id"]: {
                "minutes": row["half"] is not None
                and round(row["half"].total_seconds() / 60),
                "late": row["late"],
            }
            for row in rows
        }
