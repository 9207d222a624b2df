"""An embedded PostgreSQL below `.dev/`, or the server named by PGHOST."""

import shutil
import signal
import time

from . import config, pg_client, pg_user, ports, process
from .pg_client import NAME, USER
from .progress import Problem, step

DATA = config.DEV / "postgres"
LOG = config.LOGS / "postgres.log"
# fsync stays on: the crash tests rely on what a commit promises.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "on",
    "synchronous_commit": "on",
    "shared_buffers": "256MB",
    "max_connections": "200",
    "max_wal_size": "2GB",
    "timezone": "UTC",
    "lc_messages": "C",
}


def ensure():
    """Have a server that answers; ours is created and started when needed."""
    if config.own_postgres():
        return pg_client.ask("select 1", "postgres")
    if not (DATA / "complete").exists():
        with step("Creating the PostgreSQL cluster"):
            _create()
    if not process.alive(NAME):
        _start()
    if not _answers():
        raise Problem(f"PostgreSQL does not let us in:\n{process.tail(LOG)}")
    return None


def stop():
    """Fast shutdown of our own server; True when it was running."""
    return process.stop(NAME, sign=signal.SIGINT)


def _create():
    new = config.DEV / "postgres.new"
    shutil.rmtree(new, ignore_errors=True)
    shutil.rmtree(DATA, ignore_errors=True)
    # initdb runs as the other user and cannot read our secrets folder.
    given = config.DEV / "postgres.password"
    new.mkdir(mode=0o700)
    given.touch(mode=0o600)
    given.write_text(config.password(NAME), encoding="utf-8")
    try:
        pg_user.hand_over(new, given)
        process.run(
            [*_program("initdb"), "--pgdata", new]
            + ["--username", USER, "--pwfile", given, "--auth", "scram-sha-256"]
            + ["--encoding", "UTF8", "--locale", "C.UTF-8"],
            LOG,
            "PostgreSQL's initdb failed.",
            cwd="/",
        )
    finally:
        given.unlink()
    (new / "complete").touch()
    new.rename(DATA)


def _start():
    port = ports.choose(NAME, 5433)
    command = [*_program("postgres"), "-D", DATA, "-p", str(port)]
    for key, value in SETTINGS.items():
        command += ["-c", f"{key}={value}"]
    with step(f"Starting PostgreSQL on port {port}"):
        process.spawn(NAME, command, LOG, cwd="/")
        _wait()


def _program(name):
    """The start of a command line that runs the program as the server's user."""
    prefix = pg_user.prefix(config.DEV, pg_client.program("postgres"))
    return [*prefix, pg_client.program(name)]


def _wait():
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if not process.alive(NAME):
            raise Problem(f"PostgreSQL ended at once:\n{process.tail(LOG)}")
        if _answers():
            return
        time.sleep(0.1)
    raise Problem(f"PostgreSQL is not ready after a minute:\n{process.tail(LOG)}")


def _answers():
    return pg_client.ask("select 1", "postgres", quiet=True) == "1"
