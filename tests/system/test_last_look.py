"""A STOP that is stored while T1 is under way calls the message back.

T1 has looked at the consent, marks the message and stands still before its commit, as on
a busy database: meanwhile the customer's STOP is stored and worked off by nobody.
"""

import pytest

from . import running
from .running import until

PERSON, OTHER = "+49151555092", "+49151555093"
TICKET = "select coalesce(max(id), 0) from helpdesk_ticket where whatsapp_open"
STATE = """
    select state, attempts, coalesce(cancel_reason, '-') from wa_message
     where direction = 'out' and exception_code is null
       and conversation_id = (select whatsapp_conversation_id from helpdesk_ticket
                               where id = {ticket}) order by id desc limit 1
"""
STANDING_STILL = "select count(*) from pg_stat_activity where wait_event = 'PgSleep'"
SLOW_T1 = """
create function test_stand_still() returns trigger as $$
begin perform pg_sleep(2); return NEW; end $$ language plpgsql;
create trigger test_stand_still before update on wa_message for each row
    when (NEW.state = 'sending' and OLD.state = 'queued')
    execute function test_stand_still();
"""
INBOX = ("cron_process_events", "cron_process_events_2")


@pytest.fixture(scope="module")
def site():
    with running.fresh("look", 8499) as site:
        yield site


def agreed(site, person):
    """The number of the ticket of somebody who has written and said yes."""
    before = site.sql(TICKET)
    site.simulator.customer_sends_text(person, "Guten Tag")
    until(lambda: to(site, person, "interactive"), 60, "the person is asked")
    site.simulator.customer_taps(person, to(site, person, "interactive")[0].id, 0)
    until(lambda: site.sql(TICKET) != before, 60, "the person has a ticket")
    acknowledged = "select count(*) from wa_message where state = 'queued'"
    until(lambda: site.sql(acknowledged) == "0", 60, "the receipt has left")
    return int(site.sql(TICKET))


def to(site, person, kind="text"):
    key = site.simulator.person(person).id
    return [m for m in site.simulator.sent if m.customer == key and m.type == kind]


def switch_inbox(site, active):
    names = ", ".join(f"'{name}'" for name in INBOX)
    site.sql(
        f"update ir_cron set active = {active} where id in (select res_id from "
        f"ir_model_data where module = 'whatsapp_dsgvo' and name in ({names}))"
    )


def test_stop_during_t1_calls_the_message_back(site):
    ticket, others = agreed(site, PERSON), agreed(site, OTHER)
    agent = site.login("agent")
    switch_inbox(site, "false")
    site.sql(SLOW_T1)
    for number in (ticket, others):
        agent.call("helpdesk.ticket", "whatsapp_send", [number], body="Ich prüfe das.")
    until(lambda: site.sql(STANDING_STILL) != "0", 60, "T1 marks a message")
    site.simulator.customer_sends_text(PERSON, "STOPP")
    stored = "select count(*) from wa_event where senders is not null"
    until(lambda: site.sql(stored) != "0", 10, "the STOP is stored")

    state = STATE.format(ticket=ticket)
    until(lambda: "Ich prüfe" in str(to(site, OTHER)), 60, "the other one got it")
    until(lambda: site.sql(state) == "queued|0|-", 10, "the message came back")
    switch_inbox(site, "true")
    site.hurry(*INBOX)
    until(lambda: site.sql(state) == "cancelled|0|withdrawn", 60, "it was cancelled")
    assert "Ich prüfe" not in str(to(site, PERSON))
