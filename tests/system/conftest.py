"""How hard the crash test shakes: enough by default, as hard as one likes by option."""

from pathlib import Path


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
