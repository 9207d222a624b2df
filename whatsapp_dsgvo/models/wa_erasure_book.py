from odoo import models

from ..lib.cloud_api import errors, payloads
from .wa_erasure_media import PASSING, PASSING_FAILED, REFUSED

DELETED, ABSENT = "deleted", "absent"


class WaErasureBook(models.Model):
    """The person's entry in Meta's contact book, which has no period of its own."""

    _inherit = "wa.erasure"

    def _book_entries(self):
        """What is still to be asked for, without a transaction afterwards."""
        done = self._facts().get("book", {})
        entries = self.subject_ids._book_entries()
        return [entry for entry in entries if entry.key not in done]

    def _note_book(self, entries, outcomes):
        """{entry: outcome}, of former attempts too; who was answered isn't asked again.

        The second answer would say that there was no entry.
        """
        asked = {e.key: outcome for e, outcome in zip(entries, outcomes, strict=True)}
        book = {**self._facts().get("book", {}), **asked}
        answered = {k: v for k, v in book.items() if v in (DELETED, ABSENT)}
        self._note(book=answered)
        return _counted(book)

    def _unasked_book(self):
        """In quarantine nobody is asked."""
        return _counted(
            {entry.key: REFUSED for entry in self.subject_ids._book_entries()}
        )


class WaSubjectBook(models.Model):
    _inherit = "wa.subject"

    def _book_entries(self):
        return [_Entry(*place) for place in self._book_places()]

    def _book_places(self):
        """[(identity, number)]: of each account this person wrote to, for a BSUID is
        known to one portfolio."""
        places = []
        for subject in self:
            channels = subject.conversation_ids.channel_id.grouped("waba_id").values()
            known = subject.identity_ids.filtered(lambda one: one.kind == "bsuid")
            places += [(one, own[:1]) for one in known for own in channels]
        return places

    def _told_book(self):
        """For the preview: whether Meta can be asked for it."""
        if self.identity_ids.filtered(lambda one: one.kind == "bsuid"):
            return self.env._(
                "Meta is asked to delete the entry in its contact book; it may keep the "
                "number in a cache for up to 30 days."
            )
        return self.env._(
            "No WhatsApp ID is known, so Meta can't be asked to delete an entry in its "
            "contact book; one that is there stays until you switch the contact book off."
        )


class _Entry:
    """One entry at Meta, and what asking for it needs."""

    def __init__(self, identity, channel):
        self.key = f"{identity.id}-{channel.id}"
        self.bsuid = identity._value()
        try:
            self.client = channel._client()
        except ValueError:
            # a number without a token can't ask
            self.client = None

    def ask(self):
        if self.client is None:
            return REFUSED
        try:
            deleted = self.client.forget_contact(self.bsuid)
        except PASSING:
            return PASSING_FAILED
        except (errors.CloudApiError, payloads.InvalidPayload):
            return REFUSED
        return {True: DELETED, False: ABSENT}.get(deleted, REFUSED)


def _counted(book):
    """What the certificate tells; numbers only."""
    found = list(book.values())
    return {
        "asked": len(found),
        "deleted": found.count(DELETED),
        "absent": found.count(ABSENT),
    }
