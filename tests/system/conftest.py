"""How hard the system tests shake: cheap by default, as hard as one likes by option."""

MANY = "test_crash_many.py"


def pytest_addoption(parser):
    group = parser.getgroup("faults")
    group.addoption(
        "--crash",
        type=int,
        default=0,
        metavar="KILLS",
        help=f"run {MANY} too, with so many kills; it takes half a minute for each",
    )
    group.addoption(
        "--crash-seed", type=int, default=None, help="repeat the order of a run"
    )


def pytest_ignore_collect(collection_path, config):
    """Minutes of kills are asked for; nothing is skipped in silence by a mark."""
    if collection_path.name == MANY and not config.getoption("--crash"):
        return True
    return None
