from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ..lib.keys.errors import KeyStoreError
from ..lib.keys.restore import ERASURE
from . import guard
from .wa_erasure_run import StepFailed
from .wa_subject import KEPT

ON_THE_WAY_OUT = ("queued", "waiting_for_window")


class WaErasureBlock(models.Model):
    """The first steps: nobody writes to the person any more, and nothing new is stored
    for them; what a restored backup must be told stands outside the database.
    """

    _inherit = "wa.erasure"

    def _step_block(self):
        """From here on a message of the person is one of somebody we don't know."""
        subjects = self.subject_ids
        self._close(subjects)
        # a new transaction sees what those wrote whom the lock has waited for
        self._commit()
        self.env["wa.tombstone"]._set(subjects)
        for subject in subjects:
            self._note_in_journal(subject)
            self._settle_suppression(subject, subject.erased_at)
        current = subjects.identity_ids.filtered(lambda i: not i.valid_to)
        current._end(fields.Datetime.now())
        self._remember_tickets(subjects)
        self._stop_traffic(subjects)
        self._drop_block_calls(subjects)
        self._note(
            preview=subjects._source_counts(),
            kept=subjects._kept_facts(),
            key_ids=subjects._key_ids(),
            scope={
                "identities": subjects._identity_kinds(),
                "contact": bool(self.partner_ids),
            },
        )

    def _note_in_journal(self, subject):
        """A restored backup has the contact again, and what the list has forgotten."""
        contact = bool(subject.partner_id & self.partner_ids)
        marks = self.env["wa.journal.mark"]
        marks._note_erasure(subject, contact, not self.keep_suppression)

    def _close(self, subjects):
        """Whoever encrypts or sets a hold has the person FOR SHARE until their commit.

        Who comes later finds the person erased.
        """
        self.env.cr.execute(
            "SELECT id FROM wa_subject WHERE id = ANY(%s) ORDER BY id FOR UPDATE",
            [subjects.ids],
        )
        if self._are_held(subjects):
            raise StepFailed("hold")
        fresh = subjects.filtered(lambda s: not s.erased_at)
        fresh.write({"erased_at": fields.Datetime.now(), "restricted": True})

    def _are_held(self, subjects):
        """Asked with a new view: ours may be older than what the lock has waited for."""
        self.env.flush_all()
        with self.env.registry.cursor() as cr:
            return bool(subjects.with_env(self.env(cr=cr))._whole_holds())

    def _remember_tickets(self, subjects):
        tickets = self.env["helpdesk.ticket"].with_context(active_test=False)
        found = tickets.search(
            [("whatsapp_conversation_id.subject_id", "in", subjects.ids)]
        )
        self._admitted_write({"ticket_ids": [(6, 0, found.ids)]})

    def _settle_suppression(self, subject, now):
        """Kept: the objection stays effective (Art. 17 (3) (b), 21 (3) GDPR)."""
        suppressions = self.env["wa.suppression"]
        if self.keep_suppression:
            suppressions._suppress(subject, "withdrawn", now)
        else:
            suppressions._lift(subject)

    def _stop_traffic(self, subjects):
        # searched: of ten thousand messages a handful is on its way
        messages = self.env["wa.message"]
        theirs = Domain("conversation_id", "in", subjects.conversation_ids.ids)
        messages.search(
            theirs
            & Domain("direction", "=", "out")
            & Domain("state", "in", ON_THE_WAY_OUT)
        )._cancel("erased")
        messages.search(theirs & Domain("state", "=", "received"))._done()
        files = self.env["wa.media"].search(
            [("subject_id", "in", subjects.ids), ("state", "=", "pending")]
        )
        for media in files:
            media._settle("refused", "erased")

    def _step_journal(self):
        """Written ahead, outside the database: a crash from here on is replayed."""
        marks = self.env["wa.journal.mark"]
        while marks._tell_journal():
            self._commit()
        if marks.search_count([("seq", "=", False), ("kind", "=like", f"{ERASURE}%")]):
            raise StepFailed("journal")
        self._note(second_journal=self._is_known_elsewhere())

    def _is_known_elsewhere(self):
        """Whether a second place outside the database has it, too.

        One that was set up and can't be reached is waited for: what it does not know a
        restored backup would bring back.
        """
        marks = self.env["wa.journal.mark"]
        sinks = marks._second_sinks()
        if marks._misses_a_sink():
            raise StepFailed("journal")
        last = marks.search(
            [("kind", "=like", f"{ERASURE}%")], order="seq desc", limit=1
        ).seq
        try:
            behind = any(sink.head().seq < last for sink in sinks)
        except KeyStoreError:
            behind = True
        if behind:
            raise StepFailed("journal")
        return bool(sinks)

    def _step_keep(self):
        """What must stay gets a key of its own, for the person's key will go."""
        for message in self.subject_ids._kept_messages():
            message._seal_for_keeping()

    def _step_events(self):
        self._erase_sources("events")

    def _step_messages(self):
        self._erase_sources("messages")

    def _step_others(self):
        self._erase_sources("others")

    def _check_hold(self):
        self._check_hold_on(self.subject_ids)

    @api.model
    def _check_hold_on(self, subjects):
        """A hold on the whole person leaves only the restriction (Art. 18)."""
        # sudo: wa.hold - told to whoever wants to erase
        whole = subjects.sudo()._whole_holds().sorted("until")
        if whole:
            raise UserError(
                self.env._(
                    "Everything of this person is held until %(date)s (%(norm)s, "
                    "%(reference)s). Until then only a restriction is possible.",
                    date=format_date(self.env, whole[-1].until),
                    norm=whole[-1].norm,
                    reference=whole[-1].reference,
                )
            )


class WaMessageKeeping(models.Model):
    _inherit = "wa.message"

    def _seal_for_keeping(self):
        """The same content under another key; what names the person is left out."""
        if self.key_class != KEPT:
            self._move_to_archive()
        guard.admitted(self).write(
            {
                "wamid_index": False,
                "wamid_sealed": False,
                "choice_nonce": False,
                "target_index": False,
                "quoted_index": False,
            }
        )
