"""Tables of the PostgreSQL key store, in one schema per database of Odoo.

PostgreSQL never overwrites: an UPDATE leaves the old row where it was, and even a VACUUM
leaves its bytes in the page. So `rewrite` copies the living rows into a new file and
drops the old one, whatever old snapshots are still open; the keys lie in `PARTS` files
by person, and only theirs is copied. The write-ahead log keeps the
wrapped key until its segment is used again, archives and replicas for as long as they
are kept: these are backups of the key store.
"""

from collections.abc import Collection, Sequence
from typing import Any

from .errors import KeyStoreUnavailable
from .postgres_link import Cursor, opened
from .store import Binding
from .wrapping import EPOCH_SIZE, WRAPPED_SIZE

# statistics hold samples of a column: none are made of the keys, and none of whom an
# entry is about
JOURNAL = """
CREATE TABLE journal (
    seq bigint PRIMARY KEY, at text NOT NULL, kind text NOT NULL,
    digest text NOT NULL, count integer NOT NULL, prev_hash text NOT NULL,
    entry_hash text NOT NULL
);
ALTER TABLE journal ALTER COLUMN digest SET STATISTICS 0;
"""
# A million people with three keys each: 190,000 rows are copied for one of them; each
# more makes a new store slower.
PARTS = 16
_PARTITIONS = "".join(
    f"CREATE TABLE data_key_{number} PARTITION OF data_key"
    f" FOR VALUES WITH (MODULUS {PARTS}, REMAINDER {number});\n"
    for number in range(PARTS)
)
_SCHEMA = f"""
CREATE TABLE store (
    uuid text NOT NULL, database_uuid text NOT NULL, database_oid bigint NOT NULL,
    system_identifier text NOT NULL
);
CREATE TABLE master (epoch integer PRIMARY KEY, check_value bytea NOT NULL);
CREATE SEQUENCE data_key_id;
CREATE TABLE data_key (
    id bigint NOT NULL DEFAULT nextval('data_key_id'),
    subject text NOT NULL, klass text NOT NULL,
    version integer NOT NULL, created_at bigint NOT NULL,
    state text NOT NULL CHECK (state IN ('L', 'D', 'F')),
    wrapped bytea NOT NULL CHECK (length(wrapped) = {WRAPPED_SIZE})
) PARTITION BY HASH (subject);
{_PARTITIONS}
ALTER TABLE data_key ALTER COLUMN wrapped SET STORAGE PLAIN,
    ALTER COLUMN wrapped SET STATISTICS 0;
CREATE INDEX data_key_number ON data_key (id);
CREATE UNIQUE INDEX data_key_version ON data_key (subject, klass, version);
CREATE INDEX data_key_epoch ON data_key (substr(wrapped, 1, {EPOCH_SIZE}))
    WHERE state = 'L';
CREATE TABLE erased (subject text PRIMARY KEY);
{JOURNAL}
"""
# one writer at a time; its rows tell whether the store is still ours
FIRST = "SELECT * FROM store FOR UPDATE"
_PLACE = """
SELECT d.oid::bigint, s.system_identifier::text
  FROM pg_database d, pg_control_system() s WHERE d.datname = current_database()
"""
_PART = "c.oid::regclass::text, pg_get_expr(c.relpartbound, c.oid)"
_ALL_PARTS = f"""
SELECT {_PART} FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
 WHERE i.inhparent = 'data_key'::regclass
"""
_THEIR_PARTS = f"""
SELECT DISTINCT {_PART} FROM data_key k JOIN pg_class c ON c.oid = k.tableoid
 WHERE k.subject = ANY(%s)
"""
_THERE = "SELECT to_regnamespace(%s) IS NOT NULL"
_CREATING = "SELECT pg_advisory_xact_lock(hashtext('wa_keys'))"


def create_tables(dsn: str, schema: str, store_uuid: str, binding: Binding) -> None:
    """Make a whole, empty store, or leave the one that is there as it is."""
    with opened(dsn, schema) as cursor:
        if not made(cursor, schema, _SCHEMA):
            return
        write_binding(cursor, store_uuid, binding)
        cursor.execute("COMMIT")


def made(cursor: Cursor, schema: str, tables: str) -> bool:
    """Begin a transaction with these new tables; False if somebody was first."""
    cursor.execute(f"BEGIN; {_CREATING}")
    cursor.execute(_THERE, (schema,))
    if cursor.fetchone()[0]:
        cursor.execute("ROLLBACK")
        return False
    cursor.execute(f"CREATE SCHEMA {schema}; {tables}")
    return True


def write_binding(cursor: Cursor, store_uuid: str, binding: Binding) -> None:
    cursor.execute("DELETE FROM store")
    cursor.execute(
        "INSERT INTO store VALUES (%s, %s, %s, %s)",
        (
            store_uuid,
            binding.database_uuid,
            binding.database_oid,
            binding.system_identifier,
        ),
    )


def parse_binding(rows: Sequence[tuple[Any, ...]]) -> tuple[str, Binding]:
    """Return (store UUID, binding) of the rows of `store`."""
    if len(rows) != 1:
        raise KeyStoreUnavailable("damaged")
    uuid, *values = rows[0]
    return uuid, Binding(*values)


def check_place(cursor: Cursor, binding: Binding, allow_same_server: bool) -> None:
    """One backup must never hold both; `allow_same_server` is for people who know."""
    cursor.execute(_PLACE)
    oid, system = cursor.fetchone()
    if system != binding.system_identifier:
        return
    if oid == binding.database_oid:
        raise KeyStoreUnavailable("inside")
    if not allow_same_server:
        raise KeyStoreUnavailable("beside")


def rewrite(cursor: Cursor, subjects: Collection[str] | None = None) -> None:
    """Give the keys a new file with the living rows only; the old one is cut to nothing.

    Those of everybody, or the parts where these people are. A column computed from
    itself is the one change PostgreSQL copies rows for without also copying dead ones
    that some old snapshot might still see; a part can't be changed so while it is one.
    """
    if subjects is None:
        cursor.execute(_ALL_PARTS)
    else:
        cursor.execute(_THEIR_PARTS, (list(subjects),))
    for name, bounds in cursor.fetchall():
        cursor.execute(
            f"ALTER TABLE data_key DETACH PARTITION {name};"
            f"ALTER TABLE {name}"
            "  ALTER COLUMN wrapped TYPE bytea USING wrapped || ''::bytea;"
            f"ALTER TABLE data_key ATTACH PARTITION {name} {bounds}"
        )
