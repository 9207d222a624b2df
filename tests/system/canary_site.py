"""What every sweep through the copies starts with: a loud site, and where to look."""

import contextlib
import random
import secrets
import subprocess

from devenv import config, pg_client, postgres, process

from . import running
from .canary_scan import scan, scan_dump, scan_file, scan_folder
from .canary_words import Canaries
from .mail_catcher import MailCatcher

# Everything, as loud as Odoo can be, but for statements, requests and calls themselves:
# at DEBUG these print contents by design of Odoo, so the health check names them.
LOUD = (
    "--log-handler=:DEBUG",
    "--log-handler=odoo.sql_db:INFO",
    "--log-handler=odoo.http.rpc:INFO",
    "--log-handler=odoo.service.model:INFO",
)
PLACES = ("dump", "filestore", "sessions", "keys", "logs", "mails", "temporary files")


def new_canaries():
    seed = secrets.randbits(64)
    print(f"canaries of seed {seed}")
    return Canaries(random.Random(seed))


class LoudSite:
    """A running site with its mails, temporary files and part of PostgreSQL's log."""

    def __init__(self, site, catcher, temporary):
        self.site = site
        self.catcher = catcher
        self.temporary = temporary
        self._log_start = _log_size()

    def sweep(self, canaries):
        """Stop Odoo, search every place; {place: hits} and the patterns."""
        process.stop(self.site.site.name)
        patterns = {**canaries.patterns(), **message_ids(self.site.simulator)}
        sources = self.sources().items()
        return {place: search(patterns) for place, search in sources}, patterns

    def sources(self):
        """{place: function of the patterns}: every copy Odoo or PostgreSQL makes."""
        folder, data = self.site.site.folder, self.site.site.data_dir
        return {
            "dump": lambda patterns: scan_dump(dump(self.site.site.database), patterns),
            "filestore": lambda patterns: scan_folder(data / "filestore", patterns),
            "sessions": lambda patterns: scan_folder(data / "sessions", patterns),
            "keys": lambda patterns: [
                hit
                for name in ("keys", "secrets", "journal")
                for hit in scan_folder(folder / name, patterns)
            ],
            "logs": self._scan_logs,
            "mails": lambda patterns: [
                hit
                for number, mail in enumerate(self.catcher.mails)
                for hit in scan(f"mail {number}", mail, patterns)
            ],
            "temporary files": lambda patterns: scan_folder(self.temporary, patterns),
        }

    def _scan_logs(self, patterns):
        log = postgres.LOG.read_bytes()[self._log_start :]
        hits = scan_file(self.site.site.log, patterns)
        return hits + scan("postgres.log", log, patterns)


@contextlib.contextmanager
def loud(name, port, temporary):
    """A new installation that writes as much as it can, `temporary` its TMPDIR."""
    options = {"environment": {"TMPDIR": str(temporary)}, "pair_rate": False}
    options["retry_schedule"] = [0.5] * 200
    with (
        MailCatcher() as catcher,
        running.fresh(name, port, *LOUD, **options) as site,
    ):
        yield LoudSite(site, catcher, temporary)


def _log_size():
    return postgres.LOG.stat().st_size if postgres.LOG.exists() else 0


def message_ids(simulator):
    """The ids themselves: they hold the number, and name one message of one person."""
    ids = {row.id.encode() for row in simulator.written + simulator.sent}
    cores = {wamid.removeprefix(b"wamid.").rstrip(b"=") for wamid in ids}
    hexed = {core.hex().encode(): "wamid in hex" for core in cores}
    return dict.fromkeys(cores, "wamid") | hexed


def dump(database):
    """The whole database as plain text, as a backup would hold it."""
    done = subprocess.run(
        [str(pg_client.program("pg_dump")), "--no-owner", database],
        env=pg_client.environment(),
        capture_output=True,
        check=True,
        cwd=config.ROOT,
    )
    return done.stdout
