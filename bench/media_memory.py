"""A document of 100 MB in and out: how much memory it takes.

The promise: less than 150 MB above what the process had before, on every way.
"""

import subprocess
import sys

from . import _site
from ._rounds import LOWER, Figure, write

SIZE = 100 * 1024 * 1024
GOAL = 150


def main():
    _site.ensure()
    command = [sys.executable, _site.HERE / "_media_server.py", str(SIZE)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            task = {"url": server.stdout.readline().strip(), "size": SIZE}
            ways = _site.shell("_media_shell.py", task)
        finally:
            server.terminate()
    figures = [
        Figure(f"100 MB: {name}", "MB above before", GOAL, LOWER, [way["megabytes"]])
        for name, way in ways.items()
    ]
    return write("media_memory", figures)


if __name__ == "__main__":
    sys.exit(main())
