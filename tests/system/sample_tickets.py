"""What a browser draws of the samples: a bubble for each message of each ticket."""

from pathlib import Path

from playwright import sync_api as playwright

from . import sample_shell
from .browser import chromium, log_in

SCRIPT = Path(__file__).with_name("tickets_shell.py")
# A chatter loads more as long as its end is in sight.
TALL = {"width": 1600, "height": 20_000}
BUBBLES = ".o-wa-Bubble"
PATIENCE = 30_000  # ms
THERE = "([selector, count]) => document.querySelectorAll(selector).length >= count"


def trouble(odoo_url):
    """Opens every ticket as an agent; prints a line for each, returns what is wrong."""
    print("\ntickets in Chromium")
    wrong = []
    with chromium() as browser:
        page = log_in(browser, odoo_url, "agent", viewport=TALL)
        for ticket, count in sample_shell.run(SCRIPT).items():
            drawn = _drawn(page, f"{odoo_url}/odoo/helpdesk.ticket/{ticket}", count)
            print(f"ticket {ticket}: {count} messages, {len(drawn)} bubbles")
            if len(drawn) != count:
                wrong.append(f"ticket {ticket}: {count} messages, {len(drawn)} bubbles")
            if not all(text.strip() for text in drawn):
                wrong.append(f"ticket {ticket}: an empty bubble")
        wrong += [f"the browser says: {line[:200]}" for line in page.complaints]
    return wrong


def _drawn(page, url, count):
    """The words in each bubble."""
    page.goto(url)
    try:
        page.wait_for_function(THERE, arg=[BUBBLES, count], timeout=PATIENCE)
    except playwright.TimeoutError:
        pass  # too few: counted by the caller
    return page.locator(BUBBLES).all_inner_texts()
