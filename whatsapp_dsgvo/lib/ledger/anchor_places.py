"""Where anchors lie out of the database's reach; only ever added to."""

import fcntl
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from ..keys.errors import AnchorsUnavailable, KeyStoreUnavailable
from ..keys.files import sync_folder
from ..keys.postgres_link import Cursor, PostgresLink, opened, schema_name
from ..keys.postgres_schema import made
from .anchor import Anchor, find_all

_TABLES = """
CREATE TABLE anchor (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, company bigint NOT NULL,
    seq bigint NOT NULL, entry_hash text NOT NULL, at text NOT NULL
);
"""


class Place(Protocol):
    """Both methods raise `AnchorsUnavailable`."""

    def put(self, anchors: Sequence[Anchor]) -> None: ...

    def of(self, company: int) -> list[Anchor]: ...


class FilePlace:
    """One line per anchor; `may_create` only at set-up, for a volume may be away."""

    def __init__(self, path: Path, may_create: bool = False) -> None:
        self._path = path
        if may_create and not path.exists():
            try:
                os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
                sync_folder(path.parent)
            except OSError as error:
                raise AnchorsUnavailable from error

    def put(self, anchors: Sequence[Anchor]) -> None:
        # a line that a crash has cut off must not swallow the next one
        lines = "".join(f"\n{anchor.to_text()}\n" for anchor in anchors)
        try:
            handle = os.open(self._path, os.O_WRONLY | os.O_APPEND)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX)
                os.write(handle, lines.encode())
                os.fsync(handle)
            finally:
                os.close(handle)
        except OSError as error:
            raise AnchorsUnavailable from error

    def of(self, company: int) -> list[Anchor]:
        try:
            text = self._path.read_text(encoding="ascii", errors="replace")
        except OSError as error:
            raise AnchorsUnavailable from error
        return [anchor for anchor in find_all(text) if anchor.company == company]


class PostgresPlace:
    """A table in another database, best with an account that may only insert and read."""

    def __init__(self, dsn: str, database_uuid: str, may_create: bool = False) -> None:
        schema = schema_name("wa_anchors", database_uuid)
        self._link = PostgresLink(dsn, schema, "SELECT 1", lambda cursor: None)
        if may_create:
            try:
                with opened(dsn, schema) as cursor:
                    if made(cursor, schema, _TABLES):
                        cursor.execute("COMMIT")
            except KeyStoreUnavailable as error:
                raise AnchorsUnavailable from error

    def put(self, anchors: Sequence[Anchor]) -> None:
        def work(cursor: Cursor, _rows: object) -> None:
            cursor.executemany(
                "INSERT INTO anchor (company, seq, entry_hash, at)"
                " VALUES (%s, %s, %s, %s)",
                [tuple(vars(anchor).values()) for anchor in anchors],
            )

        try:
            self._link.write(work)
        except KeyStoreUnavailable as error:
            raise AnchorsUnavailable from error

    def of(self, company: int) -> list[Anchor]:
        def work(cursor: Cursor) -> list[Anchor]:
            cursor.execute(
                "SELECT company, seq, entry_hash, at FROM anchor"
                " WHERE company = %s ORDER BY id",
                (company,),
            )
            return [Anchor(*row) for row in cursor.fetchall()]

        try:
            return self._link.read(work)
        except KeyStoreUnavailable as error:
            raise AnchorsUnavailable from error

    def close(self) -> None:
        self._link.close()
