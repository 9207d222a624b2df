"""The examples that are kept: one file for each, named after its hash."""

import hashlib
from pathlib import Path

from .targets import TARGETS

FOLDER = Path(__file__).parent / "corpus"
LONGEST = 4096


def examples(name):
    return [path.read_bytes() for path in sorted((FOLDER / name).glob("*.bin"))]


def keep(name, example):
    """Where it lies now."""
    folder = FOLDER / name
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{hashlib.sha256(example).hexdigest()[:16]}.bin"
    path.write_bytes(example)
    return path


def seen(name):
    """What the kept examples show."""
    return set().union(*map(TARGETS[name].check, examples(name)))
