"""People are erased by one process while another works off what they write.

Seeded pauses; what meets what in between differs from run to run. In the end everybody
is gone and perhaps somebody new, or whole: never a rest that is half readable.
"""

import random
import threading
from pathlib import Path

import pytest

from . import running
from .running import until
from .test_drill import agree

HERE = Path(__file__).parent
SEED = 11
PEOPLE = [f"+4915155507{n:03d}" for n in range(2)]
CRONS = ("cron_process_events", "cron_process_events_2", "cron_run_erasures")
GIVEN = "select count(*) from wa_consent where state = 'given'"
BUSY = (
    "select (select count(*) from wa_event where state = 'new')"
    " + (select count(*) from wa_message where state in ('received', 'sending'))"
    " + (select count(*) from wa_erasure where state not in ('done', 'stopped'))"
)


@pytest.fixture(scope="module")
def site():
    settings = {"pair_rate": False, "throughput": 100000, "delivery_threads": 4}
    with running.fresh("race", 8529, **settings) as site:
        site.environment["RACE_PEOPLE"] = ",".join(PEOPLE)
        site.environment["RACE_SEED"] = str(SEED)
        yield site


@pytest.fixture(scope="module")
def book(site):
    for person in PEOPLE:
        agree(site, person)
    until(lambda: site.sql(GIVEN) == str(len(PEOPLE)), 90, "all have agreed")
    rng, erased, over = random.Random(SEED), [], threading.Event()

    def erase():
        try:
            erased.extend(site.shell(HERE / "race_erase.py"))
        finally:
            over.set()

    eraser = threading.Thread(target=erase)
    eraser.start()
    # they write until the last of them is erased, and a little longer
    while not over.wait(rng.uniform(0.1, 0.6)):
        site.simulator.customer_sends_text(rng.choice(PEOPLE), "Noch eine Frage")
    eraser.join()
    site.hurry(*CRONS)
    until(
        lambda: site.simulator.flush() == 0 and site.sql(BUSY) == "0",
        120,
        "everything is worked off",
    )
    return {**site.shell(HERE / "race_read.py"), "erased": erased}


def test_everybody_was_erased(book):
    assert len(book["erased"]) == len(PEOPLE)
    assert set(book["jobs"]) == {"done"}
    gone = {person["uuid"] for person in book["people"] if person["erased"]}
    assert gone == {uuid for uuid, _job in book["erased"]}


def test_nothing_of_an_erased_person_is_left(book):
    rest = [p for p in book["people"] if p["erased"] and (p["rows"] or p["keys"])]
    assert rest == []


def test_who_is_there_is_whole(book):
    living = [person for person in book["people"] if not person["erased"]]
    assert [p for p in living if p["unreadable"] or not p["numbers"]] == []


def test_nobody_is_two_people(book):
    numbers = [number for person in book["people"] for number in person["numbers"]]
    assert len(numbers) == len(set(numbers))


def test_the_race_was_one(site, book):
    """Somebody wrote while being erased, and some of it came too late to be kept."""
    stored = {w for person in book["people"] for w in person["written"]}
    assert len(site.simulator.written) > 3 * len(PEOPLE)
    assert stored < {row.id for row in site.simulator.written}


def test_the_ledger_is_whole(book):
    assert book["ledger"]
