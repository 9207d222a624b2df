"""One person's life with us, in any order, against Odoo, PostgreSQL and the stand-in.

Each stage of inbox and outbox is a step of its own, so that two workers, a crash or a
late webhook may fall between any two of them. The promises are checked from outside:
what the stand-in accepted, and what the ledger alone says.
"""

import itertools
from collections import Counter
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
)

from odoo.exceptions import UserError

from ..lib.consent import states
from ..models.outbox_calls import send
from ..models.wa_vault import forget_open_vaults

FAULTS = ("500", "429", "cut_before", "cut_after", "failed_status", "shuffle_statuses")
WORDS = ("Ja", "Nein, danke", "STOPP", "START", "Danke!", "keine Werbung mehr")
CLOSED = (states.WITHDRAWN, states.BLOCKED)
_people = itertools.count(10)


class Life(RuleBasedStateMachine):
    """`case`: the Odoo test whose database and stand-in are used."""

    def __init__(self, case):
        super().__init__()
        self.case = case
        self.env = case.env
        self.sim = case.sim
        self.number = f"+4915155502{next(_people):03d}"
        self.step = 0
        self.under_way = []
        # [step said, step arrived or None, word]; {opaque id: (step taken, ledger head)}
        self.said = []
        self.taken = {}
        self.sim.customer_sends_text(self.number, "Guten Tag, eine Frage")

    # -- the customer ----------------------------------------------------------------

    @rule(word=st.sampled_from([*WORDS, "Noch eine Frage", "Ja?", "👍"]))
    def customer_writes(self, word):
        self._next()
        if word in ("Ja", "STOPP"):
            self.said.append([self.step, None, word])
        self.sim.customer_sends_text(self.number, word)

    @rule(index=st.sampled_from([0, 0, 0, 1]), data=st.data())
    def customer_taps_any_question(self, index, data):
        notices = [row for row in self._accepted() if row.type == "interactive"]
        if notices:
            self._next()
            if index == 0:
                self.said.append([self.step, None, "Ja"])
            notice = data.draw(st.sampled_from(notices))
            self.sim.customer_taps(self.number, notice.id, index)

    @rule(hours=st.sampled_from([0.01, 1, 25, 24 * 8]))
    def time_passes(self, hours):
        self._next()
        self.case.advance(hours)
        self.env["wa.conversation"]._expire_consents()

    # -- the company -----------------------------------------------------------------

    @rule()
    def agent_answers(self):
        self._next()
        ticket = self.conversation.ticket_id.with_user(self.case.agent)
        if ticket:
            try:
                ticket.whatsapp_send(body=f"Antwort {self.number} {self.step}")
            except UserError:
                return

    @rule()
    def agent_records_a_withdrawal(self):
        self._next()
        if self.conversation:
            self.conversation._withdraw(None, "phone")
            self.said.append([self.step, self.step, "STOPP"])

    # -- machinery, one stage at a time ----------------------------------------------

    @rule()
    def webhooks_arrive(self):
        self._next()
        self.case.deliver()
        for words in self.said:
            words[1] = words[1] or self.step

    @precondition(lambda self: self.sim.deliveries)
    @rule(data=st.data())
    def an_old_webhook_arrives_again(self, data):
        self._next()
        bodies = [one["body"] for one in self.sim.deliveries if one["body"]]
        body = data.draw(st.sampled_from(bodies))
        self.env.flush_all()
        with self.case.allow_requests(all_requests=True):
            self.sim.post_raw(body.encode())

    @rule()
    def a_worker_does_stage_one(self):
        self._next()
        self.env["wa.event"]._process_batch()

    @rule()
    def a_worker_does_stage_two(self):
        self._next()
        self.env["wa.conversation"]._process_batch()

    @rule()
    def a_sender_takes_messages(self):
        """T1; the calls themselves wait for a later step."""
        self._next()
        outbox = self.env["wa.message"]
        outbox._notice_lost_answers()
        for message in outbox._claim_to_send().filtered(
            lambda row: row.state == "sending"
        ):
            self.taken[message.opaque_id] = (self.step, self._last_entry_id())
            self.under_way.append(message._job())
        self.env.flush_all()

    @precondition(lambda self: self.under_way)
    @rule(answered=st.booleans())
    def the_call_is_made(self, answered):
        """HTTP and T2; unanswered: the worker died before it could write."""
        self._next()
        opaque_id, outcome = send(self.under_way.pop(0))
        if answered:
            self.env["wa.message"]._note_outcome(opaque_id, outcome)

    @rule(fault=st.sampled_from(FAULTS))
    def something_breaks_at_meta(self, fault):
        self._next()
        self.sim.add_fault(fault, recipient=self.number)

    @rule()
    def odoo_restarts(self):
        self._next()
        self.env.flush_all()
        self.env.invalidate_all()
        forget_open_vaults()

    def _next(self):
        self.step += 1

    # -- what must always hold -------------------------------------------------------

    @property
    def conversation(self):
        return self.case.conversation(self.number)

    def _accepted(self):
        return self.case.received_by(self.number)

    def _answers(self):
        return [row for row in self._accepted() if row.type == "text"]

    def _row(self, opaque_id):
        return self.env["wa.message"].search([("opaque_id", "=", opaque_id)])

    def _entries(self):
        pseudonym = self.case.subject(self.number).uuid
        return self.env["wa.ledger.entry"].search(
            [("pseudonym", "=", pseudonym), ("purpose", "!=", "")], order="id"
        )

    def _last_entry_id(self):
        return max(self._entries().ids, default=0)

    @invariant()
    def every_answer_had_a_yes_in_the_ledger_when_it_was_taken(self):
        for sent in self._answers():
            row = self._row(sent.opaque)
            if not row.exception_code:
                _step, head = self.taken[sent.opaque]
                known = self._entries().filtered(lambda e, head=head: e.id <= head)
                service = known.filtered(lambda e: e.purpose == states.SERVICE)
                last = service[-1:]._payload()["state"]
                assert last in (states.GIVEN, states.RECONFIRM), last

    @invariant()
    def after_a_stop_arrived_nothing_goes_out_until_a_later_yes(self):
        for sent in self._answers():
            if not self._row(sent.opaque).exception_code:
                taken, _head = self.taken[sent.opaque]
                heard = [words for words in self.said if (words[1] or taken) < taken]
                assert max(heard)[2] == "Ja", heard

    @invariant()
    def at_most_two_questions_for_each_window_the_customer_opened(self):
        asked = sum(row.type == "interactive" for row in self._accepted())
        assert asked <= 2 * self._windows()

    def _windows(self):
        person = self.sim.person(self.number).id
        times = sorted(row.at for row in self.sim.written if row.customer == person)
        day = timedelta(hours=24).total_seconds()
        pauses = [b - a for a, b in itertools.pairwise(times)]
        return 1 + sum(pause >= day for pause in pauses)

    @invariant()
    def nothing_is_sent_or_stored_twice(self):
        sent = Counter(row.opaque for row in self._accepted())
        texts = Counter(
            row.payload["text"]["body"]
            for row in self._answers()
            if row.payload["text"]["body"].startswith("Antwort +")
        )
        assert max([*sent.values(), *texts.values(), 1]) == 1

    @invariant()
    def the_consent_is_what_the_ledger_proves(self):
        rebuilt = {}
        for entry in self._entries():
            proven = entry._payload()
            rebuilt[entry.purpose] = (proven["state"], proven["reason"], entry.id)
        projected = {
            row.purpose: (row.state, row.reason or "", row.last_entry_id.id)
            for row in self.case.subject(self.number).consent_ids
        }
        assert projected == rebuilt

    def teardown(self):
        """In the end all was heard once, and the chain holds."""
        self.sim.clear_faults()
        self.case.work()
        self.env["wa.ledger.entry"]._seal_pending()
        report = self.env["wa.ledger.entry"]._verify(self.case.company)
        assert report.ok, report.problems
        person = self.sim.person(self.number).id
        written = sum(row.customer == person for row in self.sim.written)
        assert len(self.case.messages(self.number, direction="in")) == written
        if self.conversation._state() in CLOSED:
            assert not self.conversation._may_send().allowed
