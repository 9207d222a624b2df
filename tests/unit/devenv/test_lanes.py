"""Stages side by side: real processes, each with an outcome of its own."""

import sys
import threading
import time

import pytest

from devenv import config, lanes
from devenv.progress import Problem

# Ends with 1 for the stage that is named as broken.
BROKEN = "import sys; print('this is', sys.argv[1]); sys.exit(sys.argv[1] == 'unit')"
# The first stages end only when the last of them has begun.
MEETING = """
import pathlib, sys, time
folder, name = pathlib.Path(sys.argv[1]), sys.argv[2]
(folder / name).touch()
first = {"unit": "addon-2", "addon-1": "addon-2"}.get(name, name)
end = time.monotonic() + 20
while not (folder / first).exists():
    if time.monotonic() > end:
        sys.exit(1)
    time.sleep(0.01)
"""

EVERYTHING = dict.fromkeys(lanes.ORDER, ())


@pytest.fixture(autouse=True)
def logs(tmp_path, monkeypatch):
    monkeypatch.setattr(config, "LOGS", tmp_path / "log")


def test_each_stage_runs_and_keeps_its_own_exit_code(capsys):
    codes = lanes.run([sys.executable, "-c", BROKEN], EVERYTHING)
    assert codes == dict.fromkeys(lanes.ORDER, 0) | {"unit": 1}
    shown = capsys.readouterr().out
    assert all(f"this is {name}\n" in shown for name in codes)


def test_only_stages_with_options_run_and_with_their_own():
    told = "import sys; sys.exit(sys.argv[2:] != [sys.argv[1]])"
    options = {"lint": ["lint"], "samples": ["samples"], "unit": ["else"]}
    codes = lanes.run([sys.executable, "-c", told], options)
    assert codes == {"lint": 0, "samples": 0, "unit": 1}


def test_lanes_run_at_the_same_time(tmp_path):
    codes = lanes.run([sys.executable, "-c", MEETING, tmp_path], EVERYTHING)
    assert set(codes.values()) == {0}


# Notes that it has begun; all but "unit" fail without what is made for them.
NEEDY = """
import pathlib, sys
folder, name = pathlib.Path(sys.argv[1]), sys.argv[2]
(folder / name).touch()
sys.exit(name != "unit" and not (folder / "made").exists())
"""


def test_unit_begins_while_what_others_need_is_made(tmp_path):
    def prepare():
        end = time.monotonic() + 20
        while not (tmp_path / "unit").exists():
            assert time.monotonic() < end
            threading.Event().wait(0.01)
        (tmp_path / "made").touch()

    command = [sys.executable, "-c", NEEDY, tmp_path]
    assert set(lanes.run(command, EVERYTHING, prepare).values()) == {0}


def test_without_what_they_need_no_others_begin(tmp_path):
    def prepare():
        raise Problem("no PostgreSQL")

    with pytest.raises(Problem):
        lanes.run([sys.executable, "-c", NEEDY, tmp_path], EVERYTHING, prepare)
    assert {path.name for path in tmp_path.iterdir()} <= {"log", "unit"}
