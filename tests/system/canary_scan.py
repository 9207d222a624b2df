"""Looks for canaries in dumps, folders and logs; says where, never stops at the first."""

import base64
import binascii
import gzip
import re
import zlib
from dataclasses import dataclass
from pathlib import Path

_COPY = re.compile(rb"^COPY (?:public\.)?\"?([\w.]+)\"? .*FROM stdin;$", re.MULTILINE)
_WAMID = re.compile(rb"wamid\.([A-Za-z0-9+/_=-]{16,})")
_CONTEXT = 40


@dataclass(frozen=True)
class Hit:
    """`place`: table, file or log; `form`: which stem in which encoding."""

    place: str
    form: str
    context: str

    def __str__(self):
        return f"{self.place}: {self.form}: …{self.context}…"


def scan(place, content, patterns):
    """Every pattern found in some bytes, once each; also inside decoded message ids."""
    hits = [
        Hit(place, form, _context(content, content.find(pattern), len(pattern)))
        for pattern, form in patterns.items()
        if pattern in content
    ]
    for match in _WAMID.finditer(content):
        decoded = _decode(match.group(1))
        hits += [
            Hit(place, f"{form} inside a wamid", match.group().decode())
            for pattern, form in patterns.items()
            if pattern in decoded
        ]
    return hits


def _decode(encoded):
    padded = encoded.translate(bytes.maketrans(b"-_", b"+/")).rstrip(b"=")
    try:
        return base64.b64decode(padded + b"=" * (-len(padded) % 4))
    except (binascii.Error, ValueError):
        return b""


def _context(content, at, length):
    around = content[max(0, at - _CONTEXT) : at + length + _CONTEXT]
    return around.decode("utf-8", "replace").replace("\n", "⏎")


def scan_dump(dump, patterns):
    """A plain `pg_dump`, table by table."""
    hits = []
    end = 0
    for match in _COPY.finditer(dump):
        hits += scan("dump, outside tables", dump[end : match.start()], patterns)
        end = dump.find(b"\n\\.\n", match.end())
        table = match.group(1).decode()
        hits += scan(f"table {table}", dump[match.end() : end], patterns)
    return hits + scan("dump, outside tables", dump[end:], patterns)


def scan_folder(folder, patterns):
    """Every file below a folder, as it is and unpacked; and the names of the files."""
    hits = []
    for path in sorted(Path(folder).rglob("*")):
        name = f"{Path(folder).name}/{path.relative_to(folder)}"
        hits += scan(f"name of {name}", str(path).encode(), patterns)
        if path.is_file():
            hits += scan_file(path, patterns, name)
    return hits


def scan_file(path, patterns, name=None):
    raw = Path(path).read_bytes()
    name = name or Path(path).name
    hits = scan(name, raw, patterns)
    unpacked = _unpacked(raw)
    return hits + (scan(f"{name}, unpacked", unpacked, patterns) if unpacked else [])


def _unpacked(raw):
    for unpack in (gzip.decompress, zlib.decompress):
        try:
            return unpack(raw)
        except (OSError, EOFError, zlib.error):
            continue
    return b""
