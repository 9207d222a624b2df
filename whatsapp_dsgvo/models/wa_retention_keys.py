from odoo import api, fields, models
from odoo.tools import SQL

from .. import wake
from ..lib.keys.errors import KeyStoreError
from . import guard
from .wa_ledger_entry import EVIDENCE as EVIDENCE_KEY
from .wa_subject import CONTENT, KEPT, PERSON

CLAIM = """
    SELECT id, subject_uuid FROM wa_retention_key
     WHERE company_id = %s AND id > %s ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
"""
# The classes are written out: the index of what is kept is one of a condition.
STILL_USED = f"""
    SELECT s.uuid, '{CONTENT}' FROM wa_subject s
     WHERE s.uuid = ANY(%(people)s)
       AND (EXISTS (SELECT 1 FROM wa_message m
                     WHERE m.subject_id = s.id AND m.key_class = '{CONTENT}'
                       AND m.content_sealed IS NOT NULL)
         OR EXISTS (SELECT 1 FROM wa_media f
                     WHERE f.subject_id = s.id AND f.key_class = '{CONTENT}')
         OR EXISTS (SELECT 1 FROM wa_message m
                     WHERE m.subject_id = s.id AND m.wamid_sealed IS NOT NULL)
         OR EXISTS (SELECT 1 FROM wa_request q WHERE q.correction_key = s.uuid))
     UNION ALL
    SELECT s.uuid, '{KEPT}' FROM wa_subject s
     WHERE s.uuid = ANY(%(people)s)
       AND (EXISTS (SELECT 1 FROM wa_message m
                     WHERE m.subject_id = s.id AND m.key_class = '{KEPT}'
                       AND m.content_sealed IS NOT NULL)
         OR EXISTS (SELECT 1 FROM wa_media f
                     WHERE f.subject_id = s.id AND f.key_class = '{KEPT}'))
"""


class WaRetentionKey(models.Model):
    """People of whom something was deleted: does their key still open anything?"""

    _name = "wa.retention.key"
    _description = "Key to be looked at by the retention run"
    _inherit = "wa.guarded.mixin"
    _log_access = False

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    # no foreign key: the person may be gone already
    subject_uuid = fields.Char(required=True, readonly=True)

    _subject_uniq = models.UniqueIndex("(subject_uuid)")

    @api.model
    def _look_at(self, company, uuids):
        self.env.cr.execute(
            "INSERT INTO wa_retention_key (company_id, subject_uuid)"
            " SELECT %s, unnest(%s::text[]) ON CONFLICT DO NOTHING",
            [company.id, list(uuids)],
        )


class WaRetentionKeys(models.Model):
    _inherit = "wa.retention.run"

    def _batch_keys(self, after, size):
        """The key of content goes with the last content, so backups lose it, too."""
        rows = self.env.execute_query(SQL(CLAIM, self.company_id.id, after or 0, size))
        if not rows:
            return 0, None, []
        gone, ours, used, busy = self._sort_people([uuid for _id, uuid in rows])
        self.keys += self._forget(
            [
                (uuid, k)
                for uuid in ours
                for k in (CONTENT, KEPT)
                if (uuid, k) not in used
            ]
            + [
                (uuid, k)
                for uuid in gone
                for k in (CONTENT, KEPT, PERSON, EVIDENCE_KEY)
            ]
        )
        looked_at = [id_ for id_, uuid in rows if uuid not in busy]
        self.env.cr.execute(
            "DELETE FROM wa_retention_key WHERE id = ANY(%s)", [looked_at]
        )
        return len(rows), rows[-1][0] if len(rows) == size else None, []

    def _sort_people(self, uuids):
        """(people who are gone, those we looked at, {(person, class) their keys still
        open something of}, people in use just now).

        Whoever seals holds the person FOR SHARE, and we hold it FOR UPDATE; what was
        sealed just before is seen by a transaction that begins under that lock.
        """
        cr = self.env.cr
        cr.execute(
            "SELECT uuid FROM wa_subject WHERE uuid = ANY(%s) FOR UPDATE SKIP LOCKED",
            [uuids],
        )
        ours = {row[0] for row in cr.fetchall()}
        with self.env.registry.cursor() as fresh:
            fresh.execute("SELECT uuid FROM wa_subject WHERE uuid = ANY(%s)", [uuids])
            there = {row[0] for row in fresh.fetchall()}
            fresh.execute(STILL_USED, {"people": list(ours)})
            used = set(fresh.fetchall())
        return set(uuids) - there, ours, used, there - ours

    def _forget(self, pairs):
        try:
            return self.env["wa.vault"]._vault().store.forget(pairs)
        except KeyStoreError as error:
            raise self.env["wa.vault"]._keys_away(error) from None


class WaJournalMark(models.Model):
    _inherit = "wa.journal.mark"

    kind = fields.Selection(
        selection_add=[("retention", "Retention run")],
        ondelete={"retention": "cascade"},
    )

    @api.model
    def _note_run(self, run):
        """A restored backup is told that a run happened; it has to run again."""
        # sudo: wa.journal.mark - written by the channel only
        guard.admitted(self.sudo()).create(
            {
                "company_id": run.company_id.id,
                "at": fields.Datetime.now(),
                "kind": "retention",
                "digest": self.env["wa.vault"]._digest(run.uuid.encode()),
            }
        )
        wake.after_commit(self.env, "cron_seal")
