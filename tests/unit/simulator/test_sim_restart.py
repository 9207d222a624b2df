"""A killed stand-in goes on where it was."""

import json
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from sim_business import ERIKA

from tests.simulator import demo
from tests.simulator.journal import FILE
from tests.simulator.server import Simulator

ROOT = Path(__file__).parents[3]


@contextmanager
def _process(folder):
    command = [sys.executable, "-m", "tests.simulator", "--port", "0"]
    process = subprocess.Popen(
        [*command, "--state-dir", str(folder)], cwd=ROOT, stdout=subprocess.PIPE
    )
    try:
        yield process, json.loads(process.stdout.readline())["simulator_url"]
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_killed_process_keeps_messages_clock_and_undelivered_webhooks(
    tmp_path, callback
):
    with _process(tmp_path) as (_process_one, url):
        requests.post(f"{url}/_sim/advance", json={"hours": 30}, timeout=5)
        message = {"customer": ERIKA, "text": "Hallo"}
        wamid = requests.post(f"{url}/_sim/send", json=message, timeout=5).json()["id"]
    with _process(tmp_path) as (_process_two, url):
        state = requests.get(f"{url}/_sim/state", timeout=5).json()
        assert state["offset"] == 30 * 3600
        settings = {"callback_url": callback.url}
        requests.post(f"{url}/_sim/config", json=settings, timeout=5)
        left = requests.post(f"{url}/_sim/flush", json={}, timeout=15).json()
        assert left == {"waiting": 0}
    assert [line["id"] for line in callback.messages] == [wamid]


def test_window_and_told_webhooks_survive(tmp_path, callback):
    with Simulator(state_dir=tmp_path, callback_url=callback.url) as sim:
        sim.customer_sends_text(ERIKA, "Hallo")
        sim.flush()
    with Simulator(state_dir=tmp_path) as again:
        person = again.add_customer(phone=ERIKA)
        assert again.world.window_open(person, demo.PHONE_NUMBER_ID)
        assert again.flush() == 0
    assert len(callback.posts) == 1


def test_window_of_a_call_survives(tmp_path):
    with Simulator(state_dir=tmp_path) as sim:
        sim.customer_calls(ERIKA)
    with Simulator(state_dir=tmp_path) as again:
        person = again.add_customer(phone=ERIKA)
        assert again.world.window_open(person, demo.PHONE_NUMBER_ID)


def test_half_written_last_line_is_forgotten(tmp_path):
    with Simulator(state_dir=tmp_path) as sim:
        count = sim.world.journal.size()
    with (tmp_path / FILE).open("a") as file:
        file.write('{"n": 99, "kind": "pu')
    with Simulator(state_dir=tmp_path) as again:
        assert again.world.journal.size() == count


def test_journal_is_only_added_to(tmp_path):
    with Simulator(state_dir=tmp_path) as sim:
        before = (tmp_path / FILE).read_bytes()
        sim.reset()
        assert (tmp_path / FILE).read_bytes().startswith(before)


def test_reset_keeps_settings_and_forgets_messages(callback):
    with Simulator(callback_url=callback.url) as sim:
        sim.customer_sends_text(ERIKA, "Hallo")
        sim.advance(hours=5)
        sim.reset()
        assert (sim.written, sim.world.clock.offset) == ([], 0)
        assert sim.world.config.callback_url == callback.url


def test_complete_reset_forgets_settings_too(callback):
    with Simulator(callback_url=callback.url) as sim:
        sim.reset(everything=True)
        assert sim.world.config.callback_url == ""


def test_stopped_stand_in_answers_nobody():
    with Simulator() as sim:
        session = requests.Session()
        assert session.get(f"{sim.url}/_sim/state", timeout=5).ok
    with pytest.raises(requests.ConnectionError):
        session.get(f"{sim.url}/_sim/state", timeout=5)
