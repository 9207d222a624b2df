"""Where a key store in PostgreSQL may lie, and what happens to its connections."""

from dataclasses import replace

import psycopg2
import pytest

from whatsapp_dsgvo.lib.keys import keystore_postgres
from whatsapp_dsgvo.lib.keys.errors import KeyStoreUnavailable

PAIR = ("person", "service")


def reason_of(world, **options):
    with pytest.raises(KeyStoreUnavailable) as caught:
        world.open(**options)
    return caught.value.reason


def test_a_server_that_is_away_is_told(master, binding):
    away = "postgresql://nobody@127.0.0.1:1/nowhere"
    with pytest.raises(KeyStoreUnavailable, match="K-05") as caught:
        keystore_postgres.open_store(away, master, binding, "known", may_create=False)
    assert "nowhere" not in str(caught.value)


def test_a_schema_of_another_database_is_foreign(postgres_world, now, binding):
    uuid = postgres_world.use(PAIR, now)
    postgres_world.ask(f"ALTER SCHEMA {postgres_world.schema} RENAME TO wa_keys_x")
    other = replace(binding, database_uuid="x")
    assert reason_of(postgres_world, expected=uuid, binding=other) == "foreign"


@pytest.fixture
def here(postgres_world, binding):
    """The binding of an Odoo that lives in this very database."""
    oid, system = postgres_world.ask(
        "SELECT oid::bigint || ' ' || system_identifier FROM pg_database,"
        " pg_control_system() WHERE datname = current_database()"
    ).split()
    return replace(binding, database_oid=int(oid), system_identifier=system)


@pytest.mark.parametrize("options", [{}, {"allow_same_server": True}])
def test_odoos_own_database_is_refused_whatever_is_allowed(
    postgres_world, here, options
):
    assert reason_of(postgres_world, binding=here, **options) == "inside"
    assert not postgres_world.exists()


def test_odoos_own_server_is_refused_unless_it_is_allowed_by_name(postgres_world, here):
    beside = replace(here, database_oid=1)
    assert reason_of(postgres_world, binding=beside) == "beside"
    assert not postgres_world.exists()
    store = postgres_world.open(binding=beside, allow_same_server=True)
    assert store.count() == 0


def test_a_connection_that_died_meanwhile_is_made_again(postgres_world, now):
    store = postgres_world.open()
    made = store.create([PAIR], now)
    uses = [
        lambda: store.get(*PAIR) == made[PAIR],
        lambda: bool(store.create([("new", "service")], now)),
        lambda: store.destroy("new") == 1,
    ]
    for use_it in uses:
        postgres_world.ask(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        assert use_it()


def test_a_batch_is_read_and_made_in_few_statements(postgres_world, now):
    """Round trips do not grow with the batch."""
    store = postgres_world.open()
    pairs = [(f"person {number}", "service") for number in range(500)]
    told = []

    class Counting(psycopg2.extensions.cursor):
        def execute(self, *args):
            told.append(args[0])
            return super().execute(*args)

    store._link._connection.cursor_factory = Counting
    store.create(pairs, now)
    made = len(told)
    store.get_many(pairs)
    assert (made <= 7, len(told) - made) == (True, 1)
