"""`./dev bench`: each file in bench/ measures one promise and writes its results."""

import os

from . import config, pytest_run, server
from .progress import Problem, say

FOLDER = config.ROOT / "bench"


def main(arguments):
    """Run the named benchmarks, or all; the exit code."""
    there = {path.stem for path in FOLDER.glob("[!_]*.py")}
    unknown = sorted(set(arguments) - there)
    if unknown or not there:
        known = ", ".join(sorted(there)) or "none yet"
        raise Problem(f"No benchmark {' '.join(unknown)}. There are: {known}.")
    server.prepare()
    codes = [_run(name) for name in arguments or sorted(there)]
    return max(codes)


def _run(name):
    say(f"\n== {name} ==")
    return pytest_run.program(f"bench.{name}", [], dict(os.environ))
