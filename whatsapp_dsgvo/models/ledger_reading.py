"""A company's ledger from the database, for its verification: fast, in flat memory."""

import base64

from ..lib.keys import envelope
from ..lib.keys.errors import KeyStoreError
from ..lib.ledger.chain import Header
from ..lib.ledger.verify import Entry

BATCH = 2000
# Records would take most of the time, and a million of them most of the memory.
COLUMNS = """
    SELECT id, uuid, commitment, seq, prev_hash, entry_hash, {blob},
           company_id, event, purpose, channel_ref, notice_hash, actor_kind,
           pseudonym, key_class, to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
      FROM wa_ledger_entry WHERE company_id = %s
"""
SEALED = "AND seq > %s ORDER BY seq LIMIT %s"
TAIL = "AND seq IS NULL AND id > %s ORDER BY id LIMIT %s"


class Reading:
    """Entries by number, the unsealed tail last; `open_blob` for those just read."""

    def __init__(self, env, company, contents):
        env["wa.ledger.entry"].flush_model()
        self._env = env
        self._company = company
        self._columns = COLUMNS.format(blob="blob" if contents else "NULL")
        self._keys = {}

    def __iter__(self):
        for part, place in ((SEALED, 3), (TAIL, 0)):
            last = 0
            while rows := self._rows(part, last):
                last = rows[-1][place]
                entries = [_entry(row) for row in rows]
                self._fetch_keys(entries)
                yield from entries

    def _rows(self, part, last):
        self._env.cr.execute(self._columns + part, [self._company.id, last, BATCH])
        return self._env.cr.fetchall()

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
    """NULL and "" are the same in the chain."""
    _id, uuid, commitment, seq, prev_hash, entry_hash, blob, company, *told = row
    return Entry(
        uuid=uuid,
        header=Header(company, *(value or "" for value in told)),
        commitment=commitment,
        seq=seq,
        prev_hash=prev_hash or "",
        entry_hash=entry_hash or "",
        blob=bytes(blob) if blob else None,
    )
