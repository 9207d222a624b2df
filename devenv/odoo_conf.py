"""Odoo's configuration file and the environment its processes run in."""

import configparser
import os
from dataclasses import dataclass
from pathlib import Path

from . import config, pg_client, ports

STARTER = config.ROOT / "devenv" / "bin" / "odoo"


@dataclass(frozen=True)
class Site:
    """One Odoo with its own files: development, addon tests, system tests …"""

    name: str
    database: str
    folder: Path
    # Where to look first for free ports.
    odoo_port: int = 8069
    simulator_port: int = 8025

    @property
    def conf(self):
        return self.folder / "odoo.conf"

    @property
    def data_dir(self):
        return self.folder / "data"

    @property
    def log(self):
        return config.LOGS / f"{self.name}.log"

    @property
    def private(self):
        """What belongs to the database and goes with it: files, keys, journal."""
        names = ("data", "keys", "secrets", "journal")
        return [self.folder / name for name in names]


DEV = Site("odoo", config.DEV_DATABASE, config.DEV)
TEST = Site("test", config.TEST_DATABASE, config.DEV / "test")
TEST_2 = Site("test-2", f"{config.TEST_DATABASE}_2", config.DEV / "test-2", 8569)
# Beside the sites of the system tests, which lie in folders of their names.
SYSTEM = Site(
    "system", config.SYSTEM_DATABASE, config.DEV / "system" / "samples", 8169, 8125
)
BENCH = Site("bench", config.BENCH_DATABASE, config.DEV / "bench", 8269, 8225)


def write(site, **more):
    """Write the configuration file; database access stays in the environment."""
    for folder in [site.folder, *site.private]:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    config.LOGS.mkdir(parents=True, exist_ok=True)
    parser = configparser.RawConfigParser()
    parser["options"] = {**_options(site), **more}
    site.conf.touch(mode=0o600)
    with site.conf.open("w", encoding="utf-8") as stream:
        parser.write(stream)


def _options(site):
    return {
        "addons_path": ",".join(map(str, config.addons_path())),
        # Guards the database manager, which is switched off anyway.
        "admin_passwd": config.password("odoo"),
        "data_dir": site.data_dir,
        "http_interface": "127.0.0.1",
        "http_port": ports.remembered(site.name) or 8069,
        "gevent_port": ports.remembered(f"{site.name}-gevent") or 8072,
        "list_db": False,
        "max_cron_threads": 4,
        "db_maxconn": 64,
        # Auto-installed addons such as partner_autocomplete call out.
        "skip_auto_install": True,
        "publisher_warranty_url": config.NOWHERE,
        # No mail leaves the machine, not even to a server that happens to run here.
        "smtp_server": "127.0.0.1",
        "smtp_port": 9,
    }


def environment(site):
    """Environment of an Odoo process: database, configuration, the addon's folders."""
    return {
        **pg_client.environment(),
        "ODOO_RC": str(site.conf),
        "WHATSAPP_DSGVO_KEY_DIR": str(site.folder / "keys"),
        "WHATSAPP_DSGVO_MASTER_KEY_FILE": str(site.folder / "secrets" / "master.key"),
        "WHATSAPP_DSGVO_JOURNAL_DIR": str(site.folder / "journal"),
        "PYTHONPYCACHEPREFIX": str(config.CACHE / "pycache"),
        "PYTHONUNBUFFERED": "1",
        # Odoo restarts itself as "python", which is looked up here
        "PATH": os.pathsep.join((str(config.PYTHON.parent), os.environ["PATH"])),
    }


def odoo(site, *arguments):
    """The command line that starts Odoo for a site."""
    return [config.PYTHON, STARTER, *arguments, "-c", site.conf]
