"""A browser; how hard the crash test shakes: enough, or as hard as one likes."""

from pathlib import Path

import pytest

from .browser import chromium


def pytest_addoption(parser):
    group = parser.getgroup("faults")
    group.addoption(
        "--crash",
        type=int,
        default=50,
        metavar="KILLS",
        help="how many processes test_crash.py kills; about two seconds for each",
    )
    group.addoption(
        "--crash-seed", type=int, default=None, help="repeat the order of a run"
    )
    group.addoption(
        "--crash-report",
        type=Path,
        metavar="FILE",
        help="keep the report of the run as JSON there, too",
    )


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser
