"""Which language to greet a stranger in: German unless there is a reason."""

from __future__ import annotations

from typing import Literal

from .normalise import normalise

GERMAN_PREFIXES = ("49", "43", "41")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_GERMAN = _words(
    "ich und der die das nicht bitte habe hallo ist mein meine guten wie wann warum "
    "rechnung bestellung sie danke wo eine einen mit fur auf"
)
_ENGLISH = _words(
    "i and the is not please have hello my you how when why invoice order thanks where "
    "with for good morning hi are can what a need help it"
)


def guess_language(text: str | None, phone: str | None) -> Literal["de", "en"]:
    """By the number's country (49, 43, 41), else by common words, else German.

    :param phone: as Meta gives it ("4915…"), or with "+" or "00"; None if hidden
    """
    digits = "".join(char for char in phone or "" if char.isdigit())
    if digits.removeprefix("00").startswith(GERMAN_PREFIXES):
        return "de"
    words = normalise(text or "").split()
    german = sum(word in _GERMAN for word in words)
    english = sum(word in _ENGLISH for word in words)
    return "en" if english > german else "de"
