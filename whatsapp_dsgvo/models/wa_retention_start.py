from odoo import api, fields, models
from odoo.tools import SQL

from ..lib.consent import gate
from ..lib.privacy import retention_classes as classes
from .outbox_last_look import unheard_ids
from .silence import SILENT
from .wa_conversation_consent import NOTICE_MEMORY

# The period of a ticket's messages: from its end, once somebody decided how long; that
# of a special category from its lock, unless it must be kept.
OF_TICKETS = """
    UPDATE wa_message m
       SET retention_class = CASE WHEN m.lock_reason = 'special' AND NOT n.is_kept
                                  THEN %(special)s ELSE n.klass END,
           retention_from = CASE WHEN m.lock_reason = 'special' AND NOT n.is_kept
                                 THEN m.locked_at
                                 WHEN n.is_decided AND n.is_ended THEN n.ended_at END
      FROM (
        SELECT t.id,
               t.whatsapp_keep IS NOT NULL AS is_decided,
               coalesce(t.whatsapp_keep IN ('yes', 'voucher'), FALSE) AS is_kept,
               (s.closed IS TRUE OR t.active IS NOT TRUE) AS is_ended,
               CASE WHEN t.whatsapp_keep = 'yes' THEN %(letter)s
                    WHEN t.whatsapp_keep = 'voucher' THEN %(voucher)s
                    WHEN c.since IS NOT NULL THEN %(withdrawn)s
                    ELSE %(service)s END AS klass,
               greatest(
                   CASE WHEN s.closed THEN coalesce(t.closed_date, %(now)s)
                        ELSE %(now)s END,
                   (SELECT max(event_at) FROM wa_message WHERE ticket_id = t.id),
                   CASE WHEN t.whatsapp_keep = 'no' THEN c.since END
               ) AS ended_at
          FROM helpdesk_ticket t
          LEFT JOIN helpdesk_ticket_stage s ON s.id = t.stage_id
          LEFT JOIN LATERAL (
              SELECT max(k.since) AS since
                FROM wa_consent k JOIN wa_conversation v
                  ON v.subject_id = k.subject_id AND v.channel_id = k.channel_id
               WHERE v.id = t.whatsapp_conversation_id AND k.purpose = 'service'
                 AND k.state IN ('withdrawn', 'blocked')
          ) c ON TRUE
         WHERE t.id = ANY(%(tickets)s)
      ) n
     WHERE m.ticket_id = n.id AND m.retention_done_at IS NULL
       AND m.retention_class <> %(special)s
"""
# What belongs to no ticket: from the moment it came. Of our own notices the times are
# needed for a while, so that nobody is asked too often; of whom we asked in vain, a keyed
# hash is enough for that.
OF_NO_TICKET = f"""
    SELECT id, subject_id FROM wa_message
     WHERE retention_from IS NULL AND retention_done_at IS NULL
       AND ticket_id IS NULL AND target_id IS NULL AND event_at < %s
       AND ((direction = 'in' AND state = 'held' AND triage_decision = 'nothing')
         OR (direction = 'in' AND state = 'done')
         OR (direction = 'out' AND state NOT IN
             ('queued', 'sending', 'uncertain', 'waiting_for_window')
             AND (event_at < %s
                  OR EXISTS (SELECT 1 FROM wa_subject s
                              WHERE s.id = wa_message.subject_id AND {SILENT}))))
     ORDER BY event_at LIMIT %s
"""
# Whose question is opened again just now; one that was since our view began is an error,
# after which the batch looks anew.
ANSWERING = """
    SELECT DISTINCT subject_id FROM wa_consent WHERE subject_id = ANY(%s)
       AND id NOT IN (SELECT id FROM wa_consent WHERE subject_id = ANY(%s)
                         FOR SHARE SKIP LOCKED)
"""
BEGIN = """
    UPDATE wa_message SET retention_class = %s, retention_from = event_at
     WHERE id IN (SELECT id FROM wa_message WHERE id = ANY(%s) FOR UPDATE SKIP LOCKED)
"""
NOTICES = """
    SELECT id FROM wa_message
     WHERE conversation_id = ANY(%s) AND exception_code = %s AND ticket_id IS NULL
     ORDER BY id FOR NO KEY UPDATE
"""
FORGOTTEN = """
    SELECT t.id FROM helpdesk_ticket t
      JOIN helpdesk_ticket_stage s ON s.id = t.stage_id
     WHERE (s.closed OR NOT t.active) AND t.whatsapp_keep IS NOT NULL
       AND EXISTS (SELECT 1 FROM wa_message m WHERE m.ticket_id = t.id
                      AND m.retention_from IS NULL AND m.retention_done_at IS NULL
                      AND m.retention_class <> %s)
     LIMIT %s
"""


