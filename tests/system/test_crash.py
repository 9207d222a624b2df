"""kill -9 of everything, at any instruction, under load in both directions.

Odoo, its workers, PostgreSQL and Meta's stand-in die in a random order while customers
write, send files and change their minds, and agents answer; some of them while a file is
on its way. Then a checker that knows none of the addon's models compares what Meta knows
with what we kept: nothing lost, doubled, altered, left over or without basis.
The seed gives the order of the kills and what people do; the instruction a process dies
at is nobody's to repeat.
"""

import random
import secrets
import threading
import time
from collections import Counter
from dataclasses import replace

import pytest

from . import crash_report, crash_site
from .crash_agents import CLICKED, Click
from .crash_books import Meta, Ours
from .crash_checker import KINDS, findings
from .crash_customers import SAID
from .crash_doctored import DoctoredFiles, DoctoredWords
from .crash_doctored_consent import DoctoredConsent
from .crash_load import Load
from .running import until

STANDSTILL = 90  # seconds without progress after the last kill
ASKED, GIVEN = 11, 4  # people, at least
AGREED = """
    select count(*) filter (where event = 'asked') >= {}
       and count(*) filter (where event = 'given') >= {} from wa_ledger_entry
"""
BUSY = """
    select (select count(*) from wa_event where state = 'new')
         + (select count(*) from wa_message
             where state in ('received', 'queued', 'sending'))
         + (select count(*) from wa_media where state = 'pending')
         + (select count(*) from wa_ledger_entry where seq is null)
"""


@pytest.fixture(scope="module")
def seed(pytestconfig):
    given = pytestconfig.getoption("--crash-seed")
    seed = secrets.randbits(32) if given is None else given
    print(f"crash seed {seed}")
    return seed


@pytest.fixture(scope="module")
def number(pytestconfig):
    return pytestconfig.getoption("--crash")


@pytest.fixture(scope="module")
def books(pytestconfig, number, seed):
    """(what Meta knows, what we kept, what became of the clicks) after all kills."""
    settings = {
        "pair_rate": False,
        "throughput": 100000,
        "delivery_threads": 4,
        "batch_size": 3,
        "latency_ms": 40.0,
        # so that the larger files take a third of a second
        "block_ms": 15.0,
        # Meta tries again for days; here soon, so that the test ends
        "retry_schedule": [0.3] * 5000,
    }
    rng = random.Random(seed)
    begun = time.monotonic()
    with crash_site.fresh(**settings) as site:
        with Load(site, seed) as load:
            _work_begins(site)
            kills = [
                _kill(site, victim, rng, load, clicks)
                for clicks, victim in enumerate(crash_site.deck(number, rng))
            ]
            _enough_was_said(site, load, number)
        _drain(site)
        books = Meta.read(site.simulator), Ours.read(site), load.answers
        seconds = time.monotonic() - begun
        report = crash_report.of(seed, kills, seconds, *books, findings(*books))
        crash_report.write(report, pytestconfig.getoption("--crash-report"))
        yield books


def _work_begins(site):
    """The first answers are under way."""
    queued = "select count(*) from wa_message where author_id is not null"
    until(lambda: int(site.ask(queued) or 0) > 10, 180, "agents answer")


def _kill(site, victim, rng, load, clicks):
    """So many clicks have got through by now: what dies was at work."""
    until(lambda: load.acknowledged() >= clicks, 120, "agents get on")
    # at a random instruction: the pause is the experiment, not a wait for anything
    threading.Event().wait(rng.uniform(0.1, 1.0))
    kill = site.kill(victim, rng)
    site.time_passes()
    return kill


def _enough_was_said(site, load, number):
    """For the checker's tests; a slow machine hears less between two kills."""
    until(lambda: not load.lacking(), 300, "all kinds are said and clicked")
    until(lambda: load.customers.said() > number, 300, "as much is said as was killed")
    agreed = AGREED.format(ASKED, GIVEN)
    until(lambda: site.ask(agreed) == "t", 300, "people agree")


def _drain(site):
    """Until both sides have nothing left to do, or nothing gets less any more: what
    hangs is for the checker to tell.
    """
    least, since = None, time.monotonic()
    while time.monotonic() - since < STANDSTILL:
        site.time_passes()
        waiting = site.simulator.flush(), int(site.ask(BUSY) or -1)
        if waiting == (0, 0):
            return
        if min(waiting) >= 0 and (least is None or sum(waiting) < least):
            least, since = sum(waiting), time.monotonic()


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is(books, kind):
    assert findings(*books)[kind] == []


def test_there_was_something_to_lose(books, number):
    meta, ours, answers = books
    counts = Counter(click.how for click in answers.values())
    assert counts["acknowledged"] >= number, counts
    assert len(meta.told) > number
    assert len(meta.accepted) > number
    assert {line["type"] for line in meta.told.values()} >= {*SAID}
    sent = {rows[0]["type"] for rows in meta.accepted.values()}
    assert sent >= {*CLICKED} - {"quote"}
    events = Counter(entry["event"] for entry in ours.entries)
    assert events["asked"] >= ASKED, events
    assert events["given"] >= GIVEN, events


class TestTheChecker:
    """It would have found it: the same books with one thing wrong in each."""

    def _found(self, books, **changes):
        meta, ours, answers = books
        before = findings(*books)
        after = findings(meta, replace(ours, **changes), answers)
        return {kind for kind in KINDS if len(after[kind]) > len(before[kind])}

    def test_finds_a_lost_question(self, books):
        rows = books[1].messages
        first = next(row for row in rows if row["direction"] == "in")
        rest = [row for row in rows if row is not first]
        assert "lost" in self._found(books, messages=rest)

    def test_finds_a_doubled_question(self, books):
        rows = books[1].messages
        first = next(row for row in rows if row["direction"] == "in")
        assert "doubled" in self._found(books, messages=[*rows, first])

    def test_finds_an_answer_that_went_out_twice(self, books):
        meta, ours, answers = books
        opaque, rows = next(iter(meta.accepted.items()))
        twice = replace(meta, accepted={**meta.accepted, opaque: [*rows, *rows]})
        assert findings(twice, ours, answers)["doubled"]

    def test_finds_a_lost_click(self, books):
        meta, ours, answers = books
        click = Click("text", "0" * 32, "acknowledged")
        claimed = {**answers, "Antwort, die keiner hat": click}
        assert findings(meta, ours, claimed)["lost"]

    def test_finds_an_answer_in_limbo(self, books):
        rows = [{**row, "state": "sending"} for row in books[1].messages]
        assert "in the dark" in self._found(books, messages=rows)

    def test_finds_a_changed_ledger(self, books):
        first, *rest = books[1].entries
        changed = [{**first, "event": "blocked"}, *rest]
        assert "ledger" in self._found(books, entries=changed)

    def test_finds_an_expired_proof(self, books):
        assert "in the dark" in self._found(books, entries=books[1].entries[:-1])


class TestTheCheckerOfConsent(DoctoredConsent):
    """The same of a yes and a no."""


class TestTheCheckerOfFiles(DoctoredFiles):
    """The same of files: lost, doubled, altered, left over."""


class TestTheCheckerOfWords(DoctoredWords):
    """The same of what was changed, taken back, reacted to and quoted."""
