"""The running pieces: Odoo and the stand-in for Meta's Cloud API."""

import os
import sys
import time
import urllib.error
import urllib.request

from . import config, odoo_conf, ports, process
from .progress import Problem, step


def choose_port(site):
    """Settle on the port of a site's Odoo, unless it is running already."""
    if process.alive(site.name) is None:
        ports.choose(site.name, site.odoo_port)
        ports.choose(f"{site.name}-gevent", site.odoo_port + 3)


def url(name):
    """Where the service of this name listens."""
    return f"http://{ports.HOST}:{ports.remembered(name)}"


def start_odoo(site):
    """Start a site's Odoo in the background and wait until it answers; its URL."""
    if process.alive(site.name) is None:
        odoo_conf.write(site)
        _rotate(site.log)
        # No db-filter: with one, each request without a session lists all databases.
        command = odoo_conf.odoo(site, "-d", site.database, "--no-database-list")
        with step(f"Starting Odoo at {url(site.name)}"):
            process.spawn(site.name, command, site.log, odoo_conf.environment(site))
            health = f"{url(site.name)}/web/health?db_server_status=1"
            wait_for(health, site.name, site.log, 120)
    return url(site.name)


def simulator_command(*options):
    """The command line of the stand-in; it needs no Odoo and no environment."""
    if not (config.ROOT / "tests" / "simulator" / "__main__.py").exists():
        raise Problem("The stand-in (tests/simulator) is missing from this checkout.")
    return [sys.executable, "-m", "tests.simulator", "--host", ports.HOST, *options]


def start_simulator(name, first_port, folder, *more):
    """Start the stand-in in the background and wait until it answers; its URL."""
    if process.alive(name) is None:
        port = ports.choose(name, first_port)
        folder.mkdir(parents=True, exist_ok=True)
        log = config.LOGS / f"{name}.log"
        _rotate(log)
        options = ["--port", str(port), "--state-dir", str(folder), *more]
        env = {**os.environ, "PYTHONPYCACHEPREFIX": str(config.CACHE / "pycache")}
        with step(f"Starting the Cloud API stand-in at {url(name)}"):
            process.spawn(name, simulator_command(*options), log, env)
            wait_for(f"{url(name)}/_sim/state", name, log, 20)
    return url(name)


def wait_for(address, name, log, seconds):
    """Return when the address answers with 200; a Problem when the process ends."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if _answers(address):
            return
        if process.alive(name) is None:
            raise Problem(f"{name} ended at once:\n{process.tail(log)}")
        time.sleep(0.1)
    raise Problem(f"{name} does not answer after {seconds} s:\n{process.tail(log)}")


def _answers(address):
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def _rotate(log):
    """Keep the log of the run before, so that an error is not lost by a restart."""
    if log.exists():
        log.replace(log.with_suffix(".old.log"))
