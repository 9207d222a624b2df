"""One running site with its stand-in: what `up` starts, and what system tests use."""

import shlex
import signal
import sys
from dataclasses import dataclass

from . import (
    config,
    database,
    files,
    link,
    lock,
    odoo_db,
    pg_client,
    postgres,
    process,
    services,
    venv,
)
from .odoo_conf import DEV, Site

LOGIN = "admin"


def prepare():
    """Odoo, the environment and PostgreSQL; each is made when it is missing."""
    with lock.held("setup"):
        venv.ensure_all()
        postgres.ensure()


def fresh(site, anew=True):
    """A server on a brand-new database with the addon's demo data, not started yet.

    `anew`: installed, not copied.
    """
    prepare()
    with lock.held("setup"):
        if anew:
            odoo_db.fresh(site, demo=True)
        else:
            odoo_db.copied(site)
    server = Server(site)
    server.forget_simulator()
    return server


@dataclass(frozen=True)
class Server:
    """Odoo on a site's database, with a stand-in that it talks to."""

    site: Site

    @property
    def simulator_name(self):
        return f"{self.site.name}-simulator"

    @property
    def simulator_folder(self):
        return self.site.folder / "simulator"

    def start(self):
        """Start what is not running, and introduce the two to each other."""
        simulator = self.start_simulator()
        odoo = self.start_odoo()
        link.call_back(self.site, odoo, simulator)
        return self

    def start_simulator(self):
        return services.start_simulator(
            self.simulator_name,
            self.site.simulator_port,
            self.simulator_folder,
            *self._time_passes(),
        )

    def _time_passes(self):
        """In the demo Odoo's windows close with the stand-in's; tests do it alone."""
        if self.site is not DEV:
            return []
        command = [sys.executable, str(config.ROOT / "dev"), "age"]
        return ["--on-advance", shlex.join(command)]

    def start_odoo(self):
        """Start Odoo; a simulator must be known by now, for its address is noted."""
        services.choose_port(self.site)
        link.point(self.site, services.url(self.site.name), self.simulator_url)
        return services.start_odoo(self.site)

    def stop(self):
        """Stop both; the names of those that were running."""
        names = [self.site.name, self.simulator_name]
        return [name for name in names if process.stop(name)]

    def stop_odoo(self):
        return process.stop(self.site.name)

    def kill_odoo(self):
        """kill -9: what a power cut or the kernel's memory killer does."""
        process.stop(self.site.name, sign=signal.SIGKILL)

    def forget_simulator(self):
        """Let the stand-in start with the demo's world again."""
        process.stop(self.simulator_name)
        files.remove(self.simulator_folder)

    def sql(self, query):
        """The answer of one statement on this server's database, as text."""
        return database.ask(query, self.site.database)

    @property
    def odoo_url(self):
        return services.url(self.site.name)

    @property
    def simulator_url(self):
        return services.url(self.simulator_name)

    @property
    def log(self):
        return self.site.log

    def details(self):
        """What `./dev up` prints, as a dict."""
        return {
            "odoo_url": self.odoo_url,
            "simulator_url": self.simulator_url,
            "db": self.site.database,
            "dsn": pg_client.dsn(self.site.database),
            "pg_dump": str(pg_client.program("pg_dump")),
            "login": LOGIN,
            "password": LOGIN,
        }
