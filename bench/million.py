"""The same work in a small and in a large database.

Each figure is measured with 10,000 messages of others in a new database; then the
database is filled to 1,000,000, and each is measured again. What counts is how much slower
it has become, or how much more memory it takes. BENCH_ROWS sets another number than a
million.

Minutes pass between the two, and a shared machine changes meanwhile: everything is put in
relation to a fixed work of the same minute, the webhook to an empty route.
"""

import os
import statistics
import sys

from tests.simulator.server import Simulator

from . import _inbox, _million_desk, _site, sending, webhook
from ._rounds import LOWER, Figure, ratios, write

FEW = 10_000
MANY = int(os.environ.get("BENCH_ROWS", "1000000"))
GOAL = 1.2
WEBHOOK, SENDING = "webhook against an empty route", "sending on four numbers"
OPENING = "opening a ticket with 1,000 messages"
ROUNDS = 5
INBOX_ROUNDS = 15
TRIES = 4
# As after years, not as a minute after a million inserts.
SETTLE = "VACUUM (ANALYZE); CHECKPOINT;"


def main():
    _site.ensure(anew=True)
    with Simulator(latency_ms=sending.LATENCY) as simulator:
        sending.people(simulator)
        small = _measure(simulator, FEW)
        large = _measure(simulator, MANY - FEW)
    return write("million", list(_figures(small, large)))


def _measure(simulator, more):
    """{what: its runs} once so many more messages are there."""
    _site.shell("_million_shell.py", {"fill": more})
    _site.sql(SETTLE)
    found = {WEBHOOK: webhook.against_empty(0, ROUNDS)}
    _inbox.clear()
    with _site.running(0, crons=1, simulator=simulator.url):
        # the first one opens connections
        sending.one_round(simulator, sending.FOUR)
        found[SENDING] = [_sending(simulator) for _each in range(ROUNDS)]
    for what, only, name in (
        ("follow_up", "ours", "follow-up, agent notified"),
        ("first_contact", "strict", "message, notice, yes, ticket"),
        ("first_contact", "service_reply", "message to ticket at once"),
    ):
        task = {"what": what, "only": [only, "machine"]}
        task.update(rounds=INBOX_ROUNDS, messages=400, yardstick=10)
        rates = _site.shell("_inbound_shell.py", task)
        thousands = [rate / 1000 for rate in rates["machine"]]
        found[name] = ratios(rates[only], thousands)
        _inbox.clear()
    opened = _site.shell("_million_shell.py", {"open": 30})
    found[OPENING] = opened.pop("runs")
    return {**found, **_million_desk.screens(opened), **_million_desk.workers()}


def _sending(simulator):
    """A round in which something was refused tells how long a number rests then, and is
    done again; that nothing is refused is measured by `bench sending`."""
    for _try in range(TRIES):
        rate, _most, refused = sending.one_round(simulator, sending.FOUR)
        if not refused:
            break
        print(f"refused: {refused}", flush=True)
    assert not refused, refused
    now = [_site.machine() for _each in range(3)]
    return rate / statistics.median(now) * 1000


def _figures(small, large):
    for name, before in small.items():
        after = large[name]
        unit, word, power = _kind(name)
        yield Figure(f"{name}, {FEW:,} messages", unit, runs=before)
        yield Figure(f"{name}, {MANY:,} messages", unit, runs=after)
        times = (statistics.median(after) / statistics.median(before)) ** power
        yield Figure(f"{name}: {word} by", "times", GOAL, LOWER, [times])


def _kind(name):
    """(unit, what a larger database makes it, -1 where a higher figure is better)"""
    if name in _million_desk.MEMORY:
        return "MB", "more", 1
    if name == OPENING or name in _million_desk.TIMES:
        return "fixed works", "slower", 1
    return "times" if name == WEBHOOK else "per fixed work", "slower", -1


if __name__ == "__main__":
    sys.exit(main())
