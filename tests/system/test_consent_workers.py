"""The promises of the consent with two Odoo processes at work and restarts between.

The stateful test of the addon tries orders step by step; here nothing is in step: two
processes with four workers each share inbox and outbox, one of them is killed now and
then, webhooks come twice or late, agents go on answering while people say yes and STOP.
Seeded, but what the workers do in between is theirs: run it again and it differs.
"""

import random
import threading
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
import requests

from devenv import process, services

from . import running
from .odoo_client import Refused
from .running import until

SEED = 7
PEOPLE = [f"+4915155503{n:03d}" for n in range(16)]
ACTS = 180
KILLS = 2
STALLS = 5
SHELL = Path(__file__).with_name("consent_shell.py")
INBOX = ("cron_process_events", "cron_process_events_2")
CRONS = (*INBOX, "cron_send_messages")
ANSWER = "Antwort "
# What the second gate saw: the transaction's start is what its snapshot shows.
WATCH = """
create table test_taken (opaque text, started timestamptz, head bigint);
create function test_note_taken() returns trigger as $$
begin
    insert into test_taken select NEW.opaque_id, transaction_timestamp(), max(e.id)
      from wa_ledger_entry e join wa_subject s on s.uuid = e.pseudonym
     where s.id = NEW.subject_id and e.purpose = 'service';
    return null;
end $$ language plpgsql;
create trigger test_note_taken after update on wa_message for each row
    when (NEW.state = 'sending' and OLD.state <> 'sending')
    execute function test_note_taken();
"""
TAKEN = "select opaque, extract(epoch from started), head from test_taken"


@pytest.fixture(scope="module")
def site():
    settings = {
        "pair_rate": False,
        "throughput": 100000,
        "delivery_threads": 4,
        "batch_size": 2,
        "latency_ms": 60.0,
        "retry_schedule": [0.3] * 3000,
    }
    with running.fresh("workers", 8409, **settings) as site:
        site.sql(WATCH)
        yield site


@pytest.fixture(scope="module")
def second(site):
    """Another Odoo process on the same database, with workers of its own."""
    other = replace(site, site=replace(site.site, name=f"{site.site.name}-second"))
    services.choose_port(other.site)
    try:
        other.start_odoo()
        yield other
    finally:
        process.stop(other.site.name)


@pytest.fixture(scope="module")
def book(site, second):
    """Everybody at once; then what ledger, consents and the stand-in know."""
    rng = random.Random(SEED)
    busy = threading.Event()
    agents = [
        threading.Thread(target=_answer, args=(place, login, busy))
        for place, login in ((site, "agent"), (second, "leitung"))
    ]
    people = People(site, rng)
    for agent in agents:
        agent.start()
    kills = rng.sample(range(20, ACTS - 20), KILLS)
    stalls = rng.sample(range(20, ACTS), STALLS)
    for act in range(ACTS):
        people.act()
        if act in stalls:
            people.stops_while_the_inbox_stands_still()
        # at a random instruction: the pause is the experiment, not a wait
        busy.wait(rng.uniform(0, 0.12))
        if act in kills:
            victim = rng.choice((site, second))
            victim.kill_odoo()
            victim.start_odoo()
    busy.set()
    for agent in agents:
        agent.join()
    _drain(site)
    taken = [row.split("|") for row in site.sql(TAKEN).split()]
    return {
        **site.shell(SHELL),
        "taken": {row[0]: (float(row[1]), int(row[2])) for row in taken},
        "heard": _heard(site.simulator),
    }


class People:
    """Customers who write, agree, refuse and stop as it comes."""

    def __init__(self, site, rng):
        self.site = site
        self.simulator = site.simulator
        self.rng = rng

    def act(self):
        person = self.rng.choice(PEOPLE)
        acts = (self.asks, self.asks, self.taps, self.taps, self.stops, self.agrees)
        self.rng.choice(acts)(person)
        if self.rng.random() < 0.15:
            kind = self.rng.choice(("duplicate_webhook", "late_webhook"))
            self.simulator.add_fault(kind, what="messages", seconds=1)

    def asks(self, person):
        self.simulator.customer_sends_text(person, "Guten Tag, eine Frage")

    def stops(self, person):
        if self.rng.random() < 0.5:
            self.simulator.customer_sends_text(person, "STOPP")

    def stops_while_the_inbox_stands_still(self):
        """Stored, not worked off: what agents then write must wait for it."""
        answered = [row.customer for row in _answers(self.site)]
        if not answered:
            return
        person = self.rng.choice(answered[-10:])
        self._switch_inbox("false")
        try:
            wamid = self.simulator.customer_sends_text(person, "STOPP")
            self.simulator.wait_for(lambda: wamid in _heard(self.simulator), 30)
            before = len(self.simulator.sent)
            # agents go on meanwhile: others still get their answers
            self.simulator.wait_for(lambda: len(self.simulator.sent) > before + 4, 3)
        finally:
            self._switch_inbox("true")
            self.site.hurry(*INBOX)

    def _switch_inbox(self, active):
        names = ", ".join(f"'{name}'" for name in INBOX)
        self.site.sql(
            f"update ir_cron set active = {active} where id in (select res_id from "
            f"ir_model_data where module = 'whatsapp_dsgvo' and name in ({names}))"
        )

    def agrees(self, person):
        self.simulator.customer_sends_text(person, "Ja")

    def taps(self, person):
        key = self.simulator.person(person).id
        notices = [
            row
            for row in self.simulator.sent
            if row.type == "interactive" and row.customer == key
        ]
        if notices:
            index = self.rng.choice((0, 0, 0, 1))
            self.simulator.customer_taps(person, self.rng.choice(notices).id, index)
        else:
            self.asks(person)


