"""Wrapping every data key with a new master key: both kinds of key store.

The promise: 2,000 subjects a second, each with a key for contents and one for evidence.
"""

import contextlib
import sys
import tempfile
import time
from datetime import datetime, timezone
from pathlib import Path

from devenv import database, pg_client
from tests import conftest  # noqa: F401 - the library without the addon, so without Odoo
from whatsapp_dsgvo.lib.keys import keystore_postgres, keystore_sqlite
from whatsapp_dsgvo.lib.keys.master import MasterKeys
from whatsapp_dsgvo.lib.keys.store import Binding

from ._rounds import Figure, interleaved, write

SUBJECTS, CLASSES, ROUNDS, BATCH = 20_000, ("content", "evidence"), 3, 1000
RATE = 2000
BINDING = Binding("5f3f5f2e-0000-4000-8000-00000000be7c", 1, "1")
DATABASE = "wa_bench_keys"
OLD = {1: bytes(range(32))}
NEW = {**OLD, 2: bytes(range(32, 64))}


def main():
    ways = {
        name: lambda opened=opened: _rate(opened) for name, opened in STORES.items()
    }
    found = interleaved(ROUNDS, ways)
    figures = [
        Figure(f"rotation, key store in a {name}", "subjects/s", RATE, runs=runs)
        for name, runs in found.items()
    ]
    return write("rotation", figures)


@contextlib.contextmanager
def in_file():
    """How to open a new key store: `open_store(master keys, uuid or None)`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "keys.sqlite"
        yield lambda master, uuid: keystore_sqlite.open_store(
            path, master, BINDING, uuid, may_create=True
        )


@contextlib.contextmanager
def in_postgres():
    database.create(DATABASE)
    try:
        yield lambda master, uuid: keystore_postgres.open_store(
            pg_client.dsn(DATABASE), master, BINDING, uuid, may_create=True
        )
    finally:
        database.drop(DATABASE)


STORES = {"file": in_file, "PostgreSQL": in_postgres}


def filled(open_store, subjects, classes):
    """A store with keys of so many people; closed again, its uuid."""
    store = open_store(MasterKeys(OLD), None)
    now = datetime.now(timezone.utc)
    pairs = [(f"{n:036}", klass) for n in range(subjects) for klass in classes]
    for start in range(0, len(pairs), 5000):
        store.create(pairs[start : start + 5000], now)
    store.close()
    return store.uuid


def _rate(opened):
    """Subjects a second, from the new master key to the last batch's clean-up."""
    with opened() as open_store:
        uuid = filled(open_store, SUBJECTS, CLASSES)
        store = open_store(MasterKeys(NEW), uuid)
        started = time.monotonic()
        while store.rewrap(BATCH):
            pass
        seconds = time.monotonic() - started
        assert store.count() == SUBJECTS * len(CLASSES)
        store.close()
    return SUBJECTS / seconds


if __name__ == "__main__":
    sys.exit(main())
