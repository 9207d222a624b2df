from odoo import models

from ..lib.privacy import archive, erasure
from . import guard
from .privacy_source import Source
from .wa_retention_rule import today


class WaPrivacySources(models.Model):
    """What is stored of a person, told once: preview, erasure and access ask here."""

    _inherit = "wa.subject"

    def _wa_privacy_sources(self):
        """All records of these people, in the order they are erased.

        The one hook for other addons: extend `wa.subject`, call super and add sources
        (docs/privacy-sources.md). Called anew for every batch, with sudo.
        """
        kept = self._kept_messages()
        # by conversation, as the index of the largest table has it
        messages = self.env["wa.message"].search(
            [("conversation_id", "in", self.conversation_ids.ids)]
        )
        files = self.env["wa.media"].search([("subject_id", "in", self.ids)])
        kept_files = files.filtered(lambda media: media.message_id in kept)
        return [
            self._source_events(),
            Source(
                "stubs",
                self.env._("Entries in the chatter of tickets"),
                messages.mail_message_id,
                kept.mail_message_id,
                self._erase_stubs,
                erasure.CHATTER,
            ),
            Source(
                "files",
                self.env._("Files"),
                files,
                kept_files,
                lambda batch: batch._erase_files(),
                erasure.FILES,
            ),
            Source(
                "messages",
                self.env._("Messages and notes"),
                messages,
                kept,
                lambda batch: guard.admitted(batch).unlink(),
                erasure.MESSAGES,
            ),
            *self._people_sources(kept),
        ]

    def _people_sources(self, kept):
        """What tells who it is; last, since it is needed to find the rest."""
        visits = self.env["wa.self.visit"].search([("subject_id", "in", self.ids)])
        return [
            Source(
                "consents",
                self.env._("Consents"),
                self.consent_ids,
                self.consent_ids.browse(),
                lambda batch: guard.admitted(batch).unlink(),
                erasure.PEOPLE,
            ),
            Source(
                "visits",
                self.env._("Visits to the self-service page"),
                visits,
                visits.browse(),
                lambda batch: guard.admitted(batch).unlink(),
                erasure.PEOPLE,
            ),
            Source(
                "identities",
                self.env._("Identities"),
                self.identity_ids,
                self.identity_ids.browse(),
                lambda batch: batch.unlink(),
                erasure.PEOPLE,
            ),
            Source(
                "conversations",
                self.env._("Conversations"),
                self.conversation_ids,
                kept.conversation_id,
                lambda batch: batch._erase_conversations(),
                erasure.PEOPLE,
            ),
        ]

    def _kept_messages(self):
        """Messages under a hold, or of a class the law makes the company keep."""
        held = self._active_holds().message_ids
        # sudo: wa.message - which of them must stay
        messages = (
            self.env["wa.message"]
            .sudo()
            .search(
                [
                    ("conversation_id", "in", self.conversation_ids.ids),
                    "|",
                    ("id", "in", held.ids),
                    ("retention_class", "in", list(archive.DUTIES)),
                ]
            )
        )
        return messages.filtered(
            lambda m: (
                m in held or archive.must_be_kept(m.retention_class, m._day(), today())
            )
        )

    def _active_holds(self):
        # sudo: wa.hold - what must not be erased is asked for everybody
        return (
            self.env["wa.hold"]
            .sudo()
            .search(
                [
                    ("subject_id", "in", self.ids),
                    ("until", ">=", today()),
                    ("released_at", "=", False),
                ]
            )
        )

    def _whole_holds(self):
        """Those that hold everything of the person."""
        return self._active_holds().filtered(lambda hold: not hold.message_ids)

    def _erase_stubs(self, stubs):
        """With them go their notifications and mails that were not sent yet."""
        self.env["mail.mail"].search([("mail_message_id", "in", stubs.ids)]).unlink()
        guard.admitted(stubs).unlink()
