"""The promises of the consent with two Odoo processes at work and restarts between.

The stateful test of the addon tries orders step by step; here nothing is in step: two
processes with four workers each share inbox and outbox, one of them is killed now and
then, webhooks come twice or late, agents go on answering while people say yes and STOP.
Seeded, but what the workers do in between is theirs: run it again and it differs.
"""

import random
import threading
from collections import Counter
from pathlib import Path

import pytest

from . import running
from .consent_people import INBOX, People, answer_all, answers, heard
from .running import until

SEED = 7
ACTS = 180
KILLS = 2
STALLS = 5
SHELL = Path(__file__).with_name("consent_shell.py")
CRONS = (*INBOX, "cron_send_messages")
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
    with running.second(site) as other:
        yield other


@pytest.fixture(scope="module")
def book(site, second):
    """Everybody at once; then what ledger, consents and the stand-in know."""
    rng = random.Random(SEED)
    busy = threading.Event()
    agents = [
        threading.Thread(target=answer_all, args=(place, login, busy))
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
        "heard": heard(site.simulator),
    }


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


def _word(row):
    if row.type == "interactive":
        title = row.payload["interactive"]["button_reply"]["title"]
        return "yes" if title.startswith("Ja") else "no"
    return {"STOPP": "no", "Ja": "yes"}.get(row.payload["text"]["body"])


def test_the_story_had_something_to_prove(site, book):
    states = Counter(entry["state"] for entry in book["entries"])
    counts = {"answers": len(answers(site)), **states}
    assert (
        min(
            counts.get(name, 0) for name in ("answers", "pending", "given", "withdrawn")
        )
        > 2
    ), counts


def test_every_answer_had_a_yes_in_the_ledger_when_it_was_taken(site, book):
    state = {entry["id"]: entry["state"] for entry in book["entries"]}
    for sent in answers(site):
        _started, head = book["taken"][sent.opaque]
        assert state[head] in ("given", "reconfirm")


def test_after_a_stop_arrived_nothing_is_taken_until_a_later_yes(site, book):
    for sent in answers(site):
        started, _head = book["taken"][sent.opaque]
        # Meta stamps whole seconds: within one, nobody knows what was said first
        words = [
            (int(row.at), _word(row), book["heard"].get(row.id, started) < started)
            for row in site.simulator.written
            if row.customer == sent.customer and row.at < started
        ]
        stopped = max(
            (at for at, word, heard in words if heard and word == "no"), default=0
        )
        agreed = max((at for at, word, _heard in words if word == "yes"), default=0)
        assert agreed >= stopped, sent.opaque


def test_at_most_two_questions_in_the_one_window_of_each_person(site):
    asked = Counter(
        row.customer for row in site.simulator.sent if row.type == "interactive"
    )
    assert asked
    assert max(asked.values()) <= 2


def test_nothing_is_sent_twice_and_nothing_is_lost(site, book):
    sent = site.simulator.sent
    assert max(Counter(row.opaque for row in sent).values()) == 1
    texts = Counter(row.payload["text"]["body"] for row in answers(site))
    assert max(texts.values()) == 1
    stored = Counter(wamid for person in book["people"] for wamid in person["wamids"])
    assert stored == Counter(row.id for row in site.simulator.written)


def test_nothing_but_named_exceptions_goes_out_without_consent(site, book):
    others = {row.opaque for row in site.simulator.sent} - {
        row.opaque for row in answers(site)
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
