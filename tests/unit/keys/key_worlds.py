"""Every kind of key store there is, with its place, seen from inside and outside."""

import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from devenv import pg_client
from whatsapp_dsgvo.lib.keys import keystore_postgres, keystore_sqlite
from whatsapp_dsgvo.lib.keys.master import MasterKeys
from whatsapp_dsgvo.lib.keys.postgres_link import schema_name
from whatsapp_dsgvo.lib.keys.sqlite_file import connect
from whatsapp_dsgvo.lib.keys.store import Binding, KeyStore

BINDING = Binding("5f3f5f2e-0000-4000-8000-000000000001", 16384, "7400000000000000001")


@dataclass
class World:
    """A place for one store; `open` is what each process of Odoo does."""

    folder: Path
    master: MasterKeys
    opened: list[KeyStore] = field(default_factory=list)

    def use(self, pair, now) -> str:
        """Leave a closed store with this key; return its UUID."""
        store = self.open()
        store.create([pair], now)
        store.close()
        return store.uuid


class SqliteWorld(World):
    """One file."""

    @property
    def path(self) -> Path:
        return self.folder / f"{BINDING.database_uuid}.sqlite"

    def open(
        self, binding=BINDING, expected=None, may_create=True, master=None, **options
    ):
        store = keystore_sqlite.open_store(
            self.path, master or self.master, binding, expected, may_create, **options
        )
        self.opened.append(store)
        return store

    def raw(self) -> bytes:
        """All bytes of the store's files, also while it is open.

        Read by another process: closing the files here would drop SQLite's locks.
        """
        files = sorted(map(str, self.folder.glob(f"{self.path.name}*")))
        return subprocess.run(
            ["cat", *files], stdout=subprocess.PIPE, check=True
        ).stdout

    def wrapped(self) -> dict[tuple[str, str], bytes]:
        """Return {(subject, class): a piece of the wrapped key} as it lies there."""
        connection = connect(self.path)
        query = "SELECT subject, klass, wrapped FROM data_key WHERE state = 'L'"
        rows = connection.execute(query).fetchall()
        connection.close()
        return {(subject, klass): wrapped[20:50] for subject, klass, wrapped in rows}

    def rows(self) -> list[tuple[object, ...]]:
        """All that the store says, in an order that does not change."""
        connection = connect(self.path)
        rows = [
            row
            for table in TABLES
            for row in connection.execute(f"SELECT * FROM {table}").fetchall()
        ]
        connection.close()
        return rows

    def exists(self) -> bool:
        return bool(list(self.folder.iterdir()))

    def hide(self) -> None:
        self.path.rename(self.folder / "away")

    def show(self) -> None:
        (self.folder / "away").rename(self.path)

    def lose(self) -> None:
        self.close()
        for path in self.folder.iterdir():
            path.unlink()

    def create(self, uuid: str) -> None:
        keystore_sqlite.create(self.path, uuid, BINDING)

    def mix_up(self) -> None:
        """Give everybody the wrapped key of "person"."""
        connection = connect(self.path)
        connection.execute(MIXED_UP)
        connection.close()

    def close(self) -> None:
        for store in self.opened:
            store.close()


TABLES = ("store", "master", "data_key", "erased", "journal")
MIXED_UP = (
    "UPDATE data_key SET wrapped ="
    " (SELECT wrapped FROM data_key WHERE subject = 'person')"
)
SCHEMA = schema_name("wa_keys", BINDING.database_uuid)
# every file of the database; not the write-ahead log
RAW = """
SELECT f, encode(pg_read_binary_file(d || f), 'hex')
  FROM (SELECT 'base/' || oid || '/' AS d FROM pg_database
         WHERE datname = current_database()) x, LATERAL pg_ls_dir(d) f
 WHERE f ~ '^[0-9]+([.][0-9]+)?$' AND (pg_stat_file(d || f)).size > 0
"""


class PostgresWorld(World):
    """The same in a schema of a real PostgreSQL."""

    name = f"wa_unit_keys_{os.getpid()}"
    schema = SCHEMA

    @property
    def dsn(self) -> str:
        return pg_client.dsn(self.name)

    def open(
        self, binding=BINDING, expected=None, may_create=True, master=None, **options
    ):
        store = keystore_postgres.open_store(
            self.dsn, master or self.master, binding, expected, may_create, **options
        )
        self.opened.append(store)
        return store

    def ask(self, query):
        return pg_client.ask(query, self.name)

    def raw(self) -> bytes:
        lines = self.ask(f"CHECKPOINT; {RAW}").splitlines()
        # psql answers the first statement, too
        return b"".join(
            bytes.fromhex(line.partition("|")[2]) for line in lines if "|" in line
        )

    def wrapped(self) -> dict[tuple[str, str], bytes]:
        query = "SELECT subject, klass, encode(wrapped, 'hex')"
        query += f" FROM {SCHEMA}.data_key WHERE state = 'L'"
        rows = [line.split("|") for line in self.ask(query).splitlines()]
        return {(row[0], row[1]): bytes.fromhex(row[2])[20:50] for row in rows}

    def rows(self) -> list[str]:
        return [self.ask(f"SELECT * FROM {SCHEMA}.{table}") for table in TABLES]

    def exists(self) -> bool:
        return bool(self.ask(f"SELECT 1 FROM pg_namespace WHERE nspname = '{SCHEMA}'"))

    def hide(self) -> None:
        self.ask(f"ALTER SCHEMA {SCHEMA} RENAME TO away")

    def show(self) -> None:
        self.ask(f"ALTER SCHEMA away RENAME TO {SCHEMA}")

    def lose(self) -> None:
        self.close()

    def create(self, uuid: str) -> None:
        keystore_postgres.create(self.dsn, uuid, BINDING)

    def mix_up(self) -> None:
        self.ask(f"SET search_path = {SCHEMA}; {MIXED_UP}")

    def close(self) -> None:
        for store in self.opened:
            store.close()
        self.ask(f"DROP SCHEMA IF EXISTS {SCHEMA}, away, wa_keys_x CASCADE")


# a further kind of store (a vault) is added here
WORLDS = {"sqlite": SqliteWorld, "postgres": PostgresWorld}
