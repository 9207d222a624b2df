import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from odoo import models
from odoo.tools.misc import split_every

from ..lib.cloud_api import errors
from ..lib.keys import chunks
from . import guard
from .wa_erasure_run import StepFailed
from .wa_subject import KEPT

# Meta's copies end by themselves; so we don't wait for it for ever.
TRIES_AT_META = 3
# A person can have a thousand files, and each call takes a round trip.
AT_ONCE = 8
# So many a crash can make us ask for again.
BATCH_AT_META = 100
PASSING = (errors.TemporaryError, errors.NotSent, errors.UncertainOutcome)


class WaErasureMedia(models.Model):
    """Files: at Meta, in the database, and on the disk, where only looking helps."""

    _inherit = "wa.erasure"

    def _step_meta(self):
        """Ask for every file there is an ID of, that blocks are lifted and entries of
        the contact book go; no transaction while asking."""
        calls, lifts = self._media_at_meta(), self._lifts()
        entries = self._book_entries()
        self._commit()
        asked = self._delete_at_meta(calls)
        lifted = [lift.ask() for lift in lifts]
        forgotten = [entry.ask() for entry in entries]
        book = self._note_book(entries, forgotten)
        self._commit()
        # what gets on is no failure: Meta may allow only so many calls an hour
        is_patient = self.attempts < TRIES_AT_META or CONFIRMED in asked
        if PASSING_FAILED in asked + lifted + forgotten and is_patient:
            raise StepFailed("meta")
        blocked = [
            lift.channel
            for lift, outcome in zip(lifts, lifted, strict=True)
            if outcome != CONFIRMED
        ]
        gone, left_out = self._facts().get("gone_at_meta", 0), asked.count(NOT_ASKED)
        self._note(
            meta={
                "asked": gone + len(asked) - asked.count(CONFIRMED) - left_out,
                "confirmed": gone,
                "not_asked": left_out,
                "blocks": len(lifted),
                "lifted": lifted.count(CONFIRMED),
                "book": book,
            },
            still_blocked=blocked,
            book={},
        )

    def _delete_at_meta(self, calls):
        """An outcome for each. What Meta has accepted is noted batch by batch, so that
        neither a crash nor a failure makes us ask for all of them again."""
        outcomes, away = [], set()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for batch in split_every(BATCH_AT_META, calls, list):
                asked = list(pool.map(partial(_delete, away), batch))
                self._note_deleted(batch, asked)
                outcomes += asked
        return outcomes

    def _note_deleted(self, calls, asked):
        deleted = [
            (media, media_id)
            for (media, _client, media_id), outcome in zip(calls, asked, strict=True)
            if outcome == CONFIRMED
        ]
        for media, media_id in deleted:
            media._drop_meta_ids(media_id)
        gone = self._facts().get("gone_at_meta", 0) + len(deleted)
        self._note(gone_at_meta=gone)
        self._commit()

    def _media_at_meta(self):
        """(file, client, ID at Meta) of what is erased and of what stays with us, too."""
        files = self.env["wa.media"].search(
            [("subject_id", "in", self.subject_ids.ids)]
        )
        clients = {one: one._media_client_or_none() for one in files.channel_id}
        return [
            (media, clients[media.channel_id], media_id)
            for media in files
            for media_id in (media._facts().get("media_id"), media._upload_id())
            if media_id
        ]

    def _step_files(self):
        self._erase_sources("files")

    def _step_disk(self):
        """Odoo deletes files lazily, and not at all if a lock is missing."""
        attachments = self.env["ir.attachment"]
        names = self._facts().get("disk", [])
        if left := attachments._whatsapp_left(names):
            raise StepFailed(f"disk-{len(left)}")
        # the names are of no use to anybody any more
        self._note(disk=[], files_gone=len(names))


CONFIRMED, REFUSED, PASSING_FAILED = "confirmed", "refused", "passing"
NOT_ASKED = "not asked"


def _delete(away, call):
    """Runs in a thread without database access.

    `away`: clients that have just failed for a while. Whoever is not there, or allows
    no more calls, is not asked for the rest; each could wait for its time-out. Without
    a client (None) nobody can ask.
    """
    _media, client, media_id = call
    if client is None or client in away:
        return NOT_ASKED
    try:
        client.delete(media_id)
    except PASSING:
        away.add(client)
        return PASSING_FAILED
    except errors.CloudApiError:
        return REFUSED
    return CONFIRMED


class WaChannelErasing(models.Model):
    _inherit = "wa.channel"

    def _media_client_or_none(self):
        """A number without a token can't ask."""
        try:
            return self._media_client()
        except ValueError:
            return None


class WaMediaErasing(models.Model):
    _inherit = "wa.media"

    def _erase_files(self):
        """Rows and sealed bytes; the job remembers which files must be gone."""
        attachments = self._all_attachments()
        self._remember_disk(attachments)
        guard.admitted(attachments).unlink()
        guard.admitted(self).unlink()

    def _drop_meta_ids(self, media_id=None):
        """This one, or that of the received file: Meta has it no more."""
        facts = self._facts()
        if media_id and media_id == self._upload_id():
            self._admitted_write({"upload_sealed": False})
        elif facts.pop("media_id", None):
            sealed = self._seal_facts(self.uuid, self.subject_id, facts, self.key_class)
            self._admitted_write({"facts_sealed": sealed})

    def _all_attachments(self):
        # sudo: ir.attachment - the sealed bytes of our own rows
        return (
            self.env["ir.attachment"]
            .sudo()
            .search([("res_model", "=", self._name), ("res_id", "in", self.ids)])
        )

    def _remember_disk(self, attachments):
        names = [name for name in attachments.mapped("store_fname") if name]
        # sudo: wa.erasure - the job of these people, which is running just now
        jobs = (
            self.env["wa.erasure"]
            .sudo()
            .search([("subject_ids", "in", self.subject_id.ids)])
        )
        for job in jobs.filtered(lambda j: not j.finished_at)[:1]:
            known = job._facts().get("disk", [])
            job._note(disk=sorted({*known, *names}))

    def _seal_for_keeping(self):
        """The same file under another key; the old ciphertext goes."""
        if self.key_class == KEPT:
            return
        old = self._all_attachments()
        facts = self._facts()
        facts.pop("media_id", None)
        attachment = self._sealed_anew() if self.attachment_id else None
        self._admitted_write(
            {
                "key_class": KEPT,
                "attachment_id": attachment.id if attachment else False,
                "facts_sealed": self._seal_facts(
                    self.uuid, self.subject_id, facts, KEPT
                ),
                "upload_sealed": False,
            }
        )
        self._remember_disk(old)
        guard.admitted(old).unlink()

    def _sealed_anew(self):
        key, aad = self.env["wa.vault"]._file_key(self.uuid, self.subject_id, KEPT)
        # sudo: ir.attachment - the bytes of our own row
        attachments = guard.admitted(self.env["ir.attachment"].sudo())
        folder = attachments._whatsapp_folder()
        with self._open() as clear, tempfile.TemporaryFile(dir=folder) as file:
            chunks.seal_stream(key, clear, file, aad)
            return attachments._whatsapp_store(self, file)
