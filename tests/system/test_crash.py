"""kill -9 of Odoo under load, in each direction: every message exactly once.

The checker at the end compares two independent books: the stand-in's, which knows what
customers wrote and what it accepted for them, and Odoo's database.
"""

import random
import threading
from collections import Counter
from pathlib import Path

import pytest
import requests

from . import running
from .running import until

SEED = 20
CUSTOMERS = [f"+4915155501{n:03d}" for n in range(30)]
INBOUND = 240
ANSWERS = 120
KILLS = 3
CRONS = ("cron_process_events", "cron_process_events_2", "cron_send_messages")
# A crash can leave one message of each conversation unsettled.
UNDER_WAY = len(CUSTOMERS)
STORED = {"sent", "delivered", "read"}
SHELL = Path(__file__).with_name("everything_shell.py")


@pytest.fixture(scope="module")
def site():
    settings = {
        "pair_rate": False,
        "throughput": 100000,
        "delivery_threads": 4,
        "batch_size": 3,
        "latency_ms": 60.0,
        # Meta tries again for days; here soon, so that the test ends.
        "retry_schedule": [0.3] * 3000,
    }
    with running.fresh("crash", 8369, **settings) as site:
        yield site


@pytest.fixture(scope="module")
def book(site):
    """Both directions under fire, then Odoo's own account of every message."""
    rng = random.Random(SEED)
    _customers_write(site, rng)
    _customers_agree(site)
    answers = _agents_answer(site, rng)
    _drain(site)
    return {**site.shell(SHELL), "answers": answers}


def _customers_write(site, rng):
    """First enquiries and more of 30 people, while Odoo is killed three times."""
    simulator = site.simulator

    def write():
        for number in range(INBOUND):
            customer = CUSTOMERS[number % len(CUSTOMERS)]
            simulator.customer_sends_text(customer, f"Frage Nummer {number:04d}")

    writer = threading.Thread(target=write)
    writer.start()
    for told in sorted(rng.sample(range(10, 150), KILLS)):
        simulator.wait_for(lambda n=told: _told(simulator) >= n, 60)
        _kill(site, rng)
    writer.join()
    _drain(site)


def _told(simulator):
    return sum(one["status"] == 200 for one in simulator.deliveries)


def _kill(site, rng):
    """At a random instruction: the pause is the experiment, not a wait for anything."""
    threading.Event().wait(rng.uniform(0, 0.6))
    site.kill_odoo()
    # what was under way blocks its conversation until the time-out is over: it is now
    site.sql(
        "update wa_message set sending_at = sending_at - interval '5 minutes' "
        "where state = 'sending'"
    )
    site.start_odoo()
    site.hurry(*CRONS)


def _customers_agree(site):
    """Everybody who got our question taps yes."""
    for notice in [row for row in site.simulator.sent if row.type == "interactive"]:
        site.simulator.customer_taps(notice.customer, notice.id, 0)
    _drain(site)


def _agents_answer(site, rng):
    """{text: acknowledged?}: two agents queue answers while Odoo is killed."""
    tickets = [int(row) for row in _tickets(site)]
    desk = Desk(site, tickets)
    workers = [
        threading.Thread(target=desk.work, args=(login, range(half, ANSWERS, 2)))
        for half, login in enumerate(("agent", "leitung"))
    ]
    for worker in workers:
        worker.start()
    before = len(site.simulator.sent)
    for accepted in sorted(rng.sample(range(5, 90), KILLS)):
        enough = before + accepted
        site.simulator.wait_for(lambda n=enough: len(site.simulator.sent) >= n, 20)
        _kill(site, rng)
    for worker in workers:
        worker.join()
    return desk.answers


def _tickets(site):
    return site.sql("select id from helpdesk_ticket where whatsapp_open").split()


