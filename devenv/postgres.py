"""An embedded PostgreSQL below `.dev/`, or the server named by PGHOST."""

import os
import shutil
import signal
import time
from dataclasses import dataclass, field
from pathlib import Path

from . import config, pg_client, pg_user, ports, process
from .pg_client import NAME, USER
from .progress import Problem, step

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


@dataclass(frozen=True)
class Cluster:
    """One server of our own with its data; `settings` where it differs."""

    name: str
    data: Path
    port: int = 5433
    settings: dict = field(default_factory=dict)

    @property
    def log(self):
        return config.LOGS / f"{self.name}.log"

    def ensure(self):
        """Created and started when needed."""
        if not (self.data / "complete").exists():
            with step("Creating the PostgreSQL cluster"):
                self._create()
        if not process.alive(self.name):
            self._start()
        if not self.answers():
            raise Problem(f"PostgreSQL does not let us in:\n{process.tail(self.log)}")

    def stop(self):
        """Fast shutdown; True when it was running."""
        return process.stop(self.name, sign=signal.SIGINT)

    def answers(self):
        env = {**os.environ, **pg_client.address(self.name)}
        return pg_client.ask("select 1", "postgres", quiet=True, env=env) == "1"

    def _create(self):
        new = self.data.with_name(f"{self.data.name}.new")
        shutil.rmtree(new, ignore_errors=True)
        shutil.rmtree(self.data, ignore_errors=True)
        # initdb runs as the other user and cannot read our secrets folder.
        given = self.data.with_name(f"{self.data.name}.password")
        new.mkdir(mode=0o700, parents=True)
        given.touch(mode=0o600)
        given.write_text(config.password(NAME), encoding="utf-8")
        try:
            pg_user.hand_over(new, given)
            process.run(
                [*_program("initdb"), "--pgdata", new]
                + ["--username", USER, "--pwfile", given, "--auth", "scram-sha-256"]
                + ["--encoding", "UTF8", "--locale", "C.UTF-8"],
                self.log,
                "PostgreSQL's initdb failed.",
                cwd="/",
            )
        finally:
            given.unlink()
        (new / "complete").touch()
        new.rename(self.data)

    def _start(self):
        port = ports.choose(self.name, self.port)
        command = [*_program("postgres"), "-D", self.data, "-p", str(port)]
        for key, value in {**SETTINGS, **self.settings}.items():
            command += ["-c", f"{key}={value}"]
        with step(f"Starting PostgreSQL on port {port}"):
            process.spawn(self.name, command, self.log, cwd="/")
            self._wait()

    def _wait(self):
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if not process.alive(self.name):
                tail = process.tail(self.log)
                raise Problem(f"PostgreSQL ended at once:\n{tail}")
            if self.answers():
                return
            time.sleep(0.1)
        raise Problem(
            f"PostgreSQL is not ready after a minute:\n{process.tail(self.log)}"
        )


OURS = Cluster(NAME, config.DEV / "postgres")
LOG = OURS.log


def ensure():
    """Have a server that answers; ours is created and started when needed."""
    if config.own_postgres():
        pg_client.ask("select 1", "postgres")
    else:
        OURS.ensure()


def stop():
    """Stop our own server; True when it was running."""
    return OURS.stop()


def _program(name):
    """The start of a command line that runs the program as the server's user."""
    program = pg_client.server_program(name)
    return [*pg_user.prefix(config.DEV, program), program]
