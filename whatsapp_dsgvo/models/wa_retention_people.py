from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL

from ..lib.privacy.retention_classes import EVIDENCE, NO_CONSENT
from . import silence
from .roles import COORDINATION
from .wa_erasure_lift import BLOCKED_AT_META
from .wa_retention_hold import LOCK_HOLDS, OPEN_CASE, hold_lives

# Meta is asked each day that long, then people lift it in its own pages.
ASKED_FOR = timedelta(days=3)
# What was asked before that was no question of this run's.
LATELY = timedelta(days=30)

# Nothing is left of these people but evidence, and that is no longer needed either.
PEOPLE = """
    SELECT s.id, s.uuid FROM wa_subject s
     WHERE s.company_id = %s AND s.create_date < %s
       AND NOT EXISTS (SELECT 1 FROM wa_message m WHERE m.subject_id = s.id)
       AND NOT EXISTS (SELECT 1 FROM wa_consent c WHERE c.subject_id = s.id
                        AND (c.state IN ('given', 'pending', 'reconfirm', 'blocked')
                             OR c.since >= %s))
"""
# The last of whom we asked in vain: number and name.
SILENT = f"""
    SELECT s.id, s.uuid FROM wa_subject s
     WHERE s.company_id = %s AND s.create_date < %s
       AND NOT EXISTS (SELECT 1 FROM wa_message m WHERE m.subject_id = s.id)
       AND NOT EXISTS (SELECT 1 FROM wa_conversation v WHERE v.subject_id = s.id
                        AND v.last_inbound_at >= %s)
       AND {silence.SILENT}
"""
FREE = """
       AND s.restricted IS NOT TRUE
       AND NOT EXISTS (SELECT 1 FROM wa_hold h WHERE h.subject_id = s.id
                        AND {lives})
       AND NOT {asked}
"""
WHOLE = {EVIDENCE: PEOPLE, NO_CONSENT: SILENT}
# From when on their period runs.
SINCE = {
    EVIDENCE: """
        greatest(s.create_date, (SELECT max(since) FROM wa_consent c
                                  WHERE c.subject_id = s.id))
""",
    NO_CONSENT: """
        greatest(s.create_date, (SELECT max(last_inbound_at) FROM wa_conversation v
                                  WHERE v.subject_id = s.id))
""",
}
LEFT = """
    SELECT count(*), count(*) FILTER (WHERE NOT (TRUE {free})), min({since})
      FROM wa_subject s WHERE s.id IN (SELECT id FROM ({people}) AS p)
"""
LOOK = " AND s.id > %s ORDER BY s.id LIMIT %s"
CLAIM = " AND s.id = ANY(%s) ORDER BY s.id FOR UPDATE OF s SKIP LOCKED"
STANDING = """
    EXISTS (SELECT 1 FROM wa_conversation v
             WHERE v.subject_id = s.id AND {blocked})
"""


def people_sql(code):
    """Due by the rule of this class, and nothing holds them."""
    return WHOLE[code] + _free_sql()


def asked_sql():
    """Condition on `s`: also who asked for erasure is erased by that, with all it does."""
    return OPEN_CASE.format(person="s.id", kinds="")


def _free_sql():
    return FREE.format(lives=hold_lives(), asked=asked_sql())


def standing_sql():
    """Condition on `s`: Meta may still have them on its list of the blocked."""
    return STANDING.format(blocked=BLOCKED_AT_META)


