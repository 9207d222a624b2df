"""Two accounts of what happened, read without the addon's models.

Meta's: the stand-in's journal on disk. Ours: rows by plain SQL, opened with the keys of
the key store's file.
"""

import base64
import contextlib
import json
import sqlite3
import time
from dataclasses import dataclass

from whatsapp_dsgvo.lib.keys import envelope, wrapping
from whatsapp_dsgvo.lib.keys.errors import CannotRead
from whatsapp_dsgvo.lib.keys.master import MasterKeys

from . import crash_files, crash_store

CONTENT, PERSON = "content", "person"
OWNER = "(select uuid from wa_subject where id = t.subject_id)"
# (table, model, what names the record, whose key, its class, sealed field)
SEALED = (
    ("wa_message", "wa.message", "opaque_id", OWNER, CONTENT, "content_sealed"),
    ("wa_message", "wa.message", "opaque_id", OWNER, CONTENT, "wamid_sealed"),
    ("wa_identity", "wa.identity", "uuid", OWNER, PERSON, "value_sealed"),
    ("wa_subject", "wa.subject", "uuid", "uuid", PERSON, "profile_name_sealed"),
    ("wa_media", "wa.media", "uuid", OWNER, CONTENT, "facts_sealed"),
    ("wa_media", "wa.media", "uuid", OWNER, CONTENT, "upload_sealed"),
)


class Keys:
    """The key store's file, read only."""

    def __init__(self, folder):
        (path,) = (folder / "keys").glob("*.sqlite")
        self._master = MasterKeys.load(folder / "secrets" / "master.key")
        uri = f"file:{path}?mode=ro"
        with contextlib.closing(sqlite3.connect(uri, uri=True)) as connection:
            (self._store,) = connection.execute("select uuid from store").fetchone()
            rows = connection.execute(
                "select subject, klass, id, version, state, wrapped from data_key"
                " order by version"
            ).fetchall()
        self._rows = {(row[0], row[1]): wrapping.Row(*row[2:]) for row in rows}

    def open(self, sealed, *place):
        """The bytes, None if there is no such key; CannotRead for a broken envelope.

        `place`: model, field, uuid, person, class of the key.
        """
        key, aad = self.key_of(*place)
        return key and envelope.unseal(key, base64.b64decode(sealed), aad)

    def key_of(self, model, field, uuid, subject, klass):
        """(the key's bytes, what binds to the place); (None, None): no such key."""
        pair = (subject, klass)
        key = wrapping.data_key(self._master, self._store, pair, self._rows.get(pair))
        if key is None:
            return None, None
        aad = envelope.aad(model, field, uuid, subject, klass, key.version)
        return key.key, aad


@dataclass
class Meta:
    """What the stand-in told and accepted, and nothing it was still thinking about."""

    told: dict  # {wamid: what a customer wrote, as told to the business}
    accepted: dict  # {opaque id: [message rows]}
    settled: set  # wamids of which a status was told
    files: dict  # {media id: {"sha256" of the bytes it has, "expires_at"}}
    now: float

    @classmethod
    def read(cls, stand_in):
        told, accepted, settled, files = {}, {}, set(), {}
        for record in stand_in.journal():
            if record["kind"] != "put":
                continue
            row = record["row"]
            if record["table"] == "messages" and row["direction"] == "out":
                accepted.setdefault(row["opaque"], []).append(row)
            elif record["table"] == "updates":
                told.update({one["id"]: one for one in row["part"].get("messages", ())})
                settled.update(one["id"] for one in row["part"].get("statuses", ()))
            elif record["table"] == "media":
                data = stand_in.file(row["id"])
                files[row["id"]] = {
                    "sha256": crash_files.sha256(data),
                    "expires_at": row["expires_at"],
                }
        return cls(told, accepted, settled, files, time.time())


