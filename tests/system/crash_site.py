"""Everything that can be killed: Odoo, its workers, PostgreSQL, the stand-in."""

import contextlib
import os
import re
import signal
import time
from dataclasses import dataclass

from devenv import config, files, lock, odoo_db, pg_client, ports, process, services
from devenv.odoo_conf import Site
from devenv.progress import Problem

from . import crash_cluster
from .running import Running, until
from .stand_in import StandIn

CRONS = (
    "cron_process_events",
    "cron_process_events_2",
    "cron_send_messages",
    "cron_fetch_media",
    "cron_seal",
)
# As in production: HTTP and scheduled actions in processes of their own, two of each.
WORKERS = ("--workers", "2", "--max-cron-threads", "2")
ALIVE = re.compile(r"Worker (Worker\w+) \((\d+)\) alive")
# When an entry came into the ledger, which itself tells only when a person spoke.
KNOWN = """
    create table crash_known (entry int, at timestamptz default clock_timestamp());
    create function crash_know() returns trigger language plpgsql as
        'begin insert into crash_known (entry) values (new.id); return new; end';
    create trigger crash_know after insert on wa_ledger_entry
        for each row execute function crash_know();
"""
# A job holds a file for 15 minutes; it has got this one a moment ago.
JUST_TAKEN = (
    "f.next_try_at - clock_timestamp() at time zone 'UTC' "
    "between '00:14:57' and '00:15:00'"
)
MOMENTS = {
    "a file comes in": f"select from wa_media f where state = 'pending' and {JUST_TAKEN}",
    "a file is uploaded": f"""
        select from wa_media f join wa_message m on m.id = f.message_id
         where m.state = 'queued' and f.uploaded_at is null and {JUST_TAKEN}""",
    "a file is at Meta, its message is not": """
        select from wa_media f join wa_message m on m.id = f.message_id
         where m.state in ('queued', 'sending') and f.uploaded_at is not null""",
}
# Whether it came true within ten seconds: nobody asks often enough from outside.
SEEN = """
    create function crash_seen(query text) returns bool language plpgsql as
        'declare seen bool; begin
           for try in 1..1000 loop
             execute ''select exists ('' || query || '')'' into seen;
             exit when seen;
             perform pg_sleep(0.01);
           end loop;
           return seen;
         end';
"""
CRON_WORKER = "cron worker"
# What is killed how often, of fifty. A whole Odoo takes seconds to come back.
SHARES = {
    CRON_WORKER: 15,
    "a file comes in": 2,
    "a file is uploaded": 2,
    "a file is at Meta, its message is not": 2,
    "web worker": 11,
    "stand-in": 8,
    "database session": 6,
    "database server": 1,
    "Odoo": 3,
}


@dataclass(frozen=True)
class Kill:
    """`back_after`: seconds until the victim, or its successor, was there again."""

    victim: str
    at: float
    back_after: float


class CrashSite(Running):
    """Prefork Odoo on a database server of its own, with a stand-in that has a journal."""

    def kill(self, victim, rng):
        """kill -9, and what an init system would do about it; a Kill."""
        self.revive()
        if victim in MOMENTS and not self._sees(MOMENTS[victim]):
            victim = CRON_WORKER
        at = time.time()
        {
            **dict.fromkeys(MOMENTS, self._kill_cron_workers),
            CRON_WORKER: lambda: self._kill_worker("WorkerCron", rng),
            "web worker": lambda: self._kill_worker("WorkerHTTP", rng),
            "stand-in": self._kill_stand_in,
            "database session": lambda: self._kill_session(rng),
            "database server": crash_cluster.kill_server,
            "Odoo": self.start_over,
        }[victim]()
        self.revive()
        return Kill(victim, at, round(time.time() - at, 2))

    def _kill_worker(self, kind, rng):
        """The master starts another one at once."""
        crash_cluster.kill(rng.choice(self.workers(kind)))

    def _kill_cron_workers(self):
        for pid in self.workers("WorkerCron"):
            crash_cluster.kill(pid)

    def _sees(self, query):
        """Within half a minute: a slow machine may have no file on its way."""
        look = f"select crash_seen($q${query}$q$)"
        return any(self.ask(look) == "t" for _time in range(3))

    def workers(self, kind):
        found = []

        def look():
            log = self.site.log.read_text(encoding="utf-8", errors="replace")
            kinds = {int(pid): name for name, pid in ALIVE.findall(log)}
            master = process.alive(self.site.name)
            if not master:
                self.revive()
                return []
            # it may end at this very moment
            with contextlib.suppress(FileNotFoundError):
                children = crash_cluster.children(master)
                found[:] = [pid for pid in children if kinds.get(pid) == kind]
            return found

        until(look, 120, f"Odoo has a {kind}")
        return found

    def _kill_stand_in(self):
        self.simulator.kill()
        self.simulator.start()

    def _kill_session(self, rng):
        until(
            lambda: crash_cluster.kill_session(self.site.database, rng),
            30,
            "Odoo uses the database",
        )
        until(crash_cluster.CRASH.answers, 60, "PostgreSQL has recovered")

    def start_over(self):
        """kill -9 of the master and all its workers, and a new Odoo."""
        os.killpg(process.alive(self.site.name), signal.SIGKILL)
        self.kill_odoo()
        self.start_odoo()

    def is_whole(self):
        """The evented process starts last; if it finds no database, all of Odoo ends."""
        return not ports.is_free(ports.remembered(f"{self.site.name}-gevent"))

    def revive(self):
        """Odoo's master gives up when PostgreSQL is away at the wrong moment."""
        if process.alive(self.site.name) is None:
            self.start_odoo()

    def time_passes(self):
        """What was under way when its worker died blocks its conversation, or its
        file, until the time-out is over: it is now. Pauses after failures are, too.
        """
        self.revive()
        with contextlib.suppress(Problem):
            self.sql(
                "update wa_message set sending_at = sending_at - interval '5 minutes' "
                "where state = 'sending'"
            )
            self.sql(
                "update wa_media f set next_try_at = now() at time zone 'UTC' "
                "where next_try_at > now() at time zone 'UTC' "
                f"and not ({JUST_TAKEN})"
            )
            self.hurry(*CRONS)

    def ask(self, query):
        """Like `sql`, but None while the database recovers."""
        return pg_client.ask(query, self.site.database, quiet=True)


@contextlib.contextmanager
def fresh(**settings):
    """A CrashSite; `settings` are the stand-in's."""
    folder = config.DEV / "system" / "crash"
    site = Site("system-crash", "wa_system_crash", folder, 8369, 8389)
    with crash_cluster.own_cluster(), lock.held(site.name):
        process.stop(site.name)
        process.stop(f"{site.name}-simulator")
        files.remove(folder / "simulator")
        site.log.unlink(missing_ok=True)
        with lock.held("setup"):
            odoo_db.fresh(site, demo=True)
        with StandIn(site, **settings) as stand_in:
            running = CrashSite(site, stand_in, WORKERS)
            services.choose_port(site)
            try:
                running.start_odoo()
                running.introduce()
                running.sql(KNOWN + SEEN)
                yield running
            finally:
                running.stop()


def deck(kills, rng):
    """So many victims in a random order, in their shares, each kind at least once."""
    whole = sum(SHARES.values())
    cards = [
        victim
        for victim, share in SHARES.items()
        for _n in range(max(1, share * kills // whole))
    ]
    cards += rng.choices(list(SHARES), weights=SHARES.values(), k=kills)
    cards = cards[: max(kills, len(SHARES))]
    rng.shuffle(cards)
    return cards
