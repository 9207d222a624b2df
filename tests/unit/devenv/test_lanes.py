"""Stages side by side: real processes, each with an outcome of its own."""

import sys

import pytest

from devenv import config, lanes

# Ends with 1 for the stage that is named as broken.
BROKEN = "import sys; print('this is', sys.argv[1]); sys.exit(sys.argv[1] == 'unit')"
# The first stages end only when the last of them has begun.
MEETING = """
import pathlib, sys, time
folder, name = pathlib.Path(sys.argv[1]), sys.argv[2]
(folder / name).touch()
first = {"system": "addon-2", "addon-1": "addon-2"}.get(name, name)
end = time.monotonic() + 20
while not (folder / first).exists():
    if time.monotonic() > end:
        sys.exit(1)
    time.sleep(0.01)
"""


@pytest.fixture(autouse=True)
def logs(tmp_path, monkeypatch):
    monkeypatch.setattr(config, "LOGS", tmp_path / "log")


def test_each_stage_runs_and_keeps_its_own_exit_code(capsys):
    codes = lanes.run([sys.executable, "-c", BROKEN], [])
    assert codes == dict.fromkeys(lanes.ORDER, 0) | {"unit": 1}
    shown = capsys.readouterr().out
    assert all(f"this is {name}\n" in shown for name in codes)


def test_lanes_run_at_the_same_time(tmp_path):
    codes = lanes.run([sys.executable, "-c", MEETING, tmp_path], [])
    assert set(codes.values()) == {0}
