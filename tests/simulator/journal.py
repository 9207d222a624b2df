"""The stand-in's book: everything that happened, in order, only ever added to.

State is what follows from the book. A killed stand-in reads it again and goes on.
"""

import json
from pathlib import Path

FILE = "journal.jsonl"


class Journal:
    """Records are flat dicts with `n` (1, 2, …), `kind` and the kind's own keys."""

    def __init__(self, folder: Path | None = None) -> None:
        self.records: list[dict] = []
        self._path = folder / FILE if folder else None
        self._file = None

    @property
    def is_kept(self) -> bool:
        """Whether it outlives this process."""
        return self._path is not None

    def open(self) -> list[dict]:
        """What an earlier run left behind; new records go behind it."""
        if self._path is None:
            return []
        self._path.parent.mkdir(parents=True, exist_ok=True)
        kept = _whole_lines(self._path)
        self._file = self._path.open("a", encoding="utf-8")
        return [json.loads(line) for line in kept]

    def size(self) -> int:
        return len(self.records)

    def restore(self, record: dict) -> None:
        self.records.append(record)

    def add(self, kind: str, **values) -> dict:
        record = {"n": len(self.records) + 1, "kind": kind, **values}
        self.records.append(record)
        if self._file:
            self._file.write(json.dumps(record, ensure_ascii=False) + "\n")
            self._file.flush()
        return record

    def close(self) -> None:
        if self._file:
            self._file.close()
            self._file = None


def _whole_lines(path: Path) -> list[str]:
    """The complete lines; a half-written one (killed while writing) is cut off."""
    text = path.read_bytes() if path.exists() else b""
    whole = text[: text.rfind(b"\n") + 1]
    if len(whole) != len(text):
        path.write_bytes(whole)
    return whole.decode().split("\n")[:-1]
