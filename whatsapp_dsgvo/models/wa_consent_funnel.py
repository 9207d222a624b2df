from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from ..lib.consent import states
from ..lib.consent.record import SHORT_AFTER
from .roles import COORDINATION, DPO, leads_help_desk

DAYS = timedelta(days=7)
QUICK, MOST = 0.5, 0.9


class WaConsentFunnel(models.Model):
    """Who was asked, who agreed and how soon: whether strict consent works."""

    _inherit = "wa.consent"

    answered_unclearly = fields.Boolean(
        compute="_compute_answered_unclearly", search="_search_answered_unclearly"
    )

    # what the start page counts each minute
    _lately_idx = models.Index("(since) WHERE purpose = 'service'")

    @api.depends("state", "since")
    def _compute_answered_unclearly(self):
        unclear = self.search(
            [("id", "in", self.ids), ("answered_unclearly", "=", True)]
        )
        for consent in self:
            consent.answered_unclearly = consent in unclear

    def _search_answered_unclearly(self, operator, value):
        """Asked, and what came afterwards is neither a yes nor a no.

        What is written before the question can have been read says nothing about it.
        A question asked once more begins anew, so the messages themselves are compared.
        """
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        # sudo: wa.message - whether one came, on behalf of the figure
        self.env["wa.message"].sudo().flush_model()
        self.flush_model(["state", "since"])
        return Domain("state", "=", states.PENDING) & Domain(
            "id",
            "in",
            SQL(
                """(
                SELECT c.id FROM wa_consent c
                  JOIN wa_message m ON m.subject_id = c.subject_id
                   AND m.channel_id = c.channel_id AND m.state = 'held'
                 WHERE c.state = %s
                 GROUP BY c.id HAVING max(m.event_at) - min(m.event_at) > %s
                )""",
                states.PENDING,
                SHORT_AFTER,
            ),
        )

    @api.model
    def whatsapp_funnel(self):
        """{"asked", "yes", "half", "most"} of the consents the user may read.

        asked: people who were asked for the service consent within 7 days; yes: those
        of them who agreed. half, most: seconds after which half and nine tenths of
        these had, False without any.
        """
        self._check_funnel_reader()
        now = fields.Datetime.now()
        mine = self._search(
            [("purpose", "=", states.SERVICE), ("since", ">=", now - DAYS)]
        )
        # sudo: wa.ledger.entry - times alone, of consents the user may read
        self.env["wa.ledger.entry"].sudo().flush_model()
        self.flush_model()
        [row] = self.env.execute_query_dict(
            SQL(
                """
                SELECT count(*) AS asked, count(yes) AS yes,
                       percentile_cont(%(quick)s) WITHIN GROUP (ORDER BY yes) AS half,
                       percentile_cont(%(most)s) WITHIN GROUP (ORDER BY yes) AS most
                  FROM (SELECT CASE WHEN c.state = %(given)s
                               THEN extract(epoch FROM last.at - question.at) END AS yes
                          FROM wa_consent c
                          JOIN wa_subject s ON s.id = c.subject_id
                          JOIN wa_channel n ON n.id = c.channel_id
                          JOIN wa_ledger_entry last ON last.id = c.last_entry_id
                          JOIN LATERAL (
                               SELECT max(e.at) AS at FROM wa_ledger_entry e
                                WHERE e.pseudonym = s.uuid AND e.channel_ref = n.uuid
                                  AND e.event = 'asked' AND e.purpose = c.purpose
                                  AND e.at >= %(since)s
                               ) question ON question.at IS NOT NULL
                         WHERE c.id IN %(mine)s) asked
                """,
                quick=QUICK,
                most=MOST,
                given=states.GIVEN,
                since=now - DAYS,
                mine=mine.subselect(),
            )
        )
        found = row["half"] is not None
        return {**row, "half": found and row["half"], "most": found and row["most"]}

    def _check_funnel_reader(self):
        user = self.env.user
        privacy = user.has_group(COORDINATION) or user.has_group(DPO)
        if not (privacy or leads_help_desk(user)):
            raise AccessError(
                self.env._(
                    "Only those who lead the help desk or answer for data protection "
                    "see these figures."
                )
            )
