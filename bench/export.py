"""What a person gets who asks for their data: 10,000 messages, streamed.

The promises: less than 300 MB of memory, and the evidence of a consent in two seconds.
"""

import os
import sys

from . import _site
from ._rounds import LOWER, Figure, write

ROWS = int(os.environ.get("BENCH_ROWS", "100000"))
TASK = {"rows": ROWS, "messages": 10_000, "files": 1_000}
MEMORY, EVIDENCE = 300, 2


def main():
    _site.ensure()
    runs = _site.shell("_export_shell.py", TASK)
    figures = [
        _figure("process while exporting", runs, "memory", "MB", MEMORY),
        _figure("above before", runs, "above", "MB"),
        _figure("whole archive", runs, "seconds", "s"),
        _figure("first byte", runs, "first", "s"),
        _figure("evidence of a person", runs, "evidence", "s", EVIDENCE),
    ]
    return write("export", figures)


def _figure(name, runs, what, unit, goal=None):
    return Figure(name, unit, goal, LOWER, [run[what] for run in runs])


if __name__ == "__main__":
    sys.exit(main())
