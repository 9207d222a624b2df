"""Forgetting one person with 10,000 messages and 1,000 files, however full the house is.

Meta still has each of the files, and takes a twentieth of a second to delete one.

The promises: unreadable a second after the keys' turn, the whole job within a minute, and
hardly slower in a database ten times as large. The processor time of Odoo and PostgreSQL
is told beside it, for the two sizes follow one another on a machine that others use.
"""

import os
import statistics
import sys

from devenv import link, services
from devenv.odoo_conf import BENCH
from tests.simulator import demo, media_files
from tests.simulator.server import Simulator

from . import _site
from ._rounds import LOWER, Figure, write

MESSAGES, FILES = 10_000, 1_000
# The small and the large database; smaller ones are for trying out.
ROWS = [int(rows) for rows in os.environ.get("BENCH_ROWS", "100000,1000000").split(",")]
ROUNDS = 2
UNREADABLE, JOB, RATIO = 1, 60, 1.2
LATENCY = 50.0  # ms


def main():
    _site.ensure()
    task = {"rows": ROWS, "rounds": ROUNDS, "messages": MESSAGES, "files": FILES}
    with Simulator(latency_ms=LATENCY) as simulator:
        link.point(BENCH, services.url(BENCH.name), simulator.url)
        at_meta = [_file(simulator) for _each in range(len(ROWS) * ROUNDS * FILES)]
        found = _site.shell("_erasure_shell.py", {**task, "at_meta": " ".join(at_meta)})
        assert all(row.deleted for row in simulator.media)
    return write("erasure", list(_figures(found)))


def _file(simulator):
    """The ID of one that the stand-in keeps."""
    facts = demo.PHONE_NUMBER_ID, "application/pdf", media_files.UPLOADED_LASTS
    return media_files.add(simulator.world, b"%PDF-1.4 ", *facts).id


def _figures(found):
    small, large = (found[str(rows)] for rows in ROWS)
    for rows, runs in zip(ROWS, (small, large), strict=True):
        where = f"of {rows:,} messages"
        yield _figure(f"keys destroyed, {where}", runs, "keys", UNREADABLE)
        yield _figure(f"whole job, {where}", runs, "job", JOB)
        yield _figure(f"of it files deleted at Meta, {where}", runs, "meta", None)
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
