"""For `bench million`: what agents wait for, and what files and workers take.

Each function returns {what is measured: its runs} for the database as it is. Times and
rates are in relation to the fixed work, done again after each run.
"""

from tests.simulator.server import Simulator
from tests.system.browser import chromium, log_in

from . import _desk, _inbox, _site, gateway, media_memory, screen, worker_memory

OPENING = "opening it in Chromium"
SEEN = "customer sends, agent sees it, 95 %"
SHOWN = f"{gateway.MESSAGES} messages until shown"
ANSWERED = f"{gateway.MESSAGES} messages until answered"
FILES = {
    "received": "100 MB fetched and stored",
    "whole": "100 MB downloaded",
    "composer": "100 MB sent by the composer",
}
FILE_MEMORY = "100 MB in and out, most memory above before"
WORKER = "worker for scheduled actions, most memory"
TIMES = (OPENING, SEEN, *FILES.values())
MEMORY = (FILE_MEMORY, WORKER)

OPENED = 12
SEEN_ROUNDS, SEEN_EACH = 3, 20
BATCHES = 5
FILE_ROUNDS = 9  # of files so large some rounds take twice as long as others
WORKED_OFF = 4000  # messages
WARM_UP = 2


def screens(long_ticket):
    """One process of Odoo, as `bench screen` and `bench gateway` have it.

    `long_ticket`: {"number", "newest": words of its newest message}.
    """
    _inbox.clear()
    with (
        Simulator() as simulator,
        _site.acquainted(simulator, 0, 1) as site,
        chromium() as browser,
    ):
        page = log_in(browser, site.odoo_url, "agent")
        opening = [
            _fixed_works(screen.open_from_list(site, page, **long_ticket))
            for _each in range(OPENED + WARM_UP)
        ]
        seen = list(_seen(site, page))
        page.close()
        known = _inbox.agreed(simulator, gateway.PEOPLE)
        batches = [_batch(site, known) for _each in range(BATCHES + WARM_UP)]
    shown, answered = zip(*batches[WARM_UP:], strict=True)
    return {OPENING: opening[WARM_UP:], SEEN: seen, SHOWN: shown, ANSWERED: answered}


def _seen(site, page):
    customer = _inbox.phone()
    ticket = _desk.agree(site, customer)
    screen.until_seen(site, page, customer, ticket, WARM_UP)
    for _each in range(SEEN_ROUNDS):
        waited = screen.until_seen(site, page, customer, ticket, SEEN_EACH)
        yield _fixed_works(screen.slowest(waited))


def _batch(site, known):
    rates = gateway.until_shown(site.odoo_url, known)
    thousands = _site.machine() / 1000
    return [rate / thousands for rate in rates]


def workers():
    """HTTP and scheduled actions in processes of their own."""
    _inbox.clear()
    found = {name: [] for name in (*FILES.values(), FILE_MEMORY)}
    with Simulator() as simulator, _site.acquainted(simulator, 1, 1, "info") as site:
        for ways in media_memory.rounds(site, FILE_ROUNDS):
            for way, name in FILES.items():
                found[name].append(_fixed_works(ways[way].seconds))
            found[FILE_MEMORY].append(max(one.most for one in ways.values()))
    _inbox.clear()
    parts = worker_memory.measure(WORKED_OFF)
    return {**found, WORKER: [max(map(max, parts))]}


def _fixed_works(seconds):
    """How many thousand pieces of fixed work the machine does in that time."""
    return seconds * _site.machine() / 1000