@dataclass
class Ours:
    """Rows as dicts, messages with their content and wamid in the clear.

    `files`: of `wa_media`, with the `sha256` of the clear bytes. `unreadable`: where
    not, as sentences. `left`: files in the file store that nothing refers to.
    """

    messages: list
    files: list
    entries: list
    consents: list
    events: list
    unreadable: list
    left: list
    keys: Keys

    @classmethod
    def read(cls, site):
        keys = Keys(site.site.folder)
        unreadable = [
            found
            for described in SEALED
            for found in _unreadable(site, keys, *described)
        ]
        messages = [_in_the_clear(row, keys) for row in _rows(site, MESSAGES)]
        store = crash_store.Store(site.site)
        files = [store.read(row, keys) for row in _rows(site, crash_store.FILES)]
        referred = {row["name"] for row in _rows(site, crash_store.REFERRED)}
        return cls(
            messages,
            files,
            _rows(site, ENTRIES),
            _rows(site, CONSENTS),
            _rows(site, EVENTS),
            unreadable,
            store.left(referred),
            keys,
        )


MESSAGES = """
    select m.id, m.opaque_id, m.direction, m.kind, m.state, m.ticket_id,
           m.mail_message_id, coalesce(m.exception_code, '') as exception_code,
           coalesce(m.cancel_reason, '') as cancel_reason,
           m.basis_entry_id, extract(epoch from m.queued_at) as queued_at,
           coalesce(m.client_key, '') as key, m.author_id, m.quoted_id, m.target_id,
           m.revoked_at is not null as revoked,
           s.uuid as person, convert_from(m.content_sealed, 'UTF8') as content,
           convert_from(m.wamid_sealed, 'UTF8') as sealed_wamid
      from wa_message m join wa_subject s on s.id = m.subject_id order by m.id
"""
ENTRIES = """
    select id, uuid, company_id, event, coalesce(purpose, '') as purpose,
           coalesce(channel_ref, '') as channel, pseudonym, key_class, commitment,
           coalesce(notice_hash, '') as notice_hash, actor_kind, seq,
           coalesce(prev_hash, '') as prev_hash, coalesce(entry_hash, '') as entry_hash,
           convert_from(blob, 'UTF8') as blob, extract(epoch from at) as seconds,
           (select extract(epoch from k.at) from crash_known k where k.entry = e.id)
               as known,
           to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at
      from wa_ledger_entry e order by company_id, seq nulls last, id
"""
CONSENTS = """
    select c.purpose, c.last_entry_id, s.uuid as person
      from wa_consent c join wa_subject s on s.id = c.subject_id
     where c.last_entry_id is not null
"""
EVENTS = "select id, state, error from wa_event where state <> 'done'"


def _rows(site, query):
    return json.loads(site.sql(f"select coalesce(json_agg(q), '[]') from ({query}) q"))


def _in_the_clear(row, keys):
    def opened(sealed, field):
        place = ("wa.message", field, row["opaque_id"], row["person"], CONTENT)
        with contextlib.suppress(CannotRead):
            return (sealed and keys.open(sealed, *place)) or b""
        return b""

    content = json.loads(opened(row.pop("content"), "content_sealed") or b"{}")
    wamid = opened(row.pop("sealed_wamid"), "wamid_sealed").decode()
    text = content.get("text") or ""
    return {**row, "content": content, "text": text, "wamid": wamid}


def _unreadable(site, keys, table, model, name, owner, klass, field):
    """Sealed values whose key is missing or which do not open, as sentences."""
    query = (
        f"select {name} as uuid, {owner} as person,"
        f" convert_from({field}, 'UTF8') as sealed from {table} t"
        f" where {field} is not null"
    )
    for row in _rows(site, query):
        place = (model, field, row["uuid"], row["person"], klass)
        try:
            if keys.open(row["sealed"], *place) is None:
                yield f"no key for {table}.{field} of {row['uuid']}"
        except CannotRead:
            yield f"{table}.{field} of {row['uuid']} does not open"
