"""Is this the right file, and is this the right master key for it?"""

from . import wrapping
from .errors import KeyStoreUnavailable
from .master import MasterKeys
from .sqlite_file import Connection
from .sqlite_schema import read_binding
from .store import Binding
from .wrapping import EPOCH_SIZE


def stored_identity(connection: Connection) -> tuple[str, Binding]:
    """Return (store UUID, binding); raise if the file holds no key store."""
    tables = connection.execute(
        "SELECT 1 FROM sqlite_master WHERE name = 'store'"
    ).fetchall()
    if not tables:
        raise KeyStoreUnavailable("damaged")
    return read_binding(connection)


def check_master(connection: Connection, master: MasterKeys) -> None:
    known = connection.execute("SELECT * FROM master").fetchall()
    in_use = connection.execute(
        f"SELECT DISTINCT substr(wrapped, 1, {EPOCH_SIZE}) FROM data_key"
        " WHERE state = 'L'"
    ).fetchall()
    wrapping.check_master(master, known, (prefix for (prefix,) in in_use))


def register_epochs(connection: Connection, master: MasterKeys) -> None:
    connection.executemany(
        "INSERT OR IGNORE INTO master VALUES (?, ?)",
        [(epoch, master.check_value(epoch)) for epoch in master.epochs],
    )
