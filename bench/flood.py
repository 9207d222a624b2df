"""How long 20,000 messages take to be acknowledged when they come in Meta's batches.

Two workers, scheduled actions off: what counts is that every body is answered with 200
and lies encrypted in the inbox. Working them off is `bench inbound`.
"""

import random
import sys
import time

from . import _site, _webhooks
from ._load import post_all
from ._rounds import LOWER, Figure, write
from .webhook import WORDS, signed

ROUNDS = 3
MESSAGES = 20_000
BATCH = 50
WORKERS = 2


def main():
    _site.ensure()
    key = _site.sql("select webhook_key from wa_app order by id limit 1")
    with _site.running(WORKERS) as url:
        address = f"{url}/whatsapp/webhook/{key}"
        post_all(address, _bodies(4), signed)  # the first load their registry
        runs = [_round(address) for _each in range(ROUNDS)]
    seconds, slowest = zip(*runs, strict=True)
    name = f"{MESSAGES:,} messages in batches of {BATCH}"
    return write(
        "flood",
        [
            Figure(f"{name}: all acknowledged", "s", 60, LOWER, list(seconds)),
            Figure(f"{name}: slowest answer", "s", None, LOWER, list(slowest)),
        ],
    )


def _round(address):
    bodies = _bodies(MESSAGES // BATCH)
    before = _stored()
    started = time.monotonic()
    _rate, took = post_all(address, bodies, signed)
    seconds = time.monotonic() - started
    if _stored() - before != len(bodies):
        raise RuntimeError("acknowledged, but not stored")
    return seconds, max(took)


def _bodies(number):
    return [
        _webhooks.text(f"+49155{random.randrange(10**8):08d}", WORDS, BATCH)
        for _each in range(number)
    ]


def _stored():
    return int(_site.sql("select count(*) from wa_event"))


if __name__ == "__main__":
    sys.exit(main())
