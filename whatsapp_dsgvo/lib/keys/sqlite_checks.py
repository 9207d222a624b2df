"""Is this the right file, and is this the right master key for it?"""

import hmac

from .errors import KeyStoreUnavailable, MasterKeyMissing, MasterKeyWrong
from .master import MasterKeys
from .sqlite_file import Connection
from .sqlite_schema import EPOCH_SIZE, read_binding
from .store import Binding


def stored_identity(connection: Connection) -> tuple[str, Binding]:
    """Return (store UUID, binding); raise if the file holds no key store."""
    tables = connection.execute(
        "SELECT 1 FROM sqlite_master WHERE name = 'store'"
    ).fetchall()
    if not tables:
        raise KeyStoreUnavailable("damaged")
    return read_binding(connection)


def check_master(connection: Connection, master: MasterKeys) -> None:
    """Each epoch in use must be there, and each known one must be the same key."""
    for epoch, check in connection.execute("SELECT * FROM master").fetchall():
        if epoch not in master.epochs:
            continue
        if not hmac.compare_digest(master.check_value(epoch), check):
            raise MasterKeyWrong(epoch)
    for epoch in _epochs_in_use(connection):
        if epoch not in master.epochs:
            raise MasterKeyMissing(epoch)


def register_epochs(connection: Connection, master: MasterKeys) -> None:
    connection.executemany(
        "INSERT OR IGNORE INTO master VALUES (?, ?)",
        [(epoch, master.check_value(epoch)) for epoch in master.epochs],
    )


def _epochs_in_use(connection: Connection) -> list[int]:
    rows = connection.execute(
        f"SELECT DISTINCT substr(wrapped, 1, {EPOCH_SIZE}) FROM data_key"
        " WHERE state = 'L'"
    ).fetchall()
    return [int.from_bytes(prefix, "big") for (prefix,) in rows]
