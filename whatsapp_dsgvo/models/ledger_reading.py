"""A company's chain from the database, for its verification: fast, in flat memory."""

import base64
import itertools

from odoo.tools import SQL

from ..lib.keys import envelope
from ..lib.keys.errors import KeyStoreError
from ..lib.ledger.chain import Header
from ..lib.ledger.verify import Entry

BATCH = 2000
# As the chains spell a time.
UTC_SECOND = """coalesce(to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), '')"""
# Records would take most of the time, and a million of them most of the memory.
# NULL and "" are the same in the chain.
COLUMNS = """
    SELECT uuid, commitment, seq, coalesce(prev_hash, ''), coalesce(entry_hash, ''),
           {blob}, company_id, coalesce(event, ''), coalesce(purpose, ''),
           coalesce(channel_ref, ''), coalesce(notice_hash, ''),
           coalesce(actor_kind, ''), coalesce(pseudonym, ''), coalesce(key_class, ''),
           {at}
      FROM wa_ledger_entry WHERE company_id = %s
"""
PARTS = ("AND seq IS NOT NULL ORDER BY seq", "AND seq IS NULL ORDER BY id")
# Numbered, for one that was broken off stays open until the transaction ends.
_numbers = itertools.count(1)


def batches(env, query):
    """The rows of a query, in lists.

    One pass for the database, too: asked batch by batch, it sorts all the rest for each
    batch as long as it has no statistics of the table.
    """
    name = SQL.identifier(f"wa_chain_{next(_numbers)}")
    env.cr.execute(SQL("DECLARE %s NO SCROLL CURSOR FOR %s", name, query))
    while rows := env.execute_query(SQL("FETCH %s FROM %s", BATCH, name)):
        yield rows
    env.cr.execute(SQL("CLOSE %s", name))


class Reading:
    """Entries by number, the unsealed tail last; `open_blob` for those just read."""

    def __init__(self, env, company, contents):
        env["wa.ledger.entry"].flush_model()
        self._env = env
        self._company = company
        self._columns = COLUMNS.format(
            blob="blob" if contents else "NULL", at=UTC_SECOND
        )
        self._keys = {}

    def __iter__(self):
        for part in PARTS:
            query = SQL(self._columns + part, self._company.id)
            for rows in batches(self._env, query):
                entries = [_entry(row) for row in rows]
                self._fetch_keys(entries)
                yield from entries

    def _fetch_keys(self, entries):
        """In one go for a batch, and forgotten with it."""
        pairs = {_pair(entry) for entry in entries if entry.blob}
        vault = self._env["wa.vault"]
        try:
            self._keys = vault._vault().store.get_many(pairs) if pairs else {}
        except KeyStoreError as error:
            raise vault._keys_away(error) from None

    def open_blob(self, entry):
        key = self._keys.get(_pair(entry))
        if key is None:
            return None
        place = ("wa.ledger.entry", "blob", entry.uuid, *_pair(entry), key.version)
        sealed = base64.b64decode(entry.blob)
        return envelope.unseal(key.key, sealed, envelope.aad(*place))


def _pair(entry):
    return entry.header.pseudonym, entry.header.key_class


def _entry(row):
    uuid, commitment, seq, prev_hash, entry_hash, blob, *told = row
    return Entry(
        uuid=uuid,
        header=Header(*told),
        commitment=commitment,
        seq=seq,
        prev_hash=prev_hash,
        entry_hash=entry_hash,
        blob=bytes(blob) if blob else None,
    )
