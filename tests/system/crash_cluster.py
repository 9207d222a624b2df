"""A PostgreSQL that may be killed: the one of the other tests goes on meanwhile."""

import contextlib
import os
import signal
import subprocess
from pathlib import Path

from devenv import config, database, lock, odoo_db, pg_client, ports, process, server
from devenv.postgres import Cluster

from .running import until

# kill -9 takes nothing from what the kernel was given, so no commit is weaker without
# fsync; recovery would otherwise spend most of the test on syncing every file there is.
CRASH = Cluster(
    "postgres-crash", config.DEV / "system" / "postgres", 5533, {"fsync": "off"}
)


@contextlib.contextmanager
def own_cluster():
    """Whatever asks a database meanwhile asks this one, which has the template."""
    server.prepare()
    with lock.held("setup"):
        base = odoo_db.template(demo=True)
    label, theirs = database.label_of(base.database), pg_client.environment()
    CRASH.ensure()
    before = dict(os.environ)
    os.environ.update(pg_client.address(CRASH.name))
    try:
        if database.label_of(base.database) != label:
            _copy(base.database, theirs)
            database.label(base.database, label)
        yield CRASH
    finally:
        os.environ.clear()
        os.environ.update(before)
        CRASH.stop()


def _copy(name, theirs):
    """As plain text: a newer server's dump has settings that ours may not know."""
    database.create(name)
    dump = [pg_client.program("pg_dump"), "--no-owner", name]
    restore = [pg_client.program("psql"), "-X", "-q", "-d", name]
    with (
        CRASH.log.open("ab") as log,
        subprocess.Popen(
            list(map(str, dump)), env=theirs, stdout=subprocess.PIPE
        ) as source,
    ):
        subprocess.run(
            list(map(str, restore)),
            stdin=source.stdout,
            stdout=log,
            stderr=log,
            check=True,
        )
    assert source.returncode == 0


def kill_session(name, rng):
    """kill -9 of one session's process, a busy one if there is; all others end with it.

    PostgreSQL then recovers from its log as after a power cut.
    """
    pids = pg_client.ask(
        "select pid from pg_stat_activity where pid <> pg_backend_pid() and "
        f"datname = '{name}' order by state = 'active' desc, xact_start nulls last "
        "limit 4",
        "postgres",
    ).split()
    if pids:
        kill(int(rng.choice(pids)))
    return bool(pids)


def kill_server():
    """kill -9 of PostgreSQL with all its processes, and a start over."""
    pid = process.alive(CRASH.name)
    for child in children(pid):
        kill(child)
    port = ports.remembered(CRASH.name)
    process.stop(CRASH.name, sign=signal.SIGKILL)
    until(lambda: ports.is_free(port), 30, "PostgreSQL has left its port")
    CRASH.ensure()


def children(pid):
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(child) for child in listed.split()]


def kill(pid):
    """kill -9; a process that ended by itself meanwhile is as dead."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
