"""Checking a long ledger: chain, anchors, and what is in it.

The promise: 50,000 entries a second for chain and anchors, in memory that does not grow
with the ledger. Opening every content as well is told beside it.
"""

import sys

from . import _site
from ._rounds import LOWER, Figure, write

ENTRIES, MORE, ROUNDS = 20_000, 20_000, 2
RATE, MEMORY = 50_000, 20


def main():
    _site.ensure()
    task = {"entries": ENTRIES, "more": MORE, "rounds": ROUNDS}
    found = _site.shell("_ledger_shell.py", task)
    chain = Figure("chain and anchors", "entries/s", RATE, runs=found["chain"])
    contents = Figure("contents opened as well", "entries/s", runs=found["contents"])
    name = f"memory, {ENTRIES + MORE:,} instead of {ENTRIES:,} entries"
    memory = Figure(name, "MB more", MEMORY, LOWER, found["memory"])
    return write("ledger_verify", [chain, contents, memory])


if __name__ == "__main__":
    sys.exit(main())
