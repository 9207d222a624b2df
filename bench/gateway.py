"""Received messages, side by side with OCA's mail_gateway 19.0.

The same signed webhooks go to both, over HTTP, by people who have written before. There
the message is in Discuss when the request is answered; here it is stored encrypted,
answered, and shown in its ticket by the scheduled action. Both are measured from the
first request to the last message shown, and until the last answer. OCA's connector for
WhatsApp exists for 18.0 only, so `bench/addons/wa_bench_gateway` does the least that turns
Meta's webhook into a message. The package is fetched into .dev.
"""

import subprocess
import sys
import time
import zipfile

from devenv import config, database, files, odoo_db, services
from devenv.odoo_conf import Site
from tests.simulator import demo
from tests.simulator.server import Simulator

from . import _inbox, _site
from ._load import post_all
from ._rounds import Figure, interleaved, ratios, write
from .webhook import signed

PACKAGE = "odoo-addon-mail-gateway==19.0.1.1.0"
OTHER = Site("bench_oca", "wa_bench_oca", config.DEV / "bench_oca", 8469, 8425)
FETCHED = OTHER.folder / "fetched"
PEOPLE, MESSAGES, ROUNDS = 50, 300, 5
POSTED = "select count(*) from mail_message where message_type = 'comment'"


def main():
    _site.ensure()
    _ensure_other()
    with Simulator() as simulator:
        known = _inbox.agreed(simulator, PEOPLE)
        with _site.running(0, 1, simulator.url) as ours, _running_other() as other:
            ways = {
                "ours": lambda: until_shown(ours, known),
                "other": lambda: _other(other, known),
            }
            interleaved(1, ways)
            found = interleaved(ROUNDS, ways)
    return write("gateway", list(_figures(found)))


def _figures(found):
    yield from _side_by_side(found, 0, "shown", "messages/s")
    yield from _side_by_side(found, 1, "answered", "requests/s")


def _side_by_side(found, place, what, unit):
    ours, other = ([run[place] for run in found[way]] for way in ("ours", "other"))
    yield Figure(what, unit, runs=ours)
    yield Figure(f"mail_gateway: {what}", unit, runs=other)
    yield Figure(f"{what} against mail_gateway", "times", runs=ratios(ours, other))


def until_shown(url, known):
    """A batch by these people: (shown, answered), both a second."""
    return _round(_inbox.address(url), known, lambda: _inbox.count(_inbox.WAITING) == 0)


def _other(url, known):
    before = int(database.ask(POSTED, OTHER.database))

    def is_shown():
        return int(database.ask(POSTED, OTHER.database)) == before + MESSAGES

    return _round(f"{url}/gateway/bench/bench/update", known, is_shown)


def _round(address, known, is_shown):
    """(messages a second until all are shown, requests a second until answered)"""
    bodies = _inbox.bodies(MESSAGES, 1, known)
    started = time.monotonic()
    answered, _took = post_all(address, bodies, signed)
    while not is_shown():
        if time.monotonic() - started > 300:
            raise RuntimeError("not all were shown")
        time.sleep(0.02)
    return MESSAGES / (time.monotonic() - started), answered


# -- the other Odoo ------------------------------------------------------------------


def _ensure_other():
    """Its own database from the template without our addon; once."""
    if not FETCHED.is_dir():
        wheel = ["--no-deps", "--dest", OTHER.folder, PACKAGE]
        command = [config.PYTHON, "-m", "pip", "download", *wheel]
        subprocess.run(list(map(str, command)), check=True)
        (path,) = OTHER.folder.glob("*.whl")
        zipfile.ZipFile(path).extractall(FETCHED)
    services.choose_port(OTHER)
    if not database.exists(OTHER.database):
        base = odoo_db.template(False)
        database.copy(base.database, OTHER.database)
        files.copy_site(base, OTHER)
        names = ["mail_gateway", "wa_bench_gateway"]
        odoo_db.install(OTHER, names, False, *_addons())
    task = {"secret": demo.APP_SECRET}
    _site.shell("_gateway_shell.py", task, OTHER, _addons())


def _addons():
    folders = [*config.addons_path(), _site.HERE / "addons", FETCHED / "odoo/addons"]
    return ("--addons-path", ",".join(map(str, folders)))


def _running_other():
    return _site.serving(OTHER, 0, 0, "warn", _addons())


if __name__ == "__main__":
    sys.exit(main())
