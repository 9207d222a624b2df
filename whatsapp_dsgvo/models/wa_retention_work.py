from datetime import datetime
from itertools import accumulate

from odoo import fields, models
from odoo.tools import SQL, format_date

from ..lib.privacy import retention
from ..lib.privacy.retention_classes import (
    BY_CODE,
    DELIVERY,
    EVIDENCE,
    LIFT,
    NO_CONSENT,
    SILENCE,
    START,
)
from . import guard
from .wa_retention_archive import ARCHIVE
from .wa_retention_rule import today

SWEEP, TICKETS = 2000, 100
# Each costs as much as dozens of messages.
MOST_FILES = 20
FIRST = (datetime(1970, 1, 1), 0)

DUE = """
    SELECT m.id, m.{start},
           (SELECT count(*) FROM wa_media f WHERE f.message_id = m.id)
      FROM wa_message m JOIN wa_subject s ON s.id = m.subject_id
     WHERE m.company_id = %s AND {what} AND m.{start} < %s AND (m.{start}, m.id) > (%s, %s)
       AND s.restricted IS NOT TRUE AND NOT {held}
     ORDER BY m.{start}, m.id LIMIT %s
       FOR UPDATE OF m SKIP LOCKED FOR SHARE OF s SKIP LOCKED
"""
STUBS = """
    UPDATE mail_message b
       SET body = CASE WHEN c.language = 'de' THEN %(de)s ELSE %(en)s END,
           -- a note without its row would be an ordinary, editable comment
           message_type = CASE WHEN b.message_type = 'comment' AND %(delete)s
                               THEN 'notification' ELSE b.message_type END
      FROM wa_message m JOIN wa_conversation c ON c.id = m.conversation_id
     WHERE m.id = ANY(%(ids)s) AND b.id = m.mail_message_id
"""
CONTENT_GONE = """
    UPDATE wa_message
       SET content_sealed = NULL, wamid_sealed = NULL, choice_nonce = NULL,
           retention_from = NULL, retention_done_at = %s
     WHERE id = ANY(%s) OR target_id = ANY(%s)
"""
HELD_PEOPLE = """
    AND m.subject_id IN (SELECT id FROM wa_subject WHERE restricted
                          UNION SELECT subject_id FROM wa_hold
                          UNION SELECT wa_subject_id FROM wa_request_wa_subject_rel)
    AND ({held} OR EXISTS (SELECT 1 FROM wa_subject s
                            WHERE s.id = m.subject_id AND s.restricted))
"""
KEYS_TO_LOOK_AT = """
    INSERT INTO wa_retention_key (company_id, subject_uuid)
    SELECT DISTINCT s.company_id, s.uuid
      FROM wa_message m JOIN wa_subject s ON s.id = m.subject_id WHERE m.id = ANY(%s)
    ON CONFLICT DO NOTHING
"""


