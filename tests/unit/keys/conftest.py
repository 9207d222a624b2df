"""One database, one master key, and every kind of key store there is."""

import subprocess
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path

import pytest

from whatsapp_dsgvo.lib.keys.keystore_sqlite import open_store
from whatsapp_dsgvo.lib.keys.master import MasterKeys
from whatsapp_dsgvo.lib.keys.sqlite_file import connect
from whatsapp_dsgvo.lib.keys.store import Binding, KeyStore

BINDING = Binding("5f3f5f2e-0000-4000-8000-000000000001", 16384, "7400000000000000001")


@dataclass
class SqliteWorld:
    """A place for one store; `open` is what each process of Odoo does."""

    folder: Path
    master: MasterKeys
    opened: list[KeyStore] = field(default_factory=list)

    @property
    def path(self) -> Path:
        return self.folder / f"{BINDING.database_uuid}.sqlite"

    def open(
        self, binding=BINDING, expected=None, may_create=True, master=None, **options
    ):
        store = open_store(
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

    def close(self) -> None:
        for store in self.opened:
            store.close()


# a further kind of store (another database, a vault) is added here
WORLDS = {"sqlite": SqliteWorld}


@pytest.fixture
def now():
    return datetime(2026, 3, 2, 9, 0, tzinfo=timezone.utc)


@pytest.fixture
def binding():
    return BINDING


@pytest.fixture
def master():
    return MasterKeys({1: bytes(range(32))})


@pytest.fixture
def rotated(master):
    return MasterKeys({1: bytes(range(32)), 2: bytes(range(32, 64))})


@pytest.fixture(params=sorted(WORLDS))
def world(request, tmp_path, master):
    made = WORLDS[request.param](tmp_path, master)
    yield made
    made.close()


@pytest.fixture
def sqlite_world(tmp_path, master):
    made = SqliteWorld(tmp_path, master)
    yield made
    made.close()


@pytest.fixture
def store(world):
    return world.open()
