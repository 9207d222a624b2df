"""One schema of a PostgreSQL database: a connection per process, shared by its threads.

What a caller does comes as a function of a cursor. A connection that died while nobody
used it (the server was restarted) is made again without anybody noticing.
"""

import contextlib
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias, TypeVar

import psycopg2
from psycopg2 import errors as pg
from psycopg2 import extensions

from . import fork_safe
from .errors import KeyStoreUnavailable

T = TypeVar("T")
Connection: TypeAlias = extensions.connection
Cursor: TypeAlias = extensions.cursor

_LOST = (psycopg2.OperationalError, psycopg2.InterfaceError)
_GONE = (pg.UndefinedTable, pg.InvalidSchemaName)
_LOCKED = (pg.LockNotAvailable, pg.QueryCanceled, pg.DeadlockDetected)
# what libpq would wait for ever for, and what a promise of ours rests on
_SETTINGS = (
    "-c lock_timeout=5s -c statement_timeout=10min"
    " -c idle_in_transaction_session_timeout=1min -c synchronous_commit=on"
    " -c client_min_messages=error"
)
_DEFAULTS = {"connect_timeout": 5, "keepalives_idle": 30, "tcp_user_timeout": 30_000}


def schema_name(prefix: str, database_uuid: str) -> str:
    """Letters, digits and underscores only, so that it needs no quoting."""
    return f"{prefix}_{re.sub('[^0-9a-z]', '_', database_uuid.lower())}"


class PostgresLink:
    """`admit` looks at each new connection and raises if what is there is not ours.

    `first` opens each transaction: it locks, so that there is one writer at a time.
    """

    def __init__(
        self, dsn: str, schema: str, first: str, admit: Callable[[Cursor], None]
    ) -> None:
        self.schema = schema
        self._dsn = dsn
        self._first = f"BEGIN; {first}"
        self._admit = admit
        self._lock = threading.RLock()
        self._connection: Connection | None = None
        fork_safe.register(self)

    def read(self, work: Callable[[Cursor], T]) -> T:
        """Every statement by itself; may run twice."""
        with self._lock, _telling():
            try:
                return self._reading(work)
            except _LOST:
                if not self._is_lost():
                    raise
                return self._reading(work)

    def write(self, work: Callable[[Cursor, list[tuple[object, ...]]], T]) -> T:
        """One transaction; `work` is given the rows of `first`, too."""
        with self._lock, _telling():
            cursor, rows = self._begin()
            try:
                done = work(cursor, rows)
                cursor.execute("COMMIT")
            except BaseException:
                self._roll_back(cursor)
                raise
            return done

    def close(self) -> None:
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    def before_fork(self) -> None:
        self._lock.acquire()
        self.close()

    def after_fork(self) -> None:
        self._lock.release()

    def _reading(self, work: Callable[[Cursor], T]) -> T:
        with self._connected().cursor() as cursor:
            return work(cursor)

    def _begin(self) -> tuple[Cursor, list[tuple[object, ...]]]:
        """Only here a lost connection is no loss: nothing has been done yet."""
        try:
            return self._try_begin()
        except _LOST:
            if not self._is_lost():
                raise
            return self._try_begin()

    def _try_begin(self) -> tuple[Cursor, list[tuple[object, ...]]]:
        cursor = self._connected().cursor()
        try:
            cursor.execute(self._first)
            return cursor, cursor.fetchall()
        except BaseException:
            self._roll_back(cursor)
            raise

    def _roll_back(self, cursor: Cursor) -> None:
        with contextlib.suppress(psycopg2.Error):
            cursor.execute("ROLLBACK")
            return
        self.close()

    def _is_lost(self) -> bool:
        return self._connection is None or bool(self._connection.closed)

    def _connected(self) -> Connection:
        if self._connection is None or self._connection.closed:
            connection = connect(self._dsn, self.schema)
            try:
                with connection.cursor() as cursor:
                    self._admit(cursor)
            except BaseException:
                connection.close()
                raise
            self._connection = connection
        return self._connection


def connect(dsn: str, schema: str) -> Connection:
    """Transactions are explicit; `public` is never looked at."""
    given = extensions.parse_dsn(dsn)
    options = f"{given.pop('options', '')} {_SETTINGS} -c search_path={schema}"
    connection = psycopg2.connect(**{**_DEFAULTS, **given}, options=options)
    connection.autocommit = True
    return connection


@contextmanager
def opened(dsn: str, schema: str) -> Iterator[Cursor]:
    """A cursor for what happens once, such as making the tables."""
    with _telling():
        connection = connect(dsn, schema)
        try:
            yield connection.cursor()
        finally:
            connection.close()


@contextmanager
def _telling() -> Iterator[None]:
    """Never PostgreSQL's own words, which quote values and addresses."""
    try:
        yield
    except psycopg2.Error as error:
        raise KeyStoreUnavailable(_reason(error)) from None


def _reason(error: psycopg2.Error) -> str:
    if isinstance(error, _GONE):
        return "missing"
    if isinstance(error, _LOCKED):
        return "locked"
    return "io" if isinstance(error, (*_LOST, pg.InsufficientPrivilege)) else "damaged"
