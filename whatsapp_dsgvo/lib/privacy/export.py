"""What a person gets of their data: everything (Art. 15) or what they gave (Art. 20).

Portability is a part of access: only what the person provided or caused, no words of
the company, no notes.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from . import passages

Json = dict[str, Any]

ACCESS, PORTABILITY = "access", "portability"
SCHEMA = "whatsapp_dsgvo.export/1"  # docs/export.md
WITHHELD, REDACTED = "withheld", "redacted"
_UNSAFE = re.compile(r"[^\w .()\-]+")
_PROVIDED = ("identities", "profile_name", "consents", "messages")


def portable(data: Json) -> Json:
    """The part of an access export that the person takes along (Art. 20 (1) GDPR)."""
    part = {key: data[key] for key in ("schema", "made_at", "controller", *_PROVIDED)}
    part["messages"] = [row for row in data["messages"] if row["direction"] == "in"]
    return part


def withhold(row: Json, reason: str) -> Json:
    """A message of which the rights of others allow no more than that it exists.

    Source: Art. 15 (4) GDPR.
    """
    kept = {key: row[key] for key in ("id", "at", "direction", "kind", "ticket")}
    return {**kept, WITHHELD: reason}


def redact(row: Json, places: str, reason: str) -> Json:
    """A note or card without some passages; as a whole if it isn't what was looked through.

    What stands beside its words goes, too: it may say the same. Source: as `withhold`.
    """
    try:
        text = passages.hidden(row["text"], places)
    except passages.BadMarks:
        return withhold(row, reason)
    kept = {"passages": passages.count(places), "reason": reason}
    return {**row, "text": text, "content": {}, REDACTED: kept}


def file_name(number: int, name: str) -> str:
    """A path in the archive that leads nowhere else and runs nothing.

    Letters of any language stay; separators, controls and leading signs, which a table
    program would take for a formula, go.
    """
    base = (
        unicodedata.normalize("NFC", name or "").replace("\\", "/").rpartition("/")[2]
    )
    plain = _UNSAFE.sub("_", base).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    short = f"{stem[:80]}{dot}{ending[:10]}" if dot else plain[:80]
    return f"Dateien/{number:05d}-{short or 'Datei'}"


def letter_name(number: int, case: str, kind: str) -> str:
    """The path of a letter about a request; `number` keeps two of a kind apart."""
    return f"Schreiben/{_UNSAFE.sub('_', case)}-{kind}-{number}.pdf"


def dumped(data: Json) -> bytes:
    """Readable JSON in UTF-8."""
    return json.dumps(data, ensure_ascii=False, indent=1, default=str).encode()


def schema() -> bytes:
    """What daten.json looks like, for programs (JSON Schema)."""
    return Path(__file__).with_name("export_schema.json").read_bytes()


def manifest(digests: Mapping[str, str]) -> bytes:
    """SHA-256 of each file of the archive, in the form `sha256sum -c` reads."""
    return "".join(f"{digest}  {name}\n" for name, digest in digests.items()).encode()
