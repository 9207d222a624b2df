"""What is away, full or standing still: refused, not half done, and good afterwards."""

import contextlib
import hashlib
import hmac
import json
import os
import subprocess
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from devenv import config, pg_client, pg_user, process
from tests.simulator import demo, wamid

from . import crash_cluster, crash_site
from .running import until
from .standing_still import paused_at_rest

HTTP_ONLY = ("--workers", "2", "--max-cron-threads", "0")
ERIKA = "+4915155502001"
ANSWERS = 12
TURNS = 5
LATENCY = 100.0
TIMEOUT = 60
UNDER_WAY, QUEUED, CANCELLED = (
    f"select opaque_id from wa_message where direction = 'out' and state = '{state}'"
    for state in ("sending", "queued", "cancelled")
)


@pytest.fixture(scope="module")
def site():
    settings = {
        "pair_rate": False,
        "throughput": 100000,
        "delivery_threads": 2,
        "latency_ms": LATENCY,
        "retry_schedule": [0.3] * 3000,
    }
    with crash_site.fresh(**settings) as site:
        yield site


@pytest.fixture(scope="module")
def desk(site):
    """(the site, a client of an agent, the ticket of Erika, who agreed)"""
    site.simulator.send(ERIKA, text="Guten Tag")
    until(lambda: _question(site), 60, "Erika is asked")
    site.simulator.send(ERIKA, tap=_question(site), index=0)
    tickets = "select max(id) from helpdesk_ticket where whatsapp_open"
    until(lambda: site.sql(tickets), 60, "Erika has a ticket")
    return site.login("agent"), int(site.sql(tickets))


@pytest.fixture(scope="module")
def url(site):
    """The webhook's, of an Odoo that takes requests only, from here on."""
    key = site.sql("select webhook_key from wa_app order by id limit 1")
    site.revive()
    site.options = HTTP_ONLY
    site.start_over()
    until(site.is_whole, 60, "all processes of Odoo have started")
    # or a late status would be counted as well
    until(lambda: _nothing_comes(site), 60, "the stand-in has told everything")
    return f"{site.odoo_url}/whatsapp/webhook/{key}"


def _question(site):
    rows = (record.get("row", {}) for record in site.simulator.journal())
    asked = [row["id"] for row in rows if row.get("type") == "interactive"]
    return asked[-1] if asked else None


