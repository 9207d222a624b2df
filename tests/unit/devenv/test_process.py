import json
import os
import sys

import pytest

from devenv import config, process
from devenv.progress import Problem


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(config, "RUN", tmp_path / "run")


def spawn_sleeper(tmp_path, script="import time; time.sleep(60)"):
    command = [sys.executable, "-c", script]
    return process.spawn("sleeper", command, tmp_path / "log")


def test_started_process_is_alive_until_it_is_stopped(tmp_path):
    child = spawn_sleeper(tmp_path)
    assert process.alive("sleeper") == child.pid
    assert process.stop("sleeper") is True
    assert process.alive("sleeper") is None


def test_process_that_ignores_the_request_is_killed(tmp_path):
    script = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
        "print('ready', flush=True); time.sleep(60)"
    )
    child = spawn_sleeper(tmp_path, script)
    while b"ready" not in (tmp_path / "log").read_bytes():
        assert child.poll() is None
    process.stop("sleeper", timeout=0.2)
    assert child.wait(5) == -9


def test_reused_pid_is_not_taken_for_ours():
    process.remember("sleeper", os.getpid())
    note = config.RUN / "sleeper.json"
    changed = {**json.loads(note.read_text(encoding="utf-8")), "started": "1"}
    note.write_text(json.dumps(changed), encoding="utf-8")
    assert process.alive("sleeper") is None


def test_stopping_what_never_ran_is_fine():
    assert process.stop("nothing") is False


def test_failed_program_is_told_in_a_sentence_with_its_last_lines(tmp_path):
    command = [sys.executable, "-c", "print('the cause'); raise SystemExit(3)"]
    with pytest.raises(Problem, match=r"(?s)It failed\..*the cause"):
        process.run(command, tmp_path / "log", "It failed.")
