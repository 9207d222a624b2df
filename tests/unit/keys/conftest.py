"""One database, one master key, and every kind of key store there is."""

from datetime import datetime, timezone

import pytest
from key_worlds import BINDING, WORLDS, PostgresWorld, SqliteWorld
from psycopg2.extensions import make_dsn

from devenv import database, lock, postgres
from whatsapp_dsgvo.lib.keys.journal_file import FileSink
from whatsapp_dsgvo.lib.keys.master import MasterKeys
from whatsapp_dsgvo.lib.keys.postgres_journal import PostgresSink

ONLY_ADDS = "wa_only_adds"


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
def elsewhere(postgres_world, binding):
    made = PostgresSink(postgres_world.dsn, binding.database_uuid, may_create=True)
    yield made
    made.close()
    postgres_world.ask(f"DROP SCHEMA {made.schema} CASCADE")


@pytest.fixture
def only_adds(postgres_world, elsewhere, binding):
    """`elsewhere`, reached by an account that may read and add, and nothing more."""
    ask, schema = postgres_world.ask, elsewhere.schema
    ask(f"CREATE ROLE {ONLY_ADDS} LOGIN PASSWORD 'nur-hinzu'")
    try:
        ask(f"GRANT USAGE ON SCHEMA {schema} TO {ONLY_ADDS}")
        ask(f"GRANT SELECT, INSERT ON {schema}.journal TO {ONLY_ADDS}")
        dsn = make_dsn(postgres_world.dsn, user=ONLY_ADDS, password="nur-hinzu")
        made = PostgresSink(dsn, binding.database_uuid)
        yield made
        made.close()
    finally:
        ask(f"DROP OWNED BY {ONLY_ADDS}; DROP ROLE {ONLY_ADDS}")


@pytest.fixture(params=["sqlite_world", "postgres_world", "sink", "elsewhere"])
def any_sink(request):
    """Each kind of key store is a sink, too."""
    made = request.getfixturevalue(request.param)
    return made.open() if request.param.endswith("world") else made


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
