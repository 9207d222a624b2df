"""How long 20,000 messages take to be acknowledged when they come in Meta's batches.

Two workers, scheduled actions off: what counts is that every body is answered with 200
and lies encrypted in the inbox. Half is by people who have agreed and have a ticket, half by
people nobody knows; one body in ten comes twice, as Meta redelivers. After the clock has
stopped all is worked off, and counted by Meta's ids: none lost, none doubled. How fast
that goes is `bench inbound`.
"""

import random
import sys
import time

from tests.simulator.server import Simulator

from . import _inbox, _site
from ._load import post_all
from ._rounds import LOWER, Figure, write
from .webhook import signed

ROUNDS = 3
MESSAGES = 20_000
BATCH = 50
WORKERS = 2
PEOPLE = 200
AGAIN = 10  # one body in so many comes twice
PATIENCE = 1800  # seconds, until all is worked off
CAME = """
    SELECT count(*), count(DISTINCT wamid_index) FROM wa_message WHERE direction = 'in'
"""


def main():
    _site.ensure()
    with Simulator() as simulator:
        people = _inbox.agreed(simulator, PEOPLE)
    before = _came()
    with _site.running(WORKERS) as url:
        address = _inbox.address(url)
        post_all(address, _inbox.bodies(4, BATCH), signed)  # they load their registry
        runs = [_round(address, people) for _each in range(ROUNDS)]
    with Simulator() as simulator, _site.running(0, 2, simulator.url) as url:
        # whatever comes wakes the worker; it looks by itself once a minute
        post_all(_inbox.address(url), _inbox.bodies(1, BATCH, people), signed)
        _inbox.work_off(PATIENCE)
    rows, ids = (after - old for after, old in zip(_came(), before, strict=True))
    sent = 5 * BATCH + ROUNDS * MESSAGES
    seconds, slowest = zip(*runs, strict=True)
    name = f"{MESSAGES:,} messages in batches of {BATCH}"
    return write(
        "flood",
        [
            Figure(f"{name}: all acknowledged", "s", 60, LOWER, list(seconds)),
            Figure(f"{name}: slowest answer", "s", None, LOWER, list(slowest)),
            Figure("lost", "messages", 0, LOWER, [sent - ids]),
            Figure("doubled", "messages", 0, LOWER, [rows - ids]),
        ],
    )


def _came():
    """(messages received, different ids among them)"""
    rows, ids = _site.sql(CAME).split("|")
    return int(rows), int(ids)


def _round(address, people):
    half = MESSAGES // BATCH // 2
    bodies = _inbox.bodies(half, BATCH, people) + _inbox.bodies(half, BATCH)
    random.shuffle(bodies)
    before = _inbox.count(_inbox.STORED)
    started = time.monotonic()
    _rate, took = post_all(address, bodies + bodies[::AGAIN], signed)
    seconds = time.monotonic() - started
    if _inbox.count(_inbox.STORED) - before != len(bodies):
        raise RuntimeError("acknowledged, but not stored once")
    return seconds, max(took)


if __name__ == "__main__":
    sys.exit(main())
