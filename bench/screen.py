"""What an agent at the screen waits for, in real Chromium.

- A customer sends a message: how long until its words stand in the open ticket.
- A ticket with 1,000 messages is opened from the list: how long until the newest one is
  there; against a ticket of Odoo's own with the same messages in plain text.
"""

import contextlib
import random
import secrets
import sys
import time

from tests.system import running
from tests.system.browser import chromium, log_in

from . import _desk
from ._rounds import LOWER, Figure, interleaved, ratios, write

CUSTOMER = "+4915155500001"
MESSAGES = 1000
SENT = 40
ROUNDS = 15
LIST = "/odoo/action-helpdesk_mgmt.helpdesk_ticket_action_opened?view_type=list"
WORDS = "Guten Tag, meine Rechnung Nr. 4711 stimmt nicht. Bitte prüfen Sie das."
END = "Ende."
SHOWN = "select count(*) from wa_message where mail_message_id is not null"


def main():
    with running.fresh("bench", 8581) as site, chromium() as browser:
        ticket = _desk.agree(site, CUSTOMER)
        page = log_in(browser, site.odoo_url, "agent")
        return write("screen", [_on_screen(site, page, ticket), *_opened(site, page)])


# -- a message comes -----------------------------------------------------------------


def _on_screen(site, page, ticket):
    found = slowest(until_seen(site, page, CUSTOMER, ticket, SENT))
    return Figure("customer sends, agent sees it: 95 %", "s", 1.0, LOWER, [found])


def until_seen(site, page, customer, ticket, count):
    """Seconds from phone to screen, of each message into the open ticket."""
    page.goto(f"{site.odoo_url}/odoo/helpdesk.ticket/{ticket}")
    page.wait_for_selector(".o-wa-Composer-input")
    return [_wait_for_one(site, page, customer) for _each in range(count)]


def slowest(waited):
    """95 % waited no longer."""
    return sorted(waited)[int(len(waited) * 0.95) - 1]


def _wait_for_one(site, page, customer):
    words = f"Zeile {secrets.token_hex(4)}"
    time.sleep(random.uniform(0.5, 1.5))
    started = time.monotonic()
    site.simulator.customer_sends_text(customer, words)
    page.locator(".o-wa-Bubble").get_by_text(words).wait_for()
    return time.monotonic() - started


# -- a long ticket is opened ---------------------------------------------------------


def _opened(site, page):
    shown = int(site.sql(SHOWN))
    for number in range(MESSAGES - shown - 1):
        site.simulator.customer_sends_text(CUSTOMER, f"{WORDS} {number}")
    site.simulator.customer_sends_text(CUSTOMER, f"{WORDS} {END}")
    running.until(lambda: int(site.sql(SHOWN)) >= MESSAGES, 300, "all are shown")
    numbers = site.shell(_site_script())
    ways = {
        name: lambda number=number: open_from_list(site, page, number, END)
        for name, number in numbers.items()
    }
    interleaved(2, ways)
    found = interleaved(ROUNDS, ways)
    return [
        Figure("opening a ticket with 1,000 messages", "s", runs=found["ours"]),
        Figure("Odoo's own ticket, plain text", "s", runs=found["plain"]),
        Figure(
            "against plain text",
            "times",
            1.2,
            LOWER,
            ratios(found["ours"], found["plain"]),
        ),
    ]


def _site_script():
    return __file__.replace("screen.py", "_screen_shell.py")


def open_from_list(site, page, number, newest):
    """Seconds from the click in the list to the words of the newest message."""
    page.goto(site.odoo_url + LIST)
    # it need not be on the list's first page
    search = page.locator(".o_searchview_input")
    search.fill(number)
    # before it is there, Odoo does nothing when Enter is pressed
    page.locator(".o_searchview_autocomplete", has_text=number).wait_for()
    search.press("Enter")
    page.locator(".o_facet_value", has_text=number).wait_for()
    row = page.locator(".o_data_row, .o_kanban_record", has_text=number).first
    row.wait_for()
    started = time.monotonic()
    row.click()
    page.locator(".o-mail-Message").get_by_text(newest).first.wait_for()
    return time.monotonic() - started


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        sys.exit(main())
