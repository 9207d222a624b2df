"""The running pieces: Odoo and the stand-in for Meta's Cloud API."""

import os
import time
import urllib.error
import urllib.request

from . import config, odoo_conf, ports, process
from .progress import Problem, step

SIMULATOR = "simulator"


def start_odoo(site, first_port, *options):
    """Start a site's Odoo in the background and wait until it answers; its URL."""
    if process.alive(site.name) and ports.remembered(site.name):
        return _odoo_url(site)
    port = ports.choose(site.name, first_port)
    odoo_conf.write(site, port, ports.choose(f"{site.name}-gevent", port + 3))
    _rotate(site.log)
    # No db-filter: with one, every request without a session lists all databases.
    command = odoo_conf.odoo(site, "-d", site.database, "--no-database-list", *options)
    with step(f"Starting Odoo on port {port}"):
        process.spawn(site.name, command, site.log, odoo_conf.environment(site))
        wait_for(f"{_odoo_url(site)}/web/health", site.name, site.log, 120)
    return _odoo_url(site)


def _odoo_url(site):
    return f"http://{ports.HOST}:{ports.remembered(site.name)}"


def simulator_command(port, state_dir):
    """The command line of the stand-in; it needs no Odoo and no environment."""
    if not (config.ROOT / "tests" / "simulator" / "__main__.py").exists():
        raise Problem("The stand-in (tests/simulator) is missing from this checkout.")
    command = [config.PYTHON, "-m", "tests.simulator", "--port", str(port)]
    return [*command, "--host", ports.HOST, "--state-dir", state_dir]


def start_simulator(name=SIMULATOR, first_port=8025, folder=None):
    """Start the stand-in in the background and wait until it answers; its URL."""
    if not process.alive(name):
        port = ports.choose(name, first_port)
        folder = folder or config.DEV / "simulator"
        folder.mkdir(parents=True, exist_ok=True)
        log = config.LOGS / f"{name}.log"
        _rotate(log)
        command = simulator_command(port, folder)
        env = {**os.environ, "PYTHONPYCACHEPREFIX": str(config.CACHE / "pycache")}
        with step(f"Starting the Cloud API stand-in on port {port}"):
            process.spawn(name, command, log, env)
            url = f"http://{ports.HOST}:{port}/_sim/state"
            wait_for(url, name, log, 20)
    return f"http://{ports.HOST}:{ports.remembered(name)}"


def wait_for(url, name, log, seconds):
    """Return when the URL answers with 200; a Problem when the process ends."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if _answers(url):
            return
        if process.alive(name) is None:
            raise Problem(f"{name} ended at once:\n{process.tail(log)}")
        time.sleep(0.1)
    raise Problem(f"{name} does not answer after {seconds} s:\n{process.tail(log)}")


def _answers(url):
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def _rotate(log):
    """Keep the log of the run before, so that an error is not lost by a restart."""
    if log.exists():
        log.replace(log.with_suffix(".old.log"))