def _answer(site, login, done):
    """An agent who answers whoever has an open ticket, whatever happens."""
    number = 0
    client = None
    while not done.is_set():
        try:
            client = client or site.login(login)
            tickets = site.sql("select id from helpdesk_ticket where whatsapp_open")
            for ticket in tickets.split()[number % 3 :: 3]:
                number += 1
                text = f"{ANSWER}{login} {number}"
                _send(client, int(ticket), text)
                done.wait(0.05)
        except requests.RequestException:
            client = None
        done.wait(0.1)


def _send(client, ticket, text):
    try:
        client.call("helpdesk.ticket", "whatsapp_send", [ticket], body=text)
    except Refused:
        return  # no consent any more: that is the point


def _drain(site):
    """Until both sides have nothing left to do."""
    # what died in the middle of a call blocks its conversation until the time-out
    site.sql(
        "update wa_message set sending_at = sending_at - interval '5 minutes' "
        "where state = 'sending'"
    )
    site.hurry(*CRONS)
    busy = (
        "select (select count(*) from wa_event where state = 'new')"
        " + (select count(*) from wa_message where state in"
        " ('received', 'queued', 'sending'))"
    )
    until(
        lambda: site.simulator.flush() == 0 and site.sql(busy) == "0",
        120,
        "everything is worked off",
    )


def _heard(simulator):
    """{wamid: when Odoo first answered 200 to it}, seconds since 1970."""
    heard = {}
    for told in simulator.deliveries:
        if told["status"] == 200:
            for row in simulator.written:
                if row.id in told["body"]:
                    heard.setdefault(row.id, told["at"])
    return heard


def _answers(site):
    return [
        row
        for row in site.simulator.sent
        if row.type == "text" and row.payload["text"]["body"].startswith(ANSWER)
    ]


def _word(row):
    if row.type == "interactive":
        title = row.payload["interactive"]["button_reply"]["title"]
        return "yes" if title.startswith("Ja") else "no"
    return {"STOPP": "no", "Ja": "yes"}.get(row.payload["text"]["body"])


def test_the_story_had_something_to_prove(site, book):
    assert len(_answers(site)) > len(PEOPLE) / 2
    states = Counter(entry["state"] for entry in book["entries"])
    assert min(states[name] for name in ("pending", "given", "withdrawn")) > 2


def test_every_answer_had_a_yes_in_the_ledger_when_it_was_taken(site, book):
    state = {entry["id"]: entry["state"] for entry in book["entries"]}
    for sent in _answers(site):
        _started, head = book["taken"][sent.opaque]
        assert state[head] in ("given", "reconfirm")


def test_after_a_stop_arrived_nothing_is_taken_until_a_later_yes(site, book):
    for sent in _answers(site):
        started, _head = book["taken"][sent.opaque]
        words = [
            (row.at, _word(row))
            for row in site.simulator.written
            if row.customer == sent.customer and _word(row)
        ]
        arrived = [
            row.at
            for row in site.simulator.written
            if row.customer == sent.customer
            and _word(row) == "no"
            and book["heard"].get(row.id, started) < started
        ]
        if arrived:
            later = [at for at, word in words if word == "yes" and at > max(arrived)]
            assert any(at < started for at in later), sent.opaque


def test_at_most_two_questions_in_the_one_window_of_each_person(site):
    asked = Counter(
        row.customer for row in site.simulator.sent if row.type == "interactive"
    )
    assert asked
    assert max(asked.values()) <= 2


def test_nothing_is_sent_twice_and_nothing_is_lost(site, book):
    sent = site.simulator.sent
    assert max(Counter(row.opaque for row in sent).values()) == 1
    answers = Counter(row.payload["text"]["body"] for row in _answers(site))
    assert max(answers.values()) == 1
    stored = Counter(wamid for person in book["people"] for wamid in person["wamids"])
    assert stored == Counter(row.id for row in site.simulator.written)


def test_nothing_but_named_exceptions_goes_out_without_consent(site, book):
    others = {row.opaque for row in site.simulator.sent} - {
        row.opaque for row in _answers(site)
    }
    assert {book["exceptions"][opaque] for opaque in others} <= {"NOTICE", "CHOICE_ACK"}


def test_each_consent_is_what_the_ledger_proves(book):
    assert book["ok"], book["problems"]
    for person in book["people"]:
        proven = {
            entry["purpose"]: [entry["state"], entry["reason"], entry["id"]]
            for entry in book["entries"]
            if entry["person"] == person["uuid"]
        }
        assert person["consents"] == proven