class WaRetentionWork(models.Model):
    """The work of a run, in batches of one transaction each, by SQL: messages come by
    the million, and nothing of them has to pass through memory.
    """

    _inherit = "wa.retention.run"

    def _steps(self):
        rules = self.env["wa.retention.rule"]._current(self.company_id)
        classes = [code for code, rule in rules.items() if rule._is_of_messages()]
        rest = [code for code in (DELIVERY, EVIDENCE) if code in rules]
        people = [SILENCE, LIFT] if EVIDENCE in rules else []
        return [START, *sorted(classes), *people, *rest, ARCHIVE, "keys"]

    def _batch(self, step, after, size):
        """(how many, where to go on or None when the step is done, paths of files).

        `size`: so many at most.
        """
        ways = {
            START: self._batch_start,
            LIFT: self._batch_lift,
            SILENCE: self._batch_silent,
            EVIDENCE: self._batch_people,
            ARCHIVE: self._batch_archive,
            "keys": self._batch_keys,
        }
        if step in ways:
            return ways[step](after, size)
        claimed = self._claim(step, after or FIRST, size)
        rows = _with_few_files(claimed)
        ids = [row[0] for row in rows]
        if step == NO_CONSENT:
            ids = self.env["wa.message"]._without_unheard(ids)
        paths = self._delete_due(step, ids) if ids else []
        more = len(claimed) == size or len(rows) < len(claimed)
        return len(rows), (rows[-1][1], rows[-1][0]) if more else None, paths

    def _batch_start(self, _after, _size):
        """Whoever searches for long gains nothing by small batches, and no hold waits."""
        messages = self.env["wa.message"]
        count = messages._start_without_ticket(SWEEP)
        tickets = messages._start_forgotten(TICKETS)
        return count + tickets, (count == SWEEP or tickets == TICKETS) or None, []

    def _claim(self, code, after, size):
        """(id, start, files) of due messages of a class by their start, those of others
        left to them."""
        query = SQL(
            DUE.format(**self._due_parts(code)),
            self.company_id.id,
            self._rule(code)._cutoff(),
            *after,
            size,
        )
        # that somebody else was faster is no error, the batch is tried again
        self.env.cr.execute(query, log_exceptions=False)
        return self.env.cr.fetchall()

    def _due_parts(self, code):
        held = self.env["wa.message"]._held_sql()
        if code == DELIVERY:
            return {
                "start": "event_at",
                "what": "m.wamid_sealed IS NOT NULL",
                "held": held,
            }
        # a code of the table of classes, never an input
        what = f"m.retention_class = '{BY_CODE[code].code}'"
        return {"start": "retention_from", "what": what, "held": held}

    def _rule(self, code):
        return self.env["wa.retention.rule"]._current(self.company_id)[code]

    def _delete_due(self, code, ids):
        cr = self.env.cr
        cr.execute(KEYS_TO_LOOK_AT, [ids])
        if code == DELIVERY:
            cr.execute(
                "UPDATE wa_message SET wamid_sealed = NULL WHERE id = ANY(%s)", [ids]
            )
            self._count(code, done=len(ids))
            return []
        is_delete = BY_CODE[code].action == "delete"
        # sudo: wa.media - rows and sealed bytes of messages whose period is over
        medias = self.env["wa.media"].sudo().search([("message_id", "in", ids)])
        paths = medias._delete_for_good()
        self._tell_stubs(ids, is_delete)
        if is_delete:
            cr.execute("DELETE FROM wa_message WHERE id = ANY(%s)", [ids])
        else:
            cr.execute(CONTENT_GONE, [fields.Datetime.now(), ids, ids])
        self._count(code, done=len(ids), files=len(medias))
        return paths

    def _tell_stubs(self, ids, is_delete):
        """The chatter says what became of the message; nothing of it is content."""
        facts = {**self._gone_texts(), "ids": ids, "delete": is_delete}
        self.env.cr.execute(STUBS, facts)

    def _gone_texts(self):
        return {
            lang: f"<p>{self.with_context(lang=code)._gone_text()}</p>"
            for lang, code in (("de", "de_DE"), ("en", "en_US"))
        }

    def _gone_text(self):
        day = format_date(self.env, today())
        return self.env._("Deleted by retention period on %s.", day)

    def _count(self, code, **numbers):
        """In the same transaction as the work, so a kill loses neither or both."""
        line = self._line(code)
        line.write({name: line[name] + count for name, count in numbers.items()})

    def _line(self, code):
        line = self.line_ids.filtered(lambda line: line.code == code)
        if line:
            return line
        period = self._line_period(code)
        # sudo: wa.retention.line - written by the system
        lines = guard.admitted(self.env["wa.retention.line"].sudo())
        return lines.create({"run_id": self.id, "code": code, "period_text": period})

    def _line_period(self, code):
        return self._rule(code).period_text

    def _take_stock(self):
        """What is left: on hold, and overdue, which must never go unseen."""
        # sudo: helpdesk.ticket - how many
        tickets = self.env["helpdesk.ticket"].sudo().with_context(active_test=False)
        self.undecided = tickets.search_count(self._undecided_domain())
        rules = self.env["wa.retention.rule"]._current(self.company_id)
        for code, rule in rules.items():
            due, held, oldest = self._left(code, rule._cutoff())
            if due or code in self.line_ids.mapped("code"):
                late, late_held, _o = self._left(
                    code, rule._cutoff(retention.OVERDUE_AFTER)
                )
                self._line(code).write(
                    {"held": held, "overdue": late - late_held, "oldest": oldest}
                )

    def _undecided_domain(self):
        return [
            ("company_id", "=", self.company_id.id),
            ("whatsapp_conversation_id", "!=", False),
            ("whatsapp_keep", "=", False),
            "|",
            ("stage_id.closed", "=", True),
            ("active", "=", False),
        ]

    def _left(self, code, cutoff):
        """(due and still there, of them on hold, the oldest)."""
        due = "FROM wa_message m WHERE m.company_id = %s AND {what} AND m.{start} < %s"
        parts = self._due_parts(code)
        # few people are on hold, so only their messages are looked at one by one
        held = "SELECT count(*) " + due + HELD_PEOPLE
        counted = "SELECT count(*), min(m.{start}) " + due
        where = (self.company_id.id, cutoff)
        ((count, oldest),) = self.env.execute_query(
            SQL(counted.format(**parts), *where)
        )
        ((on_hold,),) = self.env.execute_query(SQL(held.format(**parts), *where))
        return count, on_hold, oldest


def _with_few_files(rows):
    """The first of them, with as many files as one batch can delete."""
    totals = accumulate(files for _id, _start, files in rows)
    fitting = sum(total <= MOST_FILES for total in totals)
    return rows[: max(fitting, 1)]
