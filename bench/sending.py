"""How fast a backlog of answers leaves, within what Meta allows each number.

One worker for scheduled actions; the stand-in takes 200 ms for each answer and refuses
what exceeds 80 messages a second and number, as Meta does, or 1,000 after its upgrade of
a number. Each answer goes to another person. Statuses do not come back: the inbox is
measured elsewhere.
"""

import sys
import time
from collections import defaultdict

from tests.simulator import demo
from tests.simulator.server import Simulator

from . import _inbox, _site
from ._rounds import LOWER, Figure, interleaved, write

ROUNDS = 3
LIMIT = 80
# The goal is the limit itself, which nobody keeps to and reaches.
SUSTAINED = 76
LATENCY = 200.0  # ms
NUMBERS = [str(int(demo.PHONE_NUMBER_ID) + n) for n in range(4)]
ONE = {NUMBERS[0]: 240}
# After Meta's upgrade a number may send more than the worker can.
HIGH_LIMIT = 1000
HIGH = {NUMBERS[0]: 480}
FOUR = dict.fromkeys(NUMBERS, 120)
PATIENCE = 120  # seconds


def main():
    _site.ensure()
    _inbox.clear()
    with Simulator(latency_ms=LATENCY) as simulator:
        people(simulator)
        with _site.running(0, crons=1, simulator=simulator.url):
            ways = {
                "one": lambda: one_round(simulator, ONE),
                "four": lambda: one_round(simulator, FOUR),
                "high": lambda: one_round(simulator, HIGH, HIGH_LIMIT),
            }
            found = interleaved(ROUNDS, ways)
    figures = [
        *_figures(found["one"], "one number", SUSTAINED),
        *_figures(found["four"], "four numbers", 200),
        *_figures(found["high"], "one number after the upgrade", LIMIT, HIGH_LIMIT),
    ]
    return write("sending", figures)


def people(simulator):
    """The numbers exist, and everybody has written to theirs today."""
    own = [
        {"id": one, "waba_id": demo.WABA_ID, "display": f"+49 30 5550 10{place}"}
        for place, one in enumerate(NUMBERS)
    ]
    simulator.configure(numbers=own[1:])
    phones_of = {
        one: _phones(one, max(way.get(one, 0) for way in (ONE, FOUR, HIGH)))
        for one in NUMBERS
    }
    for one, phones in phones_of.items():
        for phone in phones:
            customer = simulator.add_customer(phone)
            simulator.customer_sends_text(customer.id, "Guten Tag", phone_id=one)
    _shell(simulator, phones_of, answer=False)


def _phones(number, count):
    return [f"+4915155{NUMBERS.index(number)}{place:05d}" for place in range(count)]


def _shell(simulator, people, answer):
    task = {"simulator": simulator.url, "people": people, "answer": answer}
    return _site.shell("_sending_shell.py", task)


def one_round(simulator, counts, limit=LIMIT):
    """(messages a second, most in any second on one number, refused)"""
    simulator.configure(throughput=limit)
    before = len(simulator.received)
    phones_of = {one: _phones(one, count) for one, count in counts.items()}
    queued = _shell(simulator, phones_of, answer=True)

    def calls():
        rows = simulator.received[before:]
        return [row for row in rows if row["endpoint"] == "messages"]

    def is_done():
        return sum(call["accepted"] for call in calls()) >= queued

    end = time.monotonic() + PATIENCE
    while not is_done():
        if time.monotonic() > end:
            raise RuntimeError(f"{len(calls())} calls for {queued} answers")
        time.sleep(0.5)
    return _figures_of(calls())


def _figures_of(calls):
    times = defaultdict(list)
    for call in calls:
        times[call["path"]].append(call["at"])
    every = sorted(at for moments in times.values() for at in moments)
    accepted = sum(call["accepted"] for call in calls)
    rate = (len(every) - 1) / (every[-1] - every[0])
    most = max(_most_in_a_second(sorted(moments)) for moments in times.values())
    return rate, most, len(calls) - accepted


def _most_in_a_second(moments):
    most = first = 0
    for last, moment in enumerate(moments):
        while moment - moments[first] >= 1:
            first += 1
        most = max(most, last - first + 1)
    return most


def _figures(runs, head, goal, limit=LIMIT):
    rates, most, refused = zip(*runs, strict=True)
    yield Figure(f"{head}: sent", "messages/s", goal, runs=rates)
    for name, most_allowed, counts in (
        ("most in any second", limit, most),
        ("refused by the stand-in", 0, refused),
    ):
        yield Figure(
            f"{head}: {name}", "messages", most_allowed, LOWER, counts, never=True
        )


if __name__ == "__main__":
    sys.exit(main())
