"""A site of its own for one test module: real Odoo process, stand-in, database.

Everything is made by the test and removed again; only the logs below `.dev/log` stay.
"""

import contextlib
import json
import subprocess
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

from devenv import (
    config,
    database,
    files,
    link,
    lock,
    odoo_conf,
    odoo_db,
    process,
    server,
    services,
)
from devenv.odoo_conf import Site
from tests.simulator.server import Simulator

from .odoo_client import OdooClient

# Odoo's own answer to a request takes milliseconds, a shell some seconds.
SHELL_TIMEOUT = 120


@dataclass
class Running:
    """Odoo as a process that can be killed, and the stand-in in this process.

    `options` are added to Odoo's command line, `environment` to its environment.
    """

    site: Site
    simulator: Simulator
    options: tuple = ()
    environment: dict = field(default_factory=dict)

    def start_odoo(self):
        """Start or restart Odoo on the port it had; returns when it answers."""
        site = self.site
        odoo_conf.write(site)
        link.point(site, self.odoo_url, self.simulator.url)
        arguments = ["-d", site.database, "--no-database-list", *self.options]
        command = odoo_conf.odoo(site, *arguments)
        env = {**odoo_conf.environment(site), **self.environment}
        process.spawn(site.name, command, site.log, env)
        health = f"{self.odoo_url}/web/health?db_server_status=1"
        services.wait_for(health, site.name, site.log, 120)

    def introduce(self):
        """Let the stand-in verify the webhook's address, as Meta does."""
        key = self.sql("select webhook_key from wa_app order by id limit 1")
        self.simulator.configure(callback_url=f"{self.odoo_url}/whatsapp/webhook/{key}")

    def kill_odoo(self):
        """kill -9, at whatever instruction it is."""
        server.Server(self.site).kill_odoo()

    def stop(self):
        process.stop(self.site.name)
        odoo_db.forget(self.site)
        files.remove(self.site.folder)

    @property
    def odoo_url(self):
        return services.url(self.site.name)

    def sql(self, query):
        """The answer of one statement as text, lines and `|` between values."""
        return database.ask(query, self.site.database)

    def hurry(self, *crons):
        """Let these scheduled actions run now: a minute passes."""
        names = ", ".join(f"'{name}'" for name in crons)
        self.sql(
            "insert into ir_cron_trigger (cron_id, call_at) select res_id, "
            "now() at time zone 'UTC' from ir_model_data "
            f"where module = 'whatsapp_dsgvo' and name in ({names})"
        )
        database.ask(
            f"select pg_notify('cron_trigger', '{self.site.database}')", "postgres"
        )

    def login(self, name):
        return OdooClient(self.odoo_url, self.site.database).login(name, name)

    def odoo(self, *arguments):
        """One of Odoo's commands on this site; (exit code, what it printed)."""
        command = odoo_conf.odoo(self.site, *arguments, "-d", self.site.database)
        done = subprocess.run(
            list(map(str, command)),
            env={**odoo_conf.environment(self.site), **self.environment},
            capture_output=True,
            text=True,
            timeout=SHELL_TIMEOUT,
            check=False,
        )
        return done.returncode, f"{done.stdout}{done.stderr}"

    def shell(self, script):
        """Run a script in Odoo's shell on this database; its last line as JSON."""
        command = odoo_conf.odoo(
            self.site, "shell", "-d", self.site.database, "--no-http"
        )
        done = subprocess.run(
            [*map(str, command), "--log-level", "critical"],
            input=Path(script).read_text(encoding="utf-8"),
            env={
                **odoo_conf.environment(self.site),
                **self.environment,
                "PYTHONPATH": str(config.ROOT),
            },
            capture_output=True,
            text=True,
            timeout=SHELL_TIMEOUT,
            check=False,
        )
        lines = done.stdout.strip().splitlines()
        assert lines, f"the shell said nothing:\n{done.stderr[-2000:]}"
        return json.loads(lines[-1])


def until(condition, seconds, what):
    """Wait for another process: ask again until the condition is true."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"after {seconds} s still not: {what}"
        time.sleep(0.1)


@contextlib.contextmanager
def fresh(name, port, *options, environment=None, anew=False, **settings):
    """A new site with demo data; `settings` are the stand-in's.

    `port`: where to look first for free ports. `anew`: installed, not copied.
    """
    folder = config.DEV / "system" / name
    site = Site(f"system-{name}", f"wa_system_{name}", folder, port, port + 20)
    server.prepare()
    with lock.held(site.name), Simulator(**settings) as simulator:
        process.stop(site.name)
        site.log.unlink(missing_ok=True)
        with lock.held("setup"):
            if anew:
                odoo_db.fresh(site, demo=True)
            else:
                odoo_db.copied(site)
        running = Running(site, simulator, options, environment or {})
        services.choose_port(site)
        try:
            running.start_odoo()
            running.introduce()
            yield running
        finally:
            running.stop()


@contextlib.contextmanager
def second(site):
    """Another Odoo process on the same database, with workers of its own."""
    other = replace(site, site=replace(site.site, name=f"{site.site.name}-second"))
    services.choose_port(other.site)
    try:
        other.start_odoo()
        yield other
    finally:
        process.stop(other.site.name)