class Desk:
    """Agents who go on after a broken connection, and never repeat an answer."""

    def __init__(self, site, tickets):
        self.site = site
        self.tickets = tickets
        self.answers = {}

    def work(self, login, numbers):
        client = self._log_in(login)
        for number in numbers:
            text = f"Antwort Nummer {number:04d}"
            ticket = self.tickets[number % len(self.tickets)]
            try:
                client.call("helpdesk.ticket", "whatsapp_send", [ticket], body=text)
                self.answers[text] = True
            except requests.RequestException:
                self.answers[text] = False
                client = self._log_in(login)

    def _log_in(self, login):
        clients = []

        def try_once():
            try:
                clients.append(self.site.login(login))
            except requests.RequestException:
                return False
            return True

        until(try_once, 60, "Odoo lets agents in again")
        return clients[0]


def _drain(site):
    """Until both sides have nothing left to do."""
    busy = (
        "select (select count(*) from wa_event where state = 'new')"
        " + (select count(*) from wa_message where state in"
        " ('received', 'queued', 'sending'))"
    )
    until(
        lambda: site.simulator.flush() == 0 and site.sql(busy) == "0",
        150,
        "everything is worked off",
    )


def test_every_message_of_a_customer_is_stored_exactly_once(site, book):
    written = Counter(row.id for row in site.simulator.written)
    stored = Counter(
        row["wamid"] for row in book["messages"] if row["direction"] == "in"
    )
    assert len(written) >= INBOUND
    assert stored == written


def test_every_message_of_a_customer_who_agreed_is_shown_once(book):
    agreed = {row["person"] for row in book["messages"] if row["ticket"]}
    rows = [row for row in book["messages"] if row["direction"] == "in"]
    shown = [row["shown"] for row in rows if row["person"] in agreed]
    assert shown
    assert all(shown)
    assert len(shown) == len(set(shown))


def test_nothing_reaches_a_customer_twice(site, book):
    by_id = Counter(row.opaque for row in site.simulator.sent)
    texts = Counter(
        row.payload["text"]["body"]
        for row in site.simulator.sent
        if row.payload.get("text", {}).get("body", "").startswith("Antwort Nummer")
    )
    assert set(by_id.values()) == {1}
    assert set(texts.values()) == {1}


def test_every_acknowledged_answer_is_in_odoo_exactly_once(book):
    known = Counter(
        row["text"]
        for row in book["messages"]
        if row["text"].startswith("Antwort Nummer")
    )
    acknowledged = [text for text, sure in book["answers"].items() if sure]
    assert len(acknowledged) > ANSWERS / 2
    assert {text: known[text] for text in acknowledged} == dict.fromkeys(
        acknowledged, 1
    )
    assert max(known.values()) == 1


def test_what_the_customer_got_is_settled_by_its_status(site, book):
    state = {row["opaque"]: row["state"] for row in book["messages"]}
    unsettled = {
        row.opaque: state.get(row.opaque)
        for row in site.simulator.sent
        if state.get(row.opaque) not in STORED
    }
    assert unsettled == {}


def test_what_was_not_accepted_is_never_called_sent(site, book):
    accepted = {row.opaque for row in site.simulator.sent}
    others = [
        row["state"]
        for row in book["messages"]
        if row["direction"] == "out" and row["opaque"] not in accepted
    ]
    assert set(others) <= {"uncertain"}
    assert len(others) <= 2 * KILLS * UNDER_WAY


def test_nothing_went_out_without_a_basis(site, book):
    rows = {row["opaque"]: row for row in book["messages"]}
    for sent in site.simulator.sent:
        row = rows[sent.opaque]
        basis = row["basis"]
        assert row["exception"] in ("NOTICE", "CHOICE_ACK") or (
            basis["event"] == "given"
            and basis["purpose"] == "service"
            and basis["pseudonym"] == row["person"]
            and basis["at"] <= row["queued_at"]
        )


def test_the_ledger_verifies_after_all_crashes(book):
    assert book["ledger_problems"] == []
    assert book["ledger_ok"]
