"""Fuzz for some minutes: `python -m tests.unit.fuzz [MINUTES]`.

New examples stay in corpus/ and are replayed by every run of the tests. A broken
promise ends the run; its smallest example is kept, too.
"""

import itertools
import random
import sys
import time
import traceback

from hypothesis import HealthCheck, given, seed, settings

from . import corpus
from .targets import TARGETS

ROUND = 500
MINUTES = 10


def one_round(name, number, seen):
    """(examples kept, the failure or None) of some hundred inputs."""
    target, kept, last = TARGETS[name], [], [b""]

    @seed(number)
    @settings(
        max_examples=ROUND,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(target.inputs)
    def try_out(example):
        last[0] = example
        new = target.check(example) - seen
        if new and len(example) <= corpus.LONGEST:
            seen.update(new)
            kept.append(corpus.keep(name, example))

    try:
        try_out()
    except Exception:  # whatever it is, it is a finding
        # Hypothesis ends with the smallest example
        return kept, (corpus.keep(name, last[0]), traceback.format_exc())
    return kept, None


def main(arguments):
    minutes = float(arguments[0]) if arguments else MINUTES
    until = time.monotonic() + minutes * 60
    seen = {name: corpus.seen(name) for name in TARGETS}
    tried = kept = 0
    for name in itertools.cycle(TARGETS):
        if time.monotonic() >= until:
            break
        found, failure = one_round(name, random.getrandbits(32), seen[name])
        tried, kept = tried + ROUND, kept + len(found)
        if failure:
            print(f"{name}: {failure[0].name}\n{failure[1]}")
            return 1
    print(f"{tried} inputs, {kept} examples kept, no promise broken.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
