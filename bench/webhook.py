"""How fast a webhook is acknowledged, against two routes that do less.

The product looks up the app, checks the signature, encrypts, inserts and wakes the
worker. Yardsticks in the same server: a route with one bare INSERT, and an empty one.
Scheduled actions do not run meanwhile: they would take the processor from all three.
"""

import hashlib
import hmac
import random
import sys

from tests.simulator import demo

from . import _site, _webhooks
from ._load import post_all
from ._rounds import LOWER, Figure, interleaved, ratios, write

ROUNDS = 5
REQUESTS = 300
WORDS = "Guten Tag, meine Rechnung stimmt nicht. Können Sie das bitte prüfen?"
ROUTES = {
    "product": "whatsapp/webhook",
    "insert": "bench/insert",
    "empty": "bench/empty",
}


def main():
    _site.ensure()
    figures = [figure for workers in (0, 2) for figure in measure(workers)]
    return write("webhook", figures)


def measure(workers, rounds=ROUNDS, note=""):
    """The figures of one kind of server."""
    key = _site.sql("select webhook_key from wa_app order by id limit 1")
    with _site.running(workers) as url:
        ways = {
            name: lambda path=path: _round(f"{url}/{path}/{key}")
            for name, path in ROUTES.items()
        }
        interleaved(1, ways)  # the first requests of a process load its registry
        found = interleaved(rounds, ways)
    return list(_figures(found, f"{workers} workers{note}: "))


def against_empty(workers, rounds):
    """The product's rate against that of an empty route, which does without PostgreSQL."""
    key = _site.sql("select webhook_key from wa_app order by id limit 1")
    with _site.running(workers) as url:
        ways = {
            name: lambda path=ROUTES[name]: _round(f"{url}/{path}/{key}")[0]
            for name in ("product", "empty")
        }
        interleaved(1, ways)
        found = interleaved(rounds, ways)
    return ratios(found["product"], found["empty"])


def _round(url):
    bodies = [
        _webhooks.text(f"+49155{random.randrange(10**8):08d}", WORDS)
        for _each in range(REQUESTS)
    ]
    rate, took = post_all(url, bodies, signed)
    return rate, sorted(took)[int(len(took) * 0.99)] * 1000


def signed(body):
    mac = hmac.new(demo.APP_SECRET.encode(), body, hashlib.sha256)
    return f"sha256={mac.hexdigest()}"


def _figures(found, head):
    rate = {name: [run[0] for run in runs] for name, runs in found.items()}
    slow = {name: [run[1] for run in runs] for name, runs in found.items()}
    for name in ROUTES:
        yield Figure(f"{head}{name} route", "requests/s", runs=rate[name])
    for name, goal in (("insert", 0.9), ("empty", 0.8)):
        runs = ratios(rate["product"], rate[name])
        yield Figure(f"{head}product against {name}", "times", goal, runs=runs)
    runs = ratios(slow["product"], slow["insert"])
    yield Figure(f"{head}p99 against insert", "times", 1.3, LOWER, runs)


if __name__ == "__main__":
    sys.exit(main())
