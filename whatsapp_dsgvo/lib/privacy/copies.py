"""Recognise a person's number, ID or name where somebody may have copied it to.

The database is asked with a fragment only, for a whole number must not be a parameter
of a statement (a failing one is logged); what comes back is compared here.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_NOT_DIGITS = re.compile(r"[\s()/.\-\u2010-\u2015\u00a0]+")
SHORTEST_NAME = 4


@dataclass(frozen=True)
class Needle:
    """`like`: a pattern for SQL that tells nobody apart; `forms`: what must be there."""

    like: str
    forms: tuple[str, ...]
    digits: bool = False

    def found_in(self, text: str) -> bool:
        text = _NOT_DIGITS.sub("", text) if self.digits else text.casefold()
        return any(form in text for form in self.forms)


def number(value: str) -> Needle:
    """A number in international or national form, however it is grouped."""
    digits = value.lstrip("+")
    forms = [digits]
    if digits.startswith("49"):
        forms += [f"0{digits[2:]}", f"0049{digits[2:]}", f"(0){digits[2:]}"]
        # "+49 (0) 151 …" without its brackets
        forms.append(f"490{digits[2:]}")
    return Needle(_fragment(digits), tuple(forms), digits=True)


def word(value: str) -> Needle | None:
    """A name or an ID; None if it is too short to mean anything."""
    value = value.strip().casefold()
    if len(value) < SHORTEST_NAME:
        return None
    return Needle(f"%{_escaped(value[-3:])}%", (value,))


def found(needles: Iterable[Needle], text: str) -> bool:
    return any(needle.found_in(text) for needle in needles)


def _fragment(digits: str) -> str:
    """The last four digits, with anything in between."""
    return "%" + "%".join(digits[-4:]) + "%"


def _escaped(text: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", text)
