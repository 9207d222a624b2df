"""One database, one master key, and every kind of key store there is."""

from datetime import datetime, timezone

import pytest
from key_worlds import BINDING, WORLDS, PostgresWorld, SqliteWorld

from devenv import database, lock, postgres
from whatsapp_dsgvo.lib.keys.journal_file import FileSink
from whatsapp_dsgvo.lib.keys.master import MasterKeys


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


@pytest.fixture
def sink(tmp_path):
    return FileSink(tmp_path / "journal", may_create=True)


@pytest.fixture(scope="session")
def postgres_database():
    """A database of this run on the server that the other stages use, too."""
    with lock.held("setup"):
        postgres.ensure()
    database.create(PostgresWorld.name)
    yield PostgresWorld.name
    database.drop(PostgresWorld.name)


@pytest.fixture(params=sorted(WORLDS))
def world(request, tmp_path, master):
    if request.param == "postgres":
        request.getfixturevalue("postgres_database")
    made = WORLDS[request.param](tmp_path, master)
    yield made
    made.close()


@pytest.fixture
def sqlite_world(tmp_path, master):
    made = SqliteWorld(tmp_path, master)
    yield made
    made.close()


@pytest.fixture
def postgres_world(postgres_database, tmp_path, master):
    made = PostgresWorld(tmp_path, master)
    yield made
    made.close()


@pytest.fixture
def store(world):
    return world.open()


@pytest.fixture
def empty_again(world, store):
    """The store is lost; a new one takes the place it had, under its old name."""

    def make():
        uuid = store.uuid
        world.lose()
        world.create(uuid)
        return world.open(expected=uuid)

    return make
