"""How hard the system tests shake: cheap by default, as hard as one likes by option."""


def pytest_addoption(parser):
    group = parser.getgroup("faults")
    group.addoption(
        "--crash", type=int, default=50, metavar="KILLS", help="kill -9 so many times"
    )
    group.addoption(
        "--crash-seed", type=int, default=None, help="repeat the order of a run"
    )
