"""Forgetting one person with 10,000 messages and 1,000 files, however full the house is.

The promises: unreadable a second after the keys' turn, the whole job within a minute, and
hardly slower in a database ten times as large. The processor time of Odoo and PostgreSQL
is told beside it, for the two sizes follow one another on a machine that others use.
"""

import os
import statistics
import sys

from . import _site
from ._rounds import LOWER, Figure, write

MESSAGES, FILES = 10_000, 1_000
# The small and the large database; smaller ones are for trying out.
ROWS = [int(rows) for rows in os.environ.get("BENCH_ROWS", "100000,1000000").split(",")]
ROUNDS = 2
UNREADABLE, JOB, RATIO = 1, 60, 1.2


def main():
    _site.ensure()
    task = {"rows": ROWS, "rounds": ROUNDS, "messages": MESSAGES, "files": FILES}
    return write("erasure", list(_figures(_site.shell("_erasure_shell.py", task))))


def _figures(found):
    small, large = (found[str(rows)] for rows in ROWS)
    for rows, runs in zip(ROWS, (small, large), strict=True):
        where = f"of {rows:,} messages"
        yield _figure(f"keys destroyed, {where}", runs, "keys", UNREADABLE)
        yield _figure(f"whole job, {where}", runs, "job", JOB)
    name = "large against small"
    yield Figure(name, "x", RATIO, LOWER, [_ratio(large, small, "job")])
    busy = _ratio(large, small, "processor")
    yield Figure(f"{name}, processor time", "x", None, LOWER, [busy])


def _figure(name, runs, what, goal):
    return Figure(name, "s", goal, LOWER, [run[what] for run in runs])


def _ratio(large, small, what):
    above, below = (
        statistics.median(run[what] for run in runs) for runs in (large, small)
    )
    return above / below


if __name__ == "__main__":
    sys.exit(main())
