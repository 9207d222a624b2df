"""What waits when Odoo starts is worked off at once, not when a minute is over.

A customer's messages are stored and an agent's answer is queued while no scheduled action
runs; then Odoo stops and starts as usual.
"""

import contextlib
import time
from dataclasses import replace

import pytest

from devenv import process

from . import running
from .running import until

PERSON = "+49151555091"
IDLE = ("--max-cron-threads", "0")
WAYS = {"threads": (), "workers": ("--workers", "2", "--max-cron-threads", "2")}
PDF = b"%PDF-1.4\n% Rechnung"
# Starting takes time; the minute net needs sixty seconds and more after that.
SOON = 15
TICKET = "select max(id) from helpdesk_ticket where whatsapp_open"
STORED = "select count(*) from wa_event where state = 'new'"
SHOWN = """
    select count(*) from wa_message
     where direction = 'in' and state = 'done' and mail_message_id is not null
"""
FILES = "select count(*) from wa_media where state = 'ready'"
WAITING = """
    select (select count(*) from wa_event where state = 'new')
         + (select count(*) from wa_message
             where state in ('received', 'queued', 'sending'))
         + (select count(*) from wa_media where state = 'pending')
         + (select count(*) from wa_meta_call where state in ('waiting', 'calling'))
"""
TRIGGERS = """
    select count(*) from ir_cron_trigger where cron_id in (
        select res_id from ir_model_data where module = 'whatsapp_dsgvo')
"""


@pytest.fixture(scope="module")
def site():
    with running.fresh("start", 8489) as site:
        yield site


@pytest.fixture(scope="module")
def ticket(site):
    """The person has agreed, their first question is in a ticket."""
    before = site.sql(TICKET)
    site.simulator.customer_sends_text(PERSON, "Guten Tag")
    until(lambda: _to_person(site, "interactive"), 60, "the person is asked")
    site.simulator.customer_taps(PERSON, _to_person(site, "interactive")[0].id, 0)
    until(lambda: site.sql(TICKET) != before, 60, "the person has a ticket")
    return int(site.sql(TICKET))


def _to_person(site, kind):
    key = site.simulator.person(PERSON).id
    return [m for m in site.simulator.sent if m.customer == key and m.type == kind]


@contextlib.contextmanager
def started(site, *options):
    process.stop(site.site.name)
    now = replace(site, options=options)
    now.start_odoo()
    yield now


@pytest.mark.parametrize("way", WAYS)
def test_a_backlog_does_not_wait_for_the_minute(site, ticket, way):
    text = f"Antwort vor dem Neustart, {way}"
    shown, files = int(site.sql(SHOWN)), int(site.sql(FILES))
    with started(site, *IDLE):
        site.simulator.customer_sends_text(PERSON, f"Noch eine Frage, {way}")
        site.simulator.customer_sends_file(PERSON, "document", PDF)
        until(lambda: int(site.sql(STORED)), 30, "the webhook is stored")
        agent = site.login("agent")
        agent.call("helpdesk.ticket", "whatsapp_send", [ticket], body=text)
        assert int(site.sql(SHOWN)) == shown
    site.sql("delete from ir_cron_trigger")
    with started(site, *WAYS[way]):
        begun = time.monotonic()
        until(lambda: int(site.sql(SHOWN)) > shown, SOON, "the message is shown")
        until(lambda: int(site.sql(FILES)) > files, SOON, "its file is there")
        until(
            lambda: any(text in str(m) for m in _to_person(site, "text")),
            SOON,
            "the answer left",
        )
        print(f"{way}: {time.monotonic() - begun:.1f} s after the start")


def test_a_start_with_nothing_to_do_wakes_nobody(site, ticket):
    """Nothing comes meanwhile: else its arrival would wake somebody, not the start."""
    with started(site):
        until(
            lambda: site.simulator.flush() == 0 and site.sql(WAITING) == "0",
            90,
            "everything is told and worked off",
        )
    with site.simulator.webhooks_held():
        site.simulator.flush()
        until(lambda: site.sql(WAITING) == "0", 30, "the last of it is worked off")
        process.stop(site.site.name)
        site.sql("delete from ir_cron_trigger")
        with started(site, *IDLE):
            assert site.sql(TRIGGERS) == "0"


def test_a_copy_stays_mute(site, ticket):
    with started(site, *IDLE):
        site.simulator.customer_sends_text(PERSON, "Und noch eine")
        until(lambda: int(site.sql(STORED)), 30, "the webhook is stored")
    site.sql("delete from ir_cron_trigger")
    with started(site, *IDLE):
        assert site.sql(TRIGGERS) != "0"
        site.sql("delete from ir_cron_trigger")
        site.sql(
            "insert into ir_config_parameter (key, value) "
            "values ('database.is_neutralized', 'true')"
        )
    with started(site, *IDLE):
        assert site.sql(TRIGGERS) == "0"
