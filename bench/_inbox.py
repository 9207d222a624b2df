"""What lies in the inbox of the benchmarks' database, and what was made of it."""

import random
import time

from tests.simulator import demo

from . import _site, _webhooks

WORDS = "Guten Tag, meine Rechnung stimmt nicht. Können Sie das bitte prüfen?"
STORED = "select count(*) from wa_event"
# Each has an index of its own, so whatever is read has waited for nobody.
WAITING = """
    select (select count(*) from wa_event where state = 'new')
         + (select count(*) from wa_message where state = 'received')
"""
# What other figures left behind, to people whom the next stand-in does not know.
LEFT = """
    DELETE FROM wa_event WHERE state = 'new';
    UPDATE wa_message SET state = 'delivered', sent_at = queued_at
     WHERE state = 'queued';
    UPDATE wa_channel SET consent_mode = 'strict';
"""
RECEIVED = "select count(*) from wa_message where direction = 'in'"


def address(url):
    key = _site.sql("select webhook_key from wa_app order by id limit 1")
    return f"{url}/whatsapp/webhook/{key}"


def phone():
    return f"+49155{random.randrange(10**8):08d}"


def bodies(number, batch, phones=()):
    """Webhooks with that many messages each; by these people, or each by a new one."""
    people = list(phones) or [phone() for _each in range(number)]
    return [
        _webhooks.text(people[place % len(people)], WORDS, batch)
        for place in range(number)
    ]


def agreed(simulator, number):
    """The numbers of so many people who have agreed and whose tickets are open."""
    phones = [phone() for _each in range(number)]
    people = {demo.PHONE_NUMBER_ID: phones}
    task = {"simulator": simulator.url, "people": people, "answer": False}
    _site.shell("_sending_shell.py", task)
    return phones


def clear():
    """Nothing waits, neither in nor out; a person is asked before there is a ticket."""
    _site.sql(LEFT)


def count(query):
    return int(_site.sql(query))


def work_off(patience, look=lambda: None):
    """Wait until nothing waits; `look` is called every half a second."""
    end = time.monotonic() + patience
    while waiting := count(WAITING):
        if time.monotonic() > end:
            raise RuntimeError(f"{waiting} are left after {patience} s")
        look()
        time.sleep(0.5)
