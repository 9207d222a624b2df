"""Thousands of steps of one person's life with us, against an oracle that is simpler.

The oracle keeps no states: it remembers what was said, when, and what was sent. What it
checks are the promises: no answer without a yes, silence after a no, few questions.
"""

import itertools
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from whatsapp_dsgvo.lib.consent import gate, states

START = datetime(2026, 11, 23, 9, 0)
DAY = timedelta(days=1)
PAUSES = st.sampled_from([1, 5, 25, 600, 7200, 13 * 3600, 25 * 3600, 8 * 86400])
LATE = st.sampled_from([0, 3, 60, 7200, 3 * 86400])
WORDS = st.sampled_from([None, None, "yes", "no", "stop", "start", "review"])


@dataclass
class Sent:
    """One message on its way out; `exception` None for an answer of an agent."""

    exception: str | None
    queued_at: datetime
    form: str = ""
    version: int = 0
    state: str = "queued"
    sent_at: datetime | None = None
    # how much the person had said by then
    heard: int = 0


class Consent(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.now = START
        self.record = states.Record()
        self.policy = states.Policy(1, 1)
        self.suppressed = False
        self.last_inbound = None
        self.outbox = []
        self.windows = []
        # the oracle's own memory: (time of the event, "yes" | "no")
        self.said = []
        self.ledger = []

    # -- what the models around the rules do --------------------------------------

    def _notices(self):
        return tuple(
            states.NoticeSent(
                row.form, row.version, row.sent_at or row.queued_at, row.state == "sent"
            )
            for row in self.outbox
            if row.exception == gate.NOTICE and row.state in ("queued", "sent")
        )

    def _hear(self, inbound):
        last = self.last_inbound
        if last is None or inbound.at - last >= DAY:
            self.windows.append(inbound.at)
            self.record = replace(self.record, window_opened_at=inbound.at)
        self.last_inbound = max(inbound.at, last or inbound.at)
        self.record = replace(self.record, notices=self._notices())
        decision = states.receive(self.record, inbound, self.policy)
        if inbound.word == "stop":
            self.said.append((inbound.at, "no"))
        self._follow(decision, inbound.at)

    def _follow(self, decision, at):
        self.record = states.apply(self.record, decision.changes, at)
        self.ledger += decision.changes
        self.suppressed = (self.suppressed or decision.suppress) and not decision.lift
        for change in decision.changes:
            if change.state == states.GIVEN:
                self.said.append((at, "yes"))
            elif change.purpose == states.SERVICE and change.state in (
                states.WITHDRAWN,
                states.BLOCKED,
            ):
                self.said.append((at, "no"))
        if decision.ask:
            version = self.policy.notice_version
            self._queue(gate.NOTICE, decision.ask, version)
        if decision.acknowledge:
            self._queue(gate.CHOICE_ACK)

    def _queue(self, exception, form="", version=0):
        if gate.may_send(self._situation(exception), exception, "service").allowed:
            self.outbox.append(Sent(exception, self.now, form, version))

    def _situation(self, exception=None):
        automatic = [row for row in self.outbox if row.exception]
        today = [row for row in automatic if self.now - row.queued_at < DAY]
        month = [row for row in automatic if self.now - row.queued_at < 30 * DAY]
        return gate.Situation(
            state=self.record.state,
            last_inbound_at=self.last_inbound,
            now=self.now,
            suppressed=self.suppressed,
            automatic_today=len(today) if exception else 0,
            automatic_this_month=len(month) if exception else 0,
            same_today=sum(row.exception == exception for row in today),
        )

    # -- what happens ----------------------------------------------------------------

    @rule(pause=PAUSES)
    def time_passes(self, pause):
        self.now += timedelta(seconds=pause)
        for purpose, standing in list(self.record.standings.items()):
            change = states.lapse(standing, self.last_inbound, self.now)
            if change and purpose == states.SERVICE:
                self.record = states.apply(self.record, (change,), self.now)

    @rule(word=WORDS)
    def customer_writes(self, word):
        self._hear(states.Inbound(self.now, word))

    @rule(word=WORDS, late=LATE)
    def a_message_arrives_late(self, word, late):
        self._hear(states.Inbound(self.now - timedelta(seconds=late), word))

    @precondition(lambda self: any(row.form for row in self.outbox))
    @rule(data=st.data(), choice=st.sampled_from(["yes", "no", "stale"]), late=LATE)
    def customer_taps_a_button_of_any_notice(self, data, choice, late):
        shown = [row for row in self.outbox if row.form and row.state == "sent"]
        if shown:
            notice = data.draw(st.sampled_from(shown))
            at = max(self.now - timedelta(seconds=late), notice.sent_at)
            self._hear(states.Inbound(at, None, choice, notice.version))

    @rule()
    def worker_sends_what_is_queued(self):
        for row in self.outbox:
            if row.state == "queued":
                situation = self._situation()
                passes = gate.may_send(situation, row.exception, "service").allowed
                row.state = "sent" if passes else "cancelled"
                row.sent_at = self.now if passes else None
                row.heard = len(self.said)

    @precondition(lambda self: self.outbox)
    @rule()
    def the_last_message_fails(self):
        self.outbox[-1].state = "failed"

    @rule()
    def agent_answers(self):
        if gate.may_send(self._situation(), None, states.SERVICE).allowed:
            self.outbox.append(Sent(None, self.now))

    @rule(purpose=st.sampled_from([None, *states.PURPOSES]))
    def agent_notes_a_withdrawal(self, purpose):
        self._follow(states.withdraw(self.record, purpose, "phone"), self.now)

    @rule(value=st.sampled_from(["stop", "resume"]))
    def meta_tells_a_preference(self, value):
        self._follow(states.prefer(self.record, value), self.now)

    @rule(material=st.booleans())
    def company_publishes_a_new_notice(self, material):
        version = self.policy.notice_version + 1
        last = version if material else self.policy.last_material_version
        self.policy = states.Policy(version, last)

    # -- what must always hold -------------------------------------------------------

    @invariant()
    def no_answer_without_a_yes_in_force(self):
        for row in self.outbox:
            if row.exception is None and row.state == "sent":
                assert self._last_word(row.heard) == "yes"

    def _last_word(self, heard=None):
        """By the time of the event; Meta mixes the order."""
        words = [(at, n, word) for n, (at, word) in enumerate(self.said[:heard])]
        return max(words, default=(None, 0, None))[2]

    @invariant()
    def a_state_of_given_has_a_yes_as_its_last_word(self):
        if self.record.state in (states.GIVEN, states.RECONFIRM):
            assert self._last_word() == "yes"

    @invariant()
    def a_yes_lifts_the_suppression_and_only_a_yes_does(self):
        if self.record.state == states.GIVEN:
            assert not self.suppressed
        if self.record.standing().reason == "stop":
            assert self.suppressed

    @invariant()
    def at_most_two_questions_for_each_window_the_customer_opened(self):
        asked = [row for row in self.outbox if row.form and row.state == "sent"]
        assert len(asked) <= states.NOTICES_PER_WINDOW * max(len(self.windows), 0)

    @invariant()
    def the_whole_notice_once_in_seven_days_and_version(self):
        whole = [r for r in self.outbox if r.form == "full" and r.state == "sent"]
        for earlier, later in itertools.pairwise(whole):
            if earlier.version == later.version:
                assert later.queued_at - earlier.queued_at >= timedelta(days=6)

    @invariant()
    def every_consent_names_the_notice_it_answers(self):
        for change in self.ledger:
            if change.state == states.GIVEN:
                assert change.notice_version

    @invariant()
    def nobody_but_the_person_gives_a_consent(self):
        given = [c for c in self.ledger if c.state == states.GIVEN]
        assert all(change.purpose == states.SERVICE for change in given)


TestConsent = Consent.TestCase
TestConsent.settings = settings(
    max_examples=100,
    stateful_step_count=50,
    deadline=None,
    derandomize=True,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)
