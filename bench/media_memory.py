"""A document of 100 MB in and out over HTTP: how much memory it takes.

The promise: less than 150 MB above what the process had before, on every way. A customer
of the stand-in sends it, and the worker for scheduled actions fetches it; an agent who
has logged in downloads it, whole and in parts, and sends one of that size: uploaded by
our composer, and by Odoo's own upload of attachments. Each worker's peak is the kernel's,
against what the same process had once a small file had gone the same ways; files that are
mapped count.
"""

import sys
from dataclasses import dataclass

from tests.simulator.server import Simulator

from . import _files, _inbox, _site
from ._files import Ways
from ._memory import MB, forget, highest, resident
from ._rounds import LOWER, Figure, write

SIZE, SMALL = 100 * MB, MB
GOAL = 150
ROUNDS = 3
WORKERS = {"HTTP worker": "WorkerHTTP", "cron worker": "WorkerCron"}


@dataclass(frozen=True)
class Went:
    """`grown`: {worker: MB above before}."""

    seconds: float
    grown: dict

    @property
    def most(self):
        return max(self.grown.values())


def main():
    _site.ensure()
    _inbox.clear()
    with (
        Simulator() as simulator,
        _site.acquainted(simulator, 1, 1, "info") as site,
    ):
        found = list(rounds(site, ROUNDS))
    return write("media_memory", list(_figures(found)))


def _figures(found):
    for way, words in _files.WAYS.items():
        for worker in WORKERS:
            yield Figure(
                f"100 MB {words}: {worker}",
                "MB above before",
                GOAL,
                LOWER,
                [one[way].grown[worker] for one in found],
                never=True,
            )


def rounds(site, count):
    """{way: Went}, one for each round; each has a customer of its own, as there is a cap
    on what one may make us fetch in a day.
    """
    for go in Ways(site).all(SMALL).values():
        go()
    pids = _workers()
    before = {name: resident(pid) for name, pid in pids.items()}

    def went(go):
        for pid in pids.values():
            forget(pid)
        seconds = go()
        grown = {name: highest(pid) - before[name] for name, pid in pids.items()}
        return Went(seconds, {name: max(size, 0) / MB for name, size in grown.items()})

    for _each in range(count):
        yield {way: went(go) for way, go in Ways(site).all(SIZE).items()}
    if pids != _workers():
        raise RuntimeError("a worker was replaced")


def _workers():
    return {name: _site.worker(kind) for name, kind in WORKERS.items()}


if __name__ == "__main__":
    sys.exit(main())
