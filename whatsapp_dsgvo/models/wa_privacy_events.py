from datetime import datetime, timezone

from odoo import models

from ..lib.privacy import erasure, redact
from .privacy_source import Source
from .wa_event import INBOX


class WaPrivacyEvents(models.Model):
    """Parked webhooks may name the person too, and nobody else finds them."""

    _inherit = "wa.subject"

    def _source_events(self):
        events = self._parked_events()
        return Source(
            "events",
            self.env._("Received events that could not be worked off"),
            events,
            events.browse(),
            self._erase_from_events,
            erasure.EVENTS,
        )

    def _parked_events(self):
        """Few and young: each is opened, for its senders are not known any more."""
        # sudo: wa.event - opened by the machine only
        parked = (
            self.env["wa.event"]
            .sudo()
            .search(
                [
                    ("state", "=", "parked"),
                    ("app_id.company_id", "in", self.company_id.ids),
                ]
            )
        )
        return parked.filtered(
            lambda event: (
                event._without(*self._needles_in(event)) != event._clear_body()
            )
        )

    def _needles_in(self, event):
        """(what names them, whether an ID is among it); Meta writes no plus sign.

        After a number was taken over, or an erasure has begun, what names it is
        somebody else's.
        """
        own = self._own_identities()
        theirs = self.identity_ids.filtered(
            lambda one: (
                (one in own or one.valid_to > event.received_at)
                and not one.subject_id._was_erased_before(event.received_at)
            )
        )
        values = [identity._value() for identity in theirs]
        return [value.lstrip("+") for value in values if value], "bsuid" in (
            theirs.mapped("kind")
        )

    def _was_erased_before(self, at):
        return bool(self.erased_at and self.erased_at < at)

    def _erase_from_events(self, events):
        for event in events:
            event._redact(*self._needles_in(event))


class WaEventRedact(models.Model):
    _inherit = "wa.event"

    def _without(self, needles, has_id=False):
        """The clear body without these people; None if it was about them only."""
        body = self._clear_body()
        return body and redact.without(body, needles, has_id)

    def _redact(self, needles, has_id=False):
        rest = self._without(needles, has_id)
        if rest is None:
            self.unlink()
            return
        subject = f"{INBOX}/{self.day.isoformat()}"
        self.body = self.env["wa.vault"]._seal(
            rest, self._name, "body", self.digest, subject, INBOX
        )

    def _was_erased(self, channel, item):
        """A message that was written before its writer was erased comes again."""
        at = item.at or datetime.now(timezone.utc)
        return self.env["wa.tombstone"]._covers(channel.company_id, item, at)
