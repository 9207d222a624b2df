from collections import Counter

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_datetime

from ..lib.privacy import archive, erasure, retention
from .roles import COORDINATION
from .wa_ledger_entry import EVIDENCE
from .wa_retention_rule import aware
from .wa_subject import CONTENT, PERSON


class WaSubjectPreview(models.Model):
    """What an erasure would do, counted by the code that does it."""

    _inherit = "wa.subject"

    def _source_counts(self):
        """{source: number of records that go}."""
        return {
            source.name: len(source.to_erase())
            for source in self._wa_privacy_sources()
            if source.to_erase()
        }

    def _kept_facts(self):
        """[{"norm", "until", "messages"}] of what must stay."""
        kept = {}
        holds = self._active_holds()
        for message in self._kept_messages():
            reason = message._kept_because(holds)
            kept[reason] = kept.get(reason, 0) + 1
        return [
            {"norm": norm, "until": until, "messages": number}
            for (norm, until), number in sorted(kept.items())
        ]

    def _key_ids(self):
        """["person's uuid/class/version"] of the keys that go; none tells who it was."""
        store = self.env["wa.vault"]._vault().store
        pairs = [(s.uuid, k) for s in self for k in (PERSON, CONTENT, EVIDENCE)]
        keys = store.get_many(pairs).values()
        return sorted(f"{key.subject}/{key.klass}/{key.version}" for key in keys)

    def _identity_kinds(self):
        """{kind: how many}, former ones too."""
        return dict(Counter(sorted(self.identity_ids.mapped("kind"))))


class WaMessageKept(models.Model):
    _inherit = "wa.message"

    def _day(self):
        """That of Berlin: half past eleven in UTC on 31 December is the next year."""
        return retention.day_in_berlin(aware(self.event_at))

    def _kept_because(self, holds):
        """(norm, last day) of the duty or hold that lasts longest."""
        reasons = [
            (hold.until.isoformat(), hold.norm)
            for hold in holds
            if self in hold.message_ids
        ]
        until = archive.kept_until(self.retention_class, self._day())
        if until:
            reasons.append((until.isoformat(), archive.norm(self.retention_class)))
        day, norm = max(reasons)
        return norm, day


class WaErasurePreview(models.Model):
    """The job in words: where it stands, and what hinders it."""

    _inherit = "wa.erasure"

    def _check_may_operate(self):
        if not self.env.user.has_group(COORDINATION):
            raise AccessError(
                self.env._("Only the data protection coordination erases.")
            )

    @api.model
    def _check_backup_days(self):
        days = self._key_backup_days()
        if not days:
            raise UserError(
                self.env._(
                    "Before the first erasure somebody has to say after how many days "
                    "backups of the key store are deleted: Settings → WhatsApp → "
                    "Erasure. The certificate names that date."
                )
            )
        return days

    def _progress_text(self):
        last = self.step or None
        numbers = {"number": erasure.number(last), "count": len(erasure.STEPS)}
        if self.state == erasure.STOPPED:
            return self._stopped_text(numbers)
        if self.state in (erasure.CONFIRMED, erasure.RUNNING):
            return self.env._(
                "Step %(number)s of %(count)s: %(step)s … You may close this window.",
                step=self._step_name(last),
                **numbers,
            )
        if self.state == erasure.DONE:
            return self.env._(
                "Erased on %(at)s, it took %(seconds)s s.",
                at=self._local(self.finished_at),
                seconds=int((self.finished_at - self.started_at).total_seconds()) or 1,
            )
        return dict(self._fields["state"]._description_selection(self.env))[self.state]

    def _stopped_text(self, numbers):
        gone = erasure.keys_are_gone(self.step or None)
        parts = [
            self.env._(
                "Stopped at step %(number)s of %(count)s: %(step)s (%(code)s).",
                step=self._step_name(self.step or None),
                code=self.error,
                **numbers,
            )
        ]
        if hindrance := self._hindrance():
            parts.append(hindrance)
        if gone:
            parts.append(
                self.env._(
                    "Everything is unreadable already (keys destroyed %(at)s). No "
                    "certificate until the rest is done.",
                    at=self._local(self.keys_destroyed_at),
                )
            )
        parts.append(
            self.env._("Next attempt %(at)s.", at=self._local(self.next_try_at))
        )
        return " ".join(parts)

    def _hindrance(self):
        """What people can do something about."""
        return {
            "hold": self.env._(
                "Everything of this person is held by now. Nothing has been erased; it "
                "begins when the legal hold ends."
            ),
            "journal": self.env._(
                "The erasure journal or its second place can't be reached. Nothing has "
                "been erased yet; it goes on by itself once both know of the erasure."
            ),
        }.get(self.error)

    def _local(self, at):
        return format_datetime(self.env, at)

    def _step_name(self, last):
        step = (erasure.remaining(last) or erasure.STEPS[-1:])[0]
        names = {
            erasure.TELL: self.env._("tell the person"),
            erasure.BLOCK: self.env._("nobody writes to the person any more"),
            erasure.JOURNAL: self.env._("journal outside the database"),
            erasure.META: self.env._("ask Meta to delete files"),
            erasure.KEEP: self.env._("lock what must stay"),
            erasure.EVENTS: self.env._("received events"),
            erasure.CHATTER: self.env._("entries in tickets"),
            erasure.FILES: self.env._("files"),
            erasure.MESSAGES: self.env._("messages"),
            erasure.OTHERS: self.env._("records of other apps"),
            erasure.CONTACT: self.env._("the contact"),
            erasure.SCAN: self.env._("search for copies"),
            erasure.PEOPLE: self.env._("identities and consents"),
            erasure.KEYS: self.env._("destroy the keys"),
            erasure.LEDGER: self.env._("contents of the ledger"),
            erasure.DISK: self.env._("check that the files are gone from the disk"),
            erasure.RECIPIENTS: self.env._("tell colleagues"),
            erasure.CERTIFICATE: self.env._("certificate"),
        }
        return names[step]

    def action_verify(self):
        self.ensure_one()
        self.check_access("read")
        # sudo: wa.erasure - the signing key is the installation's
        right = self.sudo()._verify_certificate()
        message = (
            self.env._("The certificate is unaltered and ours.")
            if right
            else self.env._("This certificate was altered or is not ours.")
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"message": message, "type": "success" if right else "danger"},
        }
