"""Brings the many ways to type one word into one form.

"*STOP*", full-width letters, a zero-width space inside a word or "arrêt" must be read
like the plain word: phones, copy and paste and jokers really produce such texts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

# Letters that Unicode does not decompose, but that people type without the stroke.
_PLAIN = str.maketrans(
    {"ß": "ss", "ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"}
)
_LOOKALIKES = str.maketrans(
    # Cyrillic and Greek letters, lower case: capitals such as "Н" look like the Latin
    # letter even where the small one does not
    "авеёкмнорстухіјѕԁһԛԝαβεζηικμνορστυχ0",
    "abeekmhopctyxijsdhqwabezhikmnopstyxo",
)
_TATWEEL = "\u0640"
_KEYCAP = "\u20e3"
_LONG_RUN = re.compile(r"(.)\1{2,}")


def normalise(text: str) -> str:
    """Words in lower case without accents, separated by single spaces."""
    folded = unicodedata.normalize("NFKC", text).translate(_VISIBLE).casefold()
    decomposed = unicodedata.normalize("NFD", folded)
    kept = decomposed.translate(_LATIN)
    if _FOREIGN in kept:
        kept = "".join(_letters(decomposed))
    plain = unicodedata.normalize("NFC", kept).translate(_PLAIN)
    return " ".join(plain.split())


def latinised(plain: str) -> str:
    """Normalised text with Cyrillic and Greek look-alikes (and 0 for o) made Latin."""
    return plain.translate(_LOOKALIKES)


def squeezed(word: str) -> str:
    """ "stoooop" is "stop": three or more equal letters become one."""
    return _LONG_RUN.sub(r"\1", word)


def _is_invisible(char: str) -> bool:
    """Zero-width, bidi and soft hyphen (all Cf), variation selectors, fillers."""
    return (
        unicodedata.category(char) == "Cf"
        or "\ufe00" <= char <= "\ufe0f"
        or "\U000e0100" <= char <= "\U000e01ef"
        or char in "\u034f\u115f\u1160\u3164\uffa0\u180b\u180c\u180d"
        or char in (_TATWEEL, _KEYCAP)
    )


def _letters(decomposed: str) -> list[str]:
    """Letters, digits and the marks of non-Latin letters; all else is a space."""
    kept: list[str] = []
    marks_count = False
    for char in decomposed:
        kind = unicodedata.category(char)[0]
        if kind == "M":
            kept.append(char if marks_count else "")
            continue
        marks_count = kind == "L" and not _is_latin(char)
        kept.append(char if kind in "LN" else " ")
    return kept


def _is_latin(char: str) -> bool:
    return char.isascii() or unicodedata.name(char, "").startswith("LATIN")


class _Table(dict[int, str | None]):
    """What becomes of each character, asked once; for `str.translate`."""

    def __init__(self, rule: Callable[[str], str | None]) -> None:
        super().__init__()
        self._rule = rule

    def __missing__(self, code: int) -> str | None:
        self[code] = self._rule(chr(code))
        return self[code]


def _latin(char: str) -> str | None:
    """As `_letters` has it where no letter is foreign: then no mark counts."""
    kind = unicodedata.category(char)[0]
    if kind == "M":
        return None
    if kind == "L" and not _is_latin(char):
        return _FOREIGN
    return char if kind in "LN" else " "


# no character, so in no text that was decoded and normalised
_FOREIGN = "\ufdd0"
_LATIN = _Table(_latin)
_VISIBLE = _Table(lambda char: None if _is_invisible(char) else char)
