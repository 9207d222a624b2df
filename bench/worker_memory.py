"""Memory of the one worker for scheduled actions while 100,000 messages pass.

People write in Meta's batches; nine batches in ten are by people who have agreed and
become lines of their tickets, one is by somebody unknown, who gets the notice. The same
worker does it all, sending included. The webhooks come in four parts, and each part is
worked off before the next, so the first and the last quarter can be compared.
BENCH_MESSAGES sets another number of messages.
"""

import os
import statistics
import sys

from tests.simulator.server import Simulator

from . import _inbox, _site
from ._load import post_all
from ._memory import MB, resident
from ._rounds import LOWER, Figure, write
from .webhook import signed

MESSAGES = int(os.environ.get("BENCH_MESSAGES", "100000"))
BATCH = 50
PEOPLE = 200
WARM_UP = 10  # bodies; they load the registry and fill its caches
GOAL = 300  # MB
# What the allocator keeps differs by some MB from round to round.
FLAT = 1.05
PATIENCE = 3600  # seconds for a quarter


def main():
    _site.ensure()
    return write("worker_memory", _figures(measure(MESSAGES)))


def measure(messages):
    """The worker's MB while so many messages pass: a list for each quarter."""
    quarter = messages // 4 // BATCH
    with Simulator() as simulator:
        known = _inbox.agreed(simulator, PEOPLE)
        with _site.running(1, 1, simulator.url, "info") as url:
            address = _inbox.address(url)
            _pass(simulator, address, known, WARM_UP)
            worker = _site.worker("WorkerCron")
            parts = [
                _pass(simulator, address, known, quarter, worker) for _part in range(4)
            ]
            if _site.worker("WorkerCron") != worker:
                raise RuntimeError("the worker was replaced")
    return parts


def _pass(simulator, address, known, number, worker=None):
    """Let so many webhooks pass; [the worker's MB, every half a second]."""
    new = [_inbox.phone() for _each in range(max(number // 10, 1))]
    for phone in new:
        customer = simulator.add_customer(phone)
        simulator.customer_sends_text(customer.id, _inbox.WORDS)  # opens the window
    before = _inbox.count(_inbox.RECEIVED)
    bodies = _inbox.bodies(number - len(new), BATCH, known)
    bodies += _inbox.bodies(len(new), BATCH, new)
    post_all(address, bodies, signed)
    found = []
    _inbox.work_off(PATIENCE, lambda: worker and found.append(resident(worker) / MB))
    if _inbox.count(_inbox.RECEIVED) - before != number * BATCH:
        raise RuntimeError("not every message came, or one came twice")
    return found


def _figures(parts):
    middle = [statistics.median(part) for part in parts]
    name = f"{MESSAGES:,} messages"
    return [
        Figure(f"{name}: most", "MB", GOAL, LOWER, [max(map(max, parts))]),
        Figure(f"{name}: first quarter", "MB", None, LOWER, middle[:1]),
        Figure(f"{name}: last quarter", "MB", None, LOWER, middle[-1:]),
        Figure(
            "last quarter against first", "times", FLAT, LOWER, [middle[-1] / middle[0]]
        ),
    ]


if __name__ == "__main__":
    sys.exit(main())
