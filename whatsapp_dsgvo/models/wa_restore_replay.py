from datetime import datetime

from odoo import api, fields, models

from .. import wake
from ..lib.keys.restore import scope_of
from ..lib.privacy import erasure
from . import guard

BATCH = 100


class WaRestoreReplay(models.Model):
    """Repeating what a backup does not know, one `_replay_<kind>` per kind.

    Position and effect are one transaction: a crash repeats nothing and leaves out
    nothing; and each step does nothing where it has been done before.
    """

    _inherit = "wa.restore"

    @api.model
    def _replay_batch(self):
        """Some entries; True while more remain."""
        restore = self._open()
        if restore.state != "replaying" or not restore.try_lock_for_update():
            return False
        entries = self._entries_since(restore.replayed_seq)[:BATCH]
        for entry in entries:
            restore._replay(entry)
        vals = {"replayed_seq": entries[-1].seq} if entries else {"state": "replayed"}
        restore._admitted_write(vals)
        return bool(entries)

    def _replay(self, entry):
        company_id, digest = scope_of(entry.digest)
        # sudo: res.company - the journal concerns all of them
        companies = self.env["res.company"].sudo()
        concerned = companies.browse(company_id).exists() if company_id else None
        if concerned is None:
            concerned = companies.search([("id", ">", 0)])
        at = datetime.fromisoformat(entry.at.removesuffix("Z"))
        for company in concerned:
            # sudo: wa.restore - repeated by the system, in the company it concerns
            step = self.sudo().with_company(company)
            getattr(step, f"_replay_{entry.kind}")(company, digest, at)
        self._remember(entry, concerned[:1] or self.env.company, digest, at)

    def _remember(self, entry, company, digest, at):
        # sudo: wa.journal.mark - the database knows it again
        guard.admitted(self.env["wa.journal.mark"].sudo()).create(
            {
                "company_id": company.id,
                "at": at,
                "kind": entry.kind,
                "digest": digest,
                "seq": entry.seq,
                "entry_hash": entry.entry_hash,
            }
        )

    def _people(self, company, digest):
        identities = self.env["wa.identity"].search(
            [("company_id", "=", company.id), ("blind_index", "=", digest)]
        )
        return identities.subject_id

    def _replay_withdrawal(self, company, digest, at):
        """Everything is withdrawn: the journal does not say which purpose it was."""
        for subject in self._people(company, digest):
            for conversation in subject.conversation_ids:
                conversation._withdraw(None, "restore", actor="system")
        self.env["wa.suppression"]._suppress_index(company, digest, at)

    def _replay_erasure(self, company, digest, at):
        """A job like the first one; what comes late for the person finds a tombstone."""
        stones = self.env["wa.tombstone"]
        known = [
            ("company_id", "=", company.id),
            ("blind_index", "=", digest),
            ("erased_at", "=", at),
        ]
        if not stones.search_count(known):
            guard.admitted(stones).create(
                {"company_id": company.id, "blind_index": digest, "erased_at": at}
            )
        jobs = self.env["wa.erasure"]
        for subject in self._people(company, digest):
            if not subject.erased_at and not jobs._is_being_erased(subject):
                self._erase_again(company, subject, at)

    def _erase_again(self, company, subject, at):
        request = self.env["wa.request"].create(
            {
                "kind": "erasure",
                "company_id": company.id,
                "received_at": at,
                "received_by": "whatsapp",
                "subject_ids": [(6, 0, subject.ids)],
            }
        )
        request.message_post(
            body=self.env._("Erased before; repeated after a backup was restored.")
        )
        job = guard.admitted(self.env["wa.erasure"]).create(
            {
                "company_id": company.id,
                "request_id": request.id,
                "subject_ids": [(6, 0, subject.ids)],
                "keep_suppression": True,
                "requested_by_id": self.started_by_id.id,
                "state": erasure.CONFIRMED,
                "confirmed_at": fields.Datetime.now(),
                "next_try_at": fields.Datetime.now(),
            }
        )
        request.state = "running"
        self._admitted_write({"erasure_ids": [(4, job.id)]})
        wake.after_commit(self.env, "cron_run_erasures")

    def _replay_retention(self, _company, _digest, _at):
        """The rules find again what they found then; the run itself is not copied."""
        wake.after_commit(self.env, "cron_run_retention")
