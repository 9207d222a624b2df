"""Checks a consent record (JSON) without Odoo and without this project's code.

    python verify_evidence.py record.json

Computes anew, from what the file says, the hash of every ledger entry and the commitment
to its content. Exit code 0: nothing in the file was changed. Whether the chain as a whole
is untouched is shown by comparing the last hash with an anchor kept elsewhere.
"""

import base64
import hashlib
import hmac
import json
import sys


def canonical(value):
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def problems(row):
    header = hashlib.sha256(canonical(row["header"])).digest()
    told = hashlib.sha256(
        b"wa-ledger-v1"
        + bytes.fromhex(row["prev_hash"])
        + row["seq"].to_bytes(8, "big")
        + header
        + bytes.fromhex(row["commitment"])
    ).hexdigest()
    if told != row["entry_hash"]:
        yield "the entry was changed"
    if row["opening"] is None:
        return
    opening = base64.b64decode(row["opening"])
    key, content = opening[:32], opening[32:]
    if hmac.digest(key, content, "sha256").hex() != row["commitment"]:
        yield "the content was not what was committed to"
    elif json.loads(content) != row["content"]:
        yield "the content shown is not the content committed to"


def main(path):
    with open(path, encoding="utf-8") as stream:
        record = json.load(stream)
    rows = [row for row in record["events"] if row["seq"] is not None]
    found = [(row["seq"], text) for row in rows for text in problems(row)]
    for seq, text in found:
        print(f"entry {seq}: {text}")
    closed = sum(row["opening"] is None for row in rows)
    waiting = len(record["events"]) - len(rows)
    print(f"{len(rows)} entries, {closed} closed, {waiting} not sealed yet")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
