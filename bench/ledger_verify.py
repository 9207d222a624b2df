"""Checking a long ledger: chain, anchors, and what is in it.

The promise: 50,000 entries a second for chain and anchors, in memory that does not grow
with the ledger. Opening every content as well is told beside it.
"""

import sys

from . import _site
from ._rounds import LOWER, Figure, write

ENTRIES, MORE, ROUNDS = 50_000, 100_000, 3
RATE, MEMORY = 50_000, 20


def main():
    _site.ensure()
    task = {"entries": ENTRIES, "more": MORE, "rounds": ROUNDS}
    found = _site.shell("_ledger_shell.py", task)
    figures = [*_rates("chain and anchors", found["chain"], RATE)]
    figures += _rates("contents opened as well", found["contents"])
    name = f"memory, {ENTRIES + MORE:,} instead of {ENTRIES:,} entries"
    memory = Figure(name, "MB more", MEMORY, LOWER, found["memory"])
    return write("ledger_verify", [*figures, memory])


def _rates(name, runs, goal=None):
    """By the clock; and without what the rest of the machine took."""
    clock, own = zip(*runs, strict=True)
    yield Figure(name, "entries/s", goal, runs=list(clock))
    yield Figure(f"{name}, processor time", "entries/s", runs=list(own))


if __name__ == "__main__":
    sys.exit(main())