class WaRetentionStart(models.Model):
    """From when the period of a message runs.

    Only the start stands in the row; how long is up to the rules. So a changed rule
    counts at once for a million messages and writes none of them.
    """

    _inherit = "wa.message"

    retention_from = fields.Datetime("Period runs from", readonly=True)
    retention_done_at = fields.Datetime("Content deleted by period", readonly=True)

    _retention_idx = models.Index(
        "(company_id, retention_class, retention_from, id) "
        "WHERE retention_from IS NOT NULL"
    )
    _retention_open_idx = models.Index(
        "(event_at) WHERE retention_from IS NULL AND retention_done_at IS NULL "
        "AND ticket_id IS NULL AND target_id IS NULL"
    )
    _retention_undecided_idx = models.Index(
        "(ticket_id) WHERE retention_from IS NULL AND retention_done_at IS NULL "
        "AND ticket_id IS NOT NULL"
    )
    _wamid_age_idx = models.Index(
        "(company_id, event_at, id) WHERE wamid_sealed IS NOT NULL"
    )

    def _show_in(self, ticket):
        result = super()._show_in(ticket)
        # held until the yes, and its period ran already
        self.filtered("retention_from")._stop_period()
        ticket._whatsapp_start_periods()
        return result

    def _stop_period(self):
        self._admitted_write(
            {"retention_from": False, "retention_class": classes.SERVICE}
        )

    @api.model
    def _stop_periods_of_notices(self, conversations):
        """Their question is open again, and a yes to each of its notices counts.

        Also of those which a run has written since our view began: then we look anew.
        """
        self.env.cr.execute(
            NOTICES, [conversations.ids, gate.NOTICE], log_exceptions=False
        )
        # sudo: wa.message - times of our own notices
        notices = self.sudo().search(
            [
                ("conversation_id", "in", conversations.ids),
                ("exception_code", "=", gate.NOTICE),
                ("ticket_id", "=", False),
                ("retention_from", "!=", False),
            ]
        )
        notices._stop_period()

    @api.model
    def _start_periods(self, tickets):
        """Begin, move or stop the period of all messages of these tickets."""
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                OF_TICKETS,
                tickets=list(tickets),
                now=fields.Datetime.now(),
                letter=classes.LETTER,
                voucher=classes.VOUCHERS,
                service=classes.SERVICE,
                withdrawn=classes.WITHDRAWN,
                special=classes.SPECIAL,
            )
        )
        self.invalidate_model(["retention_class", "retention_from"])

    @api.model
    def _start_forgotten(self, limit):
        """What no event has started: stages made closing later, older data."""
        self.env.cr.execute(FORGOTTEN, [classes.SPECIAL, limit])
        tickets = [row[0] for row in self.env.cr.fetchall()]
        if tickets:
            self._start_periods(tickets)
        return len(tickets)

    @api.model
    def _without_unheard(self, ids):
        """But for those of whom something is not worked off yet: it may be the yes."""
        self.env.cr.execute(
            "SELECT id, conversation_id FROM wa_message WHERE id = ANY(%s)", [ids]
        )
        talks = dict(self.env.cr.fetchall())
        unheard = unheard_ids(self.env.cr, list(set(talks.values())))
        return [id_ for id_ in ids if talks.get(id_) not in unheard]

    @api.model
    def _start_without_ticket(self, limit):
        """Left alone are those who have just answered, whatever becomes of it."""
        now, cr = fields.Datetime.now(), self.env.cr
        cr.execute(OF_NO_TICKET, [now, now - NOTICE_MEMORY, limit])
        found = cr.fetchall()
        if not found:
            return 0
        people = list({row[1] for row in found})
        cr.execute(ANSWERING, [people, people], log_exceptions=False)
        answering = {row[0] for row in cr.fetchall()}
        ids = [message for message, person in found if person not in answering]
        ids = self._without_unheard(ids)
        cr.execute(BEGIN, [classes.NO_CONSENT, ids], log_exceptions=False)
        return cr.rowcount