class WaRetentionPeople(models.Model):
    """The last of a person: number, name, evidence. Before it the block at Meta goes,
    which nobody could lift of a number that is not known any more.
    """

    _inherit = "wa.retention.run"

    def _claim_people(self, people, code, condition, after, size):
        """([(id, uuid)], the last one looked at if there may be more).

        Looked for before anybody has to wait, since that may read everybody; then some
        of those found are claimed while no hold comes.
        """
        cutoff = self._rule(code)._cutoff()
        query = f"{people} {_free_sql()} AND {condition}"
        facts = self.company_id.id, cutoff, cutoff
        look = SQL(query + LOOK, *facts, after or 0, size)
        found = [row[0] for row in self.env.execute_query(look)]
        if not found:
            return [], None
        self._commit()
        self.env.cr.execute(LOCK_HOLDS)
        rows = self.env.execute_query(SQL(query + CLAIM, *facts, found))
        return rows, found[-1] if len(found) == size else None

    def _batch_people(self, after, size):
        free = f"NOT {standing_sql()}"
        rows, last = self._claim_people(PEOPLE, EVIDENCE, free, after, size)
        self._forget_people(rows, EVIDENCE)
        return len(rows), last, []

    def _batch_silent(self, after, size):
        """Number and name of whom we asked in vain, with the last of our notices."""
        free = f"NOT {standing_sql()}"
        rows, last = self._claim_people(SILENT, NO_CONSENT, free, after, size)
        self._forget_people(rows, NO_CONSENT)
        return len(rows), last, []

    def _batch_lift(self, after, size):
        """Few are blocked for years; each of them is looked at once a day."""
        blocked = standing_sql()
        rows, last = self._claim_people(PEOPLE, EVIDENCE, blocked, after, size)
        self._forget_people([row for row in rows if self._lift(row[0])], EVIDENCE)
        return len(rows), last, []

    def _lift(self, subject_id):
        """Whether the person may be forgotten although Meta may still block them."""
        # sudo: wa.subject - the run is the system's
        subject = self.env["wa.subject"].sudo().browse(subject_id)
        blocked = subject.conversation_ids.filtered(
            lambda one: one._may_be_blocked_at_meta()
        )
        # every one of them is asked for
        enough = [one._lift_for_retention() for one in blocked]
        if not all(enough):
            return False
        for channel in blocked.channel_id:
            channel._ask_to_lift()
        return True

    def _left(self, code, cutoff):
        """Of whole people too: their class has no messages, or goes on after them."""
        found = [] if code == EVIDENCE else [super()._left(code, cutoff)]
        if code in WHOLE:
            query = LEFT.format(free=_free_sql(), since=SINCE[code], people=WHOLE[code])
            where = self.company_id.id, cutoff, cutoff
            found += self.env.execute_query(SQL(query, *where))
        due, held, oldest = zip(*found, strict=True)
        return sum(due), sum(held), min(filter(None, oldest), default=None)

    def _forget_people(self, rows, code):
        """Evidence of consents: contents and keys go, the chain still verifies."""
        if not rows:
            return
        ids, uuids = [row[0] for row in rows], [row[1] for row in rows]
        # sudo: wa.subject - the run is the system's
        self.env["wa.subject"].sudo().browse(ids)._forget_at_meta(self.uuid)
        cr = self.env.cr
        cr.execute(
            "UPDATE wa_ledger_entry SET blob = NULL, redacted_at = %s"
            " WHERE pseudonym = ANY(%s) AND blob IS NOT NULL",
            [fields.Datetime.now(), uuids],
        )
        # what was to be corrected has their key; that there was a request stays
        cr.execute(
            "UPDATE wa_request SET correction_sealed = NULL, correction_key = NULL"
            " WHERE correction_key = ANY(%s)",
            [uuids],
        )
        cr.execute("DELETE FROM wa_subject WHERE id = ANY(%s)", [ids])
        self.env["wa.retention.key"]._look_at(self.company_id, uuids)
        self._count(code, done=len(rows))


class WaConversationRetentionLift(models.Model):
    _inherit = "wa.conversation"

    def _lift_for_retention(self):
        """Whether enough was asked: for three days, or nobody can ask."""
        now = fields.Datetime.now()
        # sudo: wa.meta.call - the run is the system's
        calls = self.env["wa.meta.call"].sudo()
        asked = calls.search(
            [
                ("conversation_id", "=", self.id),
                ("kind", "=", "unblock"),
                ("id", ">", self._last_block().id),
                ("queued_at", ">=", now - LATELY),
            ]
        )
        if asked and min(asked.mapped("queued_at")) <= now - ASKED_FOR:
            return True
        if not asked or asked[-1].state not in ("waiting", "calling"):
            self._tell_meta("unblock")
        return False

    def _last_block(self):
        # sudo: wa.meta.call - the run is the system's
        calls = self.env["wa.meta.call"].sudo()
        block = [("conversation_id", "=", self.id), ("kind", "=", "block")]
        return calls.search(block, order="id desc", limit=1)


class WaChannelLift(models.Model):
    _inherit = "wa.channel"

    def _ask_to_lift(self):
        """Meta would not: people do it in its own pages. We know no number any more."""
        for user in self.company_id._whatsapp_people(COORDINATION):
            self._give_task(
                user,
                self.with_context(lang=user.lang).env._(
                    "A person whose periods are over is still blocked in WhatsApp "
                    "Manager, number %(channel)s: please lift the block there.",
                    channel=self.name,
                ),
            )

    def _tell_book_kept(self):
        """Once while it is open: whose entry it is nobody knows any more."""
        for user in self.company_id._whatsapp_people(COORDINATION):
            summary = self.with_context(lang=user.lang).env._(
                "Meta was asked in vain to delete entries in its contact book, number "
                "%(channel)s: they stay until you switch the contact book off.",
                channel=self.name,
            )
            told = self.activity_ids.filtered(
                lambda one, user=user: one.user_id == user
            )
            if summary not in told.mapped("summary"):
                self._give_task(user, summary)

    def _give_task(self, user, summary):
        self.with_context(mail_activity_quick_update=True).activity_schedule(
            "mail.mail_activity_data_todo", summary=summary, user_id=user.id
        )
