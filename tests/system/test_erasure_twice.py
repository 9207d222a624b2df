"""Several processes work on the same erasure: it is done once, counted once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from whatsapp_dsgvo.lib.privacy import erasure

from . import running
from .running import until
from .test_drill import agree

HERE = Path(__file__).parent
PERSON = "+49151555081"
PROCESSES = 3
MESSAGES = 30
DONE = "select count(*) from wa_message where direction = 'in' and state = 'done'"


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    settings = {"pair_rate": False, "throughput": 100000}
    with running.fresh("twice", 8509, **settings) as site:
        agree(site, PERSON)
        for number in range(MESSAGES):
            site.simulator.customer_sends_text(PERSON, f"Frage {number}")
        until(lambda: int(site.sql(DONE)) > MESSAGES, 90, "all is worked off")
        yield _erased(site, tmp_path_factory.mktemp("ready"))


def _erased(site, ready):
    script = HERE / "twice_erase.py"
    job = replace(site, environment={"TWICE_ERASE": PERSON}).shell(script)
    environment = {
        "TWICE_JOB": str(job),
        "TWICE_READY": str(ready),
        "TWICE_COUNT": str(PROCESSES),
    }
    together = replace(site, environment=environment)
    with ThreadPoolExecutor(PROCESSES) as pool:
        finished = list(pool.map(together.shell, [script] * PROCESSES))
    return {**site.shell(HERE / "twice_read.py"), "finished": finished}


def test_one_process_does_it_and_the_others_leave_it(book):
    assert book["state"] == "done"
    assert sorted(book["finished"]) == [[], [], list(erasure.STEPS)]


def test_everything_is_counted_once(book):
    assert {name: book["counted"].get(name) for name in book["expected"]} == book[
        "expected"
    ]


def test_it_is_entered_once_and_certified_with_that_entry(book):
    assert book["entries"] == 1
    assert book["signed"]
    assert book["entry_signed"]
