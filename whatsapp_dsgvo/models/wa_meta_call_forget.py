import uuid
from collections import namedtuple
from datetime import timedelta

from odoo import api, fields, models

from .. import wake
from ..lib.cloud_api.error_table_fallback import REFUSED
from . import guard
from .wa_meta_call import WORKER
from .wa_meta_call_work import AGAIN
from .wa_vault import ORPHAN_AFTER, _now

FORGET = "forget"
ENDED = ("done", "failed", "dropped")
# As long as for a block, and at least each hour; then people are told.
ASKED_FOR = timedelta(days=3)
HOUR = timedelta(hours=1)
# `failed` as the answer to a block has it
Answer = namedtuple("Answer", "failed")


class WaMetaCallForget(models.Model):
    """Meta's contact book loses whom the retention run has forgotten.

    The run waits for nobody, and afterwards nothing else knows the WhatsApp ID. So it
    stays until the answer, sealed with a key that the calls of one run share.
    """

    _inherit = "wa.meta.call"

    kind = fields.Selection(
        selection_add=[(FORGET, "Delete the entry in the contact book")],
        ondelete={FORGET: "cascade"},
    )
    conversation_id = fields.Many2one(required=False)
    uuid = fields.Char(readonly=True)
    key_scope = fields.Char(readonly=True)
    bsuid_sealed = fields.Binary(
        attachment=False, readonly=True, groups="base.group_system"
    )

    _of_somebody_check = models.Constraint(
        f"CHECK (conversation_id IS NOT NULL OR kind = '{FORGET}')",
        "A call is about somebody.",
    )

    @api.model
    def _queue_forget(self, entries, run):
        """entries: [(BSUID, number)]; run: its UUID. Nothing is asked here."""
        now, scope = fields.Datetime.now(), f"{FORGET}/{run}"
        rows = []
        for bsuid, channel in entries:
            own = str(uuid.uuid4())
            place = (self._name, "bsuid_sealed", own, scope, FORGET)
            rows.append(
                {
                    "company_id": channel.company_id.id,
                    "channel_id": channel.id,
                    "kind": FORGET,
                    "uuid": own,
                    "key_scope": scope,
                    "bsuid_sealed": self.env["wa.vault"]._seal(bsuid, *place),
                    "queued_at": now,
                    "next_try_at": now,
                }
            )
        # sudo: wa.meta.call - the run is the system's; the worker decides again
        guard.admitted(self.sudo()).create(rows)
        wake.after_commit(self.env, WORKER)

    def _bsuid(self):
        vault = self.env["wa.vault"]
        return vault._read_field(self, "bsuid_sealed", self.key_scope, FORGET)

    def _is_still_wanted(self):
        """Whoever wrote since is in the book again, and rightly."""
        if self.kind != FORGET:
            return super()._is_still_wanted()
        bsuid = self._bsuid()
        index = self.env["wa.vault"]._index("bsuid", bsuid)
        # sudo: wa.identity - by keyed hash; the book is that of all companies there
        back = self.env["wa.identity"].sudo()
        known = [("blind_index", "=", index), ("valid_to", "=", False)]
        return bool(bsuid) and not back.search_count(known, limit=1)

    def _call_with(self, client):
        if self.kind != FORGET:
            return super()._call_with(client)
        return _forget, (client, self._bsuid())

    def _note(self, state, **vals):
        """Nothing of the person stays once it is settled."""
        if state in ENDED:
            vals["bsuid_sealed"] = False
        if state == "failed" and self.kind == FORGET:
            self.channel_id._tell_book_kept()
        return super()._note(state, **vals)

    def _note_account_error(self, code):
        """Messages may go all the same, so the number does not stop for that."""
        if self.kind != FORGET:
            return super()._note_account_error(code)
        at = fields.Datetime.now() + HOUR
        return self._note("waiting", error_code=code, next_try_at=at)

    def _alarm_if_admins_matter(self):
        return None if self.kind == FORGET else super()._alarm_if_admins_matter()

    def _delay_after(self, outcome):
        if self.kind != FORGET:
            return super()._delay_after(outcome)
        if not isinstance(outcome, AGAIN):
            return None
        return self._patience(outcome) or HOUR

    @api.autovacuum
    def _gc_forgetting(self):
        """Who can't be asked for days is asked no more; keys without a call go."""
        if not self.env["wa.vault"]._may_forget():
            return
        # sudo: wa.meta.call - storage limitation, Art. 5 (1) e GDPR
        calls = self.sudo().search([("kind", "=", FORGET), ("state", "not in", ENDED)])
        limit = fields.Datetime.now() - ASKED_FOR
        for call in calls.filtered(lambda one: one.queued_at < limit):
            call._note("failed")
        known = set(calls.filtered("bsuid_sealed").mapped("key_scope"))
        store = self.env["wa.vault"]._vault().store
        old = [pair for pair in store.pairs(_now() - ORPHAN_AFTER) if pair[1] == FORGET]
        store.forget(pair for pair in old if pair[0] not in known)


class WaSubjectForget(models.Model):
    _inherit = "wa.subject"

    def _forget_at_meta(self, run):
        """Queued with the deletion, in one transaction."""
        entries = [(one._value(), channel) for one, channel in self._book_places()]
        entries = [entry for entry in entries if entry[0]]
        if entries:
            self.env["wa.meta.call"]._queue_forget(entries, run)


def _forget(client, bsuid):
    """Runs in a thread without database access."""
    deleted = client.forget_contact(bsuid)
    return Answer({bsuid: REFUSED.code} if deleted is None else {})
