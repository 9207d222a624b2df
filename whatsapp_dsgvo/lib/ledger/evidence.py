"""What proves the consents of one person, as a file others can check (Art. 7 (1) GDPR).

Shaped after ISO/IEC TS 27560:2023: header, processing, events. Every event carries its
place in the chain and the opening of its commitment, so that whoever has the file can
compute both anew; `docs/verify_evidence.py` does, with nothing but Python.
"""

import base64
from collections.abc import Callable, Iterable
from typing import Any

from ..keys.errors import CannotRead
from .chain import Header, entry_hash, open_commitment
from .verify import Entry

SCHEMA = "whatsapp_dsgvo.consent-record/1"
CLOSED = "closed"  # erased, restricted, or the key is away

Json = dict[str, Any]


def event(entry: Entry, opening: bytes | None) -> Json:
    """One ledger entry; `opening`: its unsealed blob, None if the content stays closed.

    Raises `CannotRead` if the opening belongs to another entry.
    """
    payload = open_commitment(opening, entry.commitment) if opening else None
    return {
        "seq": entry.seq,
        "header": dict(vars(entry.header)),
        "commitment": entry.commitment,
        "prev_hash": entry.prev_hash,
        "entry_hash": entry.entry_hash,
        "content": payload if opening else CLOSED,
        "opening": base64.b64encode(opening).decode() if opening else None,
    }


def record(
    header: Json,
    processing: Iterable[Json],
    notices: Iterable[Json],
    entries: Iterable[Entry],
    open_blob: Callable[[Entry], bytes | None],
    deliveries: Iterable[Json] = (),
    anchors: Iterable[Json] = (),
) -> Json:
    """The whole record; `open_blob` gives None for what must stay closed.

    `deliveries`: how far each notice came; `anchors`: heads of the chain, known
    elsewhere, at or above the entries.
    """
    return {
        "schema": SCHEMA,
        "record": header,
        "processing": list(processing),
        "notices": list(notices),
        "deliveries": list(deliveries),
        "events": [event(entry, open_blob(entry)) for entry in entries],
        "anchors": list(anchors),
    }


def problems(given: Json) -> list[str]:
    """What does not fit together in a record, by number in the chain; [] if all does.

    It shows that nothing in the file was changed. That the chain itself is whole is
    shown by the ledger's own verification and its anchors.
    """
    return [found for row in given["events"] for found in _problems_of(row)]


def _problems_of(row: Json) -> Iterable[str]:
    if row["seq"] is None:
        yield "not sealed yet"
        return
    told = entry_hash(
        row["prev_hash"], row["seq"], Header(**row["header"]), row["commitment"]
    )
    if told != row["entry_hash"]:
        yield f"{row['seq']}: hash"
    if row["opening"] is None:
        return
    try:
        payload = open_commitment(base64.b64decode(row["opening"]), row["commitment"])
    except CannotRead:
        yield f"{row['seq']}: commitment"
        return
    if payload != row["content"]:
        yield f"{row['seq']}: content"
