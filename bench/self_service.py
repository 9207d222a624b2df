"""Whether the public pages tell by their time what they do not say.

Over HTTP, one request at a time, each kind in turns with its counterpart. Two figures
for each pair: how far the medians lie apart, and how far from one half the share of the
turns is in which the first one took longer, which asks nothing of how times are spread.

The limits of the product stay as they are: less than ten visits are begun. Three wrong
codes lock a link, so the count of wrong codes is set back between the turns.
"""

import http.client
import os
import statistics
import sys
import time
from urllib.parse import urlencode, urlsplit

from . import _site
from ._rounds import LOWER, Figure, write

# Fewer are for trying out.
TURNS = int(os.environ.get("BENCH_TURNS", "600"))
WARM = 20
# 0.95 to 1.05; by chance alone the share is off by 0.04 in one of twenty runs.
APART, OFF = 1.05, 0.08
MADE_UP = "x" * 43
FORGIVE = "UPDATE wa_export SET tries = 0 WHERE id = {export}"


def main():
    _site.ensure()
    held = _site.shell("_self_service_shell.py", {})
    with _site.running(0) as url:
        found = {name: _turns(url, pair, before) for name, pair, before in _pairs(held)}
    return write("self_service", list(_figures(found)))


def _pairs(held):
    """(what, its two (path, form), SQL before each turn)"""
    page = f"/whatsapp/me/{held['channel']}?lang=de"

    def seen(token, code=""):
        return page, {"step": "show", "token": token, "code": code}

    def fetched(token, **form):
        return f"/whatsapp/export/{token}", form or None

    waiting = [seen(**visit) for visit in held["waiting"]]
    yield "code awaited: a known number has written, a new one", waiting, None
    mine, other = held["waiting"]
    codes = [seen(mine["token"], one["code"]) for one in (mine, other)]
    yield "code in the form: the own one, somebody else's", codes, None
    tokens = [seen(held["ended"]["token"]), seen(MADE_UP)]
    yield "visit of a known number that ended, a made-up one", tokens, None
    links = [fetched(held["ended_link"]), fetched(MADE_UP)]
    yield "export link of a known number that ended, a made-up one", links, None
    codes = [fetched(held["link"], code=code) for code in ("000000", "Muster")]
    forgive = FORGIVE.format(**held)
    yield "wrong code of an export: six digits, letters", codes, forgive
    # told to nobody but the person: what is shown differs
    arrived = [seen(visit["token"]) for visit in held["arrived"]]
    yield SHOWN, arrived, None


SHOWN = "code arrived: a known number is shown its consents, a new one none"


def _turns(url, pair, before):
    """[(seconds of the first, of the second)]"""
    found = []
    for number in range(-WARM, TURNS):
        if before:
            _site.sql(before)
        # nobody always comes first
        places = (0, 1) if number % 2 == 0 else (1, 0)
        took = {place: _seconds(url, *pair[place]) for place in places}
        if number >= 0:
            found.append((took[0], took[1]))
    return found


def _seconds(url, path, form):
    place = urlsplit(url)
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=60)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    method, body = ("POST", urlencode(form)) if form else ("GET", None)
    started = time.perf_counter()
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    answer.read()
    seconds = time.perf_counter() - started
    connection.close()
    if answer.status not in (200, 404):
        raise RuntimeError(f"{path}: {answer.status}")
    return seconds


def _figures(found):
    for name, turns in found.items():
        apart, off = (None, None) if name == SHOWN else (APART, OFF)
        ratio = _ratio(turns)
        runs = [max(ratio, 1 / ratio)]
        yield Figure(f"{name}: medians apart", "x", apart, LOWER, runs)
        longer = sum(one > other for one, other in turns) / len(turns)
        runs = [abs(longer - 0.5)]
        yield Figure(f"{name}: share off one half", "", off, LOWER, runs)


def _ratio(turns):
    above, below = (statistics.median(side) for side in zip(*turns, strict=True))
    return above / below


if __name__ == "__main__":
    sys.exit(main())
