"""The evidence ledger, computed anew from its rows: nothing but SHA-256, and no code of
the addon, which may err on both sides alike.
"""

import hashlib
import hmac
import json
from collections import defaultdict

from whatsapp_dsgvo.lib.keys.errors import CannotRead

HEADER = ("event", "purpose", "channel", "notice_hash", "actor_kind", "pseudonym")


def problems(entries, keys):
    """A sentence for each thing wrong; `entries` in the order of their numbers."""
    chains = defaultdict(list)
    for row in entries:
        chains[row["company_id"]].append(row)
    for company, rows in chains.items():
        for number, sentence in _of_chain(rows, keys):
            yield f"company {company}, number {number}: {sentence}"


def _of_chain(rows, keys):
    head, number = "0" * 64, 0
    for row in rows:
        number += 1
        if row["seq"] is None:
            yield number, "never sealed"
        elif row["seq"] != number:
            yield number, "a gap"
        elif row["prev_hash"] != head:
            yield number, "does not continue the one before it"
        elif row["entry_hash"] != _hash(row):
            yield number, "was changed"
        yield from ((number, sentence) for sentence in _of_content(row, keys))
        head = row["entry_hash"]


def _hash(row):
    header = {name: row[name] for name in (*HEADER, "key_class", "at")}
    header["company"] = row["company_id"]
    text = json.dumps(header, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    chained = (
        b"wa-ledger-v1",
        bytes.fromhex(row["prev_hash"]),
        row["seq"].to_bytes(8, "big"),
        hashlib.sha256(text.encode()).digest(),
        bytes.fromhex(row["commitment"]),
    )
    return hashlib.sha256(b"".join(chained)).hexdigest()


def _of_content(row, keys):
    place = (row["uuid"], row["pseudonym"], row["key_class"])
    try:
        opened = keys.open(row["blob"], "wa.ledger.entry", "blob", *place)
    except CannotRead:
        yield "its content does not open"
        return
    if opened is None:
        yield "its content has no key"
    elif hmac.digest(opened[:32], opened[32:], "sha256").hex() != row["commitment"]:
        yield "its content is not what was committed to"