def _body(padding=0):
    person = ERIKA.lstrip("+")
    message = {
        "from": person,
        "id": wamid.make(person, incoming=True),
        "timestamp": str(int(time.time())),
        "type": "text",
        "text": {"body": "Ist da jemand?"},
        # nothing that PostgreSQL could compress, and nothing the addon keeps
        "padding": os.urandom(padding // 2).hex(),
    }
    value = {
        "messaging_product": "whatsapp",
        "metadata": {
            "display_phone_number": "4930555100",
            "phone_number_id": demo.PHONE_NUMBER_ID,
        },
        "contacts": [{"profile": {"name": "Erika"}, "wa_id": person}],
        "messages": [message],
    }
    entry = {"id": demo.WABA_ID, "changes": [{"field": "messages", "value": value}]}
    return json.dumps(
        {"object": "whatsapp_business_account", "entry": [entry]}
    ).encode()


def _post(url, body):
    """The status of a signed webhook."""
    mac = hmac.new(demo.APP_SECRET.encode(), body, hashlib.sha256).hexdigest()
    headers = {"X-Hub-Signature-256": f"sha256={mac}"}
    return requests.post(url, data=body, headers=headers, timeout=TIMEOUT).status_code


def _events(site):
    return int(site.sql("select count(*) from wa_event"))


def _nothing_comes(site):
    before = _events(site)
    time.sleep(1)
    return site.simulator.flush() == 0 and _events(site) == before


def _until_taken(url, body):
    until(lambda: _post(url, body) == 200, 60, "the webhook is taken again")


class TestTwoAgents:
    def test_answers_to_one_ticket_at_once_go_out_once_each(self, site, desk):
        client, ticket = desk
        clients = {"agent": client, "leitung": site.login("leitung")}
        for turn in range(TURNS):
            texts = {login: f"Zugleich {turn} {login}" for login in clients}
            with ThreadPoolExecutor() as pool:
                calls = [
                    pool.submit(_answer, clients[login], ticket, text)
                    for login, text in texts.items()
                ]
            assert all(call.result() for call in calls)
        until(lambda: not site.sql(QUEUED), 180, "the outbox is empty")
        until(lambda: not site.sql(UNDER_WAY), 60, "the last answer has gone")
        bodies = (row["payload"]["text"]["body"] for row in _sent(site))
        got = Counter(body for body in bodies if body.startswith("Zugleich"))
        assert set(got.values()) == {1}
        assert len(got) == TURNS * len(clients)


def _answer(client, ticket, text):
    return client.call("helpdesk.ticket", "whatsapp_send", [ticket], body=text)


class TestStandingStill:
    def test_nothing_goes_out_after_a_stop(self, site, desk):
        client, ticket = desk
        before = _accepted(site)
        # answers leave more slowly than they are written, so some of them wait
        site.simulator.configure(latency_ms=1000.0)
        for number in range(ANSWERS):
            _answer(client, ticket, f"Antwort {number}")
        until(lambda: _accepted(site) - before, 60, "the first answers have gone")
        with paused_at_rest(site):
            # between T1 and the call: this one was under way when Erika said stop
            under_way = set(site.sql(UNDER_WAY).split())
            waiting = set(site.sql(QUEUED).split())
            gone = _accepted(site)
            stored = _events(site)
            site.simulator.send(ERIKA, text="STOPP")
            until(lambda: _events(site) > stored, 30, "the webhook has stored it")
        site.simulator.configure(latency_ms=LATENCY)
        until(lambda: not site.sql(QUEUED), 180, "the outbox is empty")
        until(lambda: not site.sql(UNDER_WAY), 60, "the last answer has gone")
        assert waiting
        assert _accepted(site) - gone <= under_way
        assert set(site.sql(CANCELLED).split()) >= waiting - under_way


class TestWithoutDatabase:
    def test_webhook_answers_503_and_takes_the_same_body_afterwards(self, site, url):
        before, body = _events(site), _body()
        crash_cluster.CRASH.stop()
        try:
            answers = [_post(url, body) for _time in range(4)]
            challenge = requests.get(url, timeout=TIMEOUT)
        finally:
            crash_cluster.CRASH.ensure()
        assert answers == [503] * 4
        assert challenge.status_code == 503
        _until_taken(url, body)
        assert _post(url, body) == 200
        assert _events(site) == before + 1

    def test_dead_connection_is_no_error_of_ours(self, url):
        """Odoo learns by using a connection of its pool that it is dead."""
        assert _post(url, _body()) == 200
        crash_cluster.kill_server()
        body = _body()
        assert _post(url, body) in (200, 503)
        _until_taken(url, body)


class TestDiskFull:
    def test_webhook_refuses_what_can_not_be_stored(self, site, url):
        # both workers have their session: one begun later would have no limit
        with ThreadPoolExecutor(8) as pool:
            calls = [pool.submit(_post, url, _body()) for _each in range(40)]
        assert {call.result() for call in calls} == {200}
        before, body = _events(site), _body(3_000_000)
        assert _post(url, _body()) == 200
        with _files_of_at_most(2_000_000, _sessions()):
            assert _post(url, body) >= 500
            until(lambda: site.ask("select 1"), 60, "PostgreSQL has recovered")
            assert _events(site) == before + 1
        _until_taken(url, body)
        assert _events(site) == before + 2


def _sent(site):
    """Texts as the stand-in accepted them."""
    rows = (
        record["row"]
        for record in site.simulator.journal()
        if (record["kind"], record.get("table")) == ("put", "messages")
    )
    return [row for row in rows if (row["direction"], row["type"]) == ("out", "text")]


def _accepted(site):
    """The agent's answers; the receipt of the STOP goes out as it should."""
    sent = ((row["opaque"], row["payload"]["text"]["body"]) for row in _sent(site))
    return {opaque for opaque, body in sent if body.startswith("Antwort")}


def _sessions():
    return crash_cluster.children(process.alive(crash_cluster.CRASH.name))


@contextlib.contextmanager
def _files_of_at_most(size, pids):
    """For these sessions of PostgreSQL each file is a full disk from this size on."""
    _limit(pids, f"{size}:")
    try:
        yield
    finally:
        _limit(pids, "unlimited:")


def _limit(pids, size):
    """As the server's own user, who may do that where root of a container may not."""
    user = pg_user.prefix(config.DEV, pg_client.server_program("postgres"))
    for pid in pids:
        command = [*user, "prlimit", "--pid", str(pid), f"--fsize={size}"]
        subprocess.run(list(map(str, command)), capture_output=True, check=False)
