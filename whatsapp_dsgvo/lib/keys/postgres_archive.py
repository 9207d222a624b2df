"""What a key store's server says of its own archive.

A dump leaves no trace in PostgreSQL, and whether there is a base backup to an archive of
the write-ahead log can't be seen from inside. So this is evidence, never a backup.
Source: PostgreSQL, "pg_stat_archiver".
"""

from datetime import datetime

from .postgres_link import opened

_QUERY = """
    SELECT last_archived_time AT TIME ZONE 'UTC',
           last_failed_time > COALESCE(last_archived_time, '-infinity')
      FROM pg_stat_archiver
"""


def last_archived(dsn: str) -> datetime | None:
    """UTC without zone; None if nothing is archived, or the last attempt failed.

    Raise `KeyStoreUnavailable` if the server is away.
    """
    with opened(dsn, "pg_catalog") as cursor:
        cursor.execute(_QUERY)
        at, failing = cursor.fetchone()
    return None if failing else at
