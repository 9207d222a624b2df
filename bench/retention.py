"""Deleting what its period is over for, in a table of a million messages.

The promises: 5,000 messages a second, flat memory, nobody else waits longer than a fifth
of a second, and the effect of a changed rule is counted within three seconds.
"""

import os
import sys

from . import _site
from ._rounds import HIGHER, LOWER, Figure, write

# A smaller table is for trying out.
ROWS = int(os.environ.get("BENCH_ROWS", "1000000"))
DUE = ROWS // 10
RATE, MEMORY, WAIT, DRY_RUN = 5000, 50, 200, 3


def main():
    # what other benchmarks leave behind would be worked off, too
    _site.ensure(anew=True)
    found = _site.shell("_retention_shell.py", {"rows": ROWS, "due": DUE})
    return write("retention", list(_figures(found)))


def _figures(found):
    yield _figure("messages deleted", found["rate"], "messages/s", RATE, HIGHER)
    yield _figure("memory", found["memory"], "MB above before", MEMORY)
    for name, longest in found["waits"].items():
        yield _figure(f"longest wait: {name}", longest, "ms", WAIT)
    name = f"effect of a changed rule, {ROWS:,} messages"
    yield _figure(name, found["dry_run"], "s", DRY_RUN)


def _figure(name, value, unit, goal, better=LOWER):
    return Figure(name, unit, goal, better, [value])


if __name__ == "__main__":
    sys.exit(main())
