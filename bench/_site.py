"""The benchmarks' own Odoo: a new database, its shell, its server."""

import contextlib
import json
import subprocess

import psycopg2

from devenv import (
    config,
    database,
    link,
    odoo_conf,
    odoo_db,
    pg_client,
    process,
    server,
    services,
)
from devenv.odoo_conf import BENCH
from tests.system.crash_cluster import children
from tests.system.crash_site import ALIVE
from tests.system.running import Running

from . import _machine

HERE = config.ROOT / "bench"
YARDSTICKS = "wa_bench_routes"
TABLE = "CREATE TABLE bench_body (id serial, app_key text, body bytea, at timestamp)"


def ensure(anew=False):
    """The benchmarks' database, new when the addon has changed since, or if wanted."""
    server.prepare()
    if odoo_db.is_clean(BENCH) and not anew:
        return
    server.fresh(BENCH)
    odoo_db.install(BENCH, [YARDSTICKS], False, *_addons())
    database.ask(TABLE, BENCH.database)


def _addons():
    folders = [*config.addons_path(), HERE / "addons"]
    return ("--addons-path", ",".join(map(str, folders)))


def sql(query):
    """The answer of one statement, as text."""
    return database.ask(query, BENCH.database)


def machine():
    """`_machine.rate`, without a shell."""
    with contextlib.closing(psycopg2.connect(pg_client.dsn(BENCH.database))) as base:
        return _machine.rate(base.cursor())


def shell(script, task, site=BENCH, addons=None):
    """Run a script of this folder in Odoo's shell; what it prints last, from JSON."""
    command = odoo_conf.odoo(site, "shell", "-d", site.database)
    command += [*(addons or _addons()), "--no-http", "--log-level=warn"]
    env = odoo_conf.environment(site)
    env.update(BENCH=json.dumps(task), BENCH_ROOT=str(config.ROOT))
    with (HERE / script).open("rb") as stream:
        done = subprocess.run(
            list(map(str, command)),
            env=env,
            stdin=stream,
            stdout=subprocess.PIPE,
            check=True,
        )
    return json.loads(done.stdout.splitlines()[-1])


@contextlib.contextmanager
def running(workers, crons=0, simulator="http://127.0.0.1:9", level="warn"):
    """Odoo with this many workers and threads for scheduled actions; its URL."""
    services.choose_port(BENCH)
    link.point(BENCH, services.url(BENCH.name), simulator)
    with serving(BENCH, workers, crons, level, _addons()) as url:
        yield url


@contextlib.contextmanager
def acquainted(simulator, workers, crons, level="warn"):
    """The same, and the stand-in's webhooks come here, as in the system tests."""
    with running(workers, crons, simulator.url, level):
        site = Running(BENCH, simulator)
        site.introduce()
        yield site


def worker(kind):
    """The pid of the only "WorkerHTTP" or "WorkerCron", as Odoo tells it at level info."""
    log = BENCH.log.read_text(encoding="utf-8", errors="replace")
    kinds = {int(pid): name for name, pid in ALIVE.findall(log)}
    alive = children(process.alive(BENCH.name))
    (found,) = [pid for pid in alive if kinds.get(pid) == kind]
    return found


@contextlib.contextmanager
def serving(site, workers, crons, level, addons):
    odoo_conf.write(site)
    url = services.url(site.name)
    options = ["--workers", workers, "--max-cron-threads", crons, "--log-level", level]
    command = odoo_conf.odoo(site, "-d", site.database, "--no-database-list")
    command += [*map(str, options), *addons]
    site.log.unlink(missing_ok=True)
    process.spawn(site.name, command, site.log, odoo_conf.environment(site))
    try:
        services.wait_for(f"{url}/web/health", site.name, site.log, 120)
        yield url
    finally:
        process.stop(site.name)
