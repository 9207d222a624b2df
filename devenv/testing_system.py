"""The stages with real server processes: crashes, browsers, sample payloads."""

import argparse
import json
from pathlib import Path

from . import config, lock, pytest_run, screens, server
from .odoo_conf import SYSTEM
from .progress import Problem

TESTS = config.ROOT / "tests" / "system"
# They take a little longer than the others, which begin later.
STORIES = ("canary", "command", "drill", "erasure", "old_dump", "start")
SAMPLES = TESTS / "samples.py"


def system(options):
    """Real server processes, crashes, a browser; the tests start them by devenv."""
    return _run("system", [TESTS], options)


def first_half(options):
    return _run("system-1", _halves()[0], options)


def second_half(options):
    return _run("system-2", _halves()[1], options)


def _halves():
    files = sorted(TESTS.glob("test_*.py"))
    stories = [
        file for file in files if file.stem.removeprefix("test_").startswith(STORIES)
    ]
    return stories, [file for file in files if file not in stories]


def _run(name, tests, options):
    server.prepare()
    screens.need_browser()
    with lock.held(name):
        return pytest_run.run(
            name, pytest_run.FLAGS, tests, options, pytest_run.plain(), strict=True
        )


def samples(arguments):
    """Post every payload below a folder to a fresh server and report on each file."""
    parser = argparse.ArgumentParser(prog="./dev test samples")
    parser.add_argument("--samples", required=True, type=Path)
    folder = parser.parse_args(arguments).samples.resolve()
    if not folder.is_dir():
        raise Problem(f"There is no folder {folder}.")
    if not SAMPLES.exists():
        raise Problem("tests/system/samples.py is missing from this checkout.")
    screens.need_browser()
    with lock.held("samples"):
        running = server.fresh(SYSTEM, anew=False)
        try:
            details = json.dumps(running.start().details())
            options = ["--samples", str(folder), "--server", details]
            code = pytest_run.program(
                "tests.system.samples", options, pytest_run.plain()
            )
        finally:
            running.stop()
    verdict = "each was taken and shown" if code == 0 else "see above"
    return pytest_run.Outcome(code == 0, [f"samples: {verdict}"])
