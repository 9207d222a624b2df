"""Recognise a person's number, ID or name where somebody may have copied it to.

The database is asked with a fragment only, for a whole number must not be a parameter
of a statement (a failing one is logged); what comes back is compared here.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

# What may stand between the digits of a number; PostgreSQL's translate() takes it too.
SEPARATORS = (
    " \t\n\r\f\v()/.-\u00a0\u2007\u2009\u202f\u2010\u2011\u2012\u2013\u2014\u2015"
)
_SEPARATORS = str.maketrans("", "", SEPARATORS)
SHORTEST_NAME = 4


@dataclass(frozen=True)
class Needle:
    """`like`: a pattern for SQL that tells nobody apart; `forms`: what must be there.

    `digits`: both look at the text without its separators.
    """

    like: str
    forms: tuple[str, ...]
    digits: bool = False

    def found_in(self, text: str) -> bool:
        text = text.translate(_SEPARATORS) if self.digits else text.casefold()
        return any(form in text for form in self.forms)


def number(value: str) -> Needle:
    """A number in international or national form, however it is grouped."""
    digits = value.lstrip("+")
    forms = [digits]
    if digits.startswith("49"):
        forms += [f"0{digits[2:]}", f"0049{digits[2:]}", f"(0){digits[2:]}"]
        # "+49 (0) 151 …" without its brackets
        forms.append(f"490{digits[2:]}")
    return Needle(f"%{digits[-4:]}%", tuple(forms), digits=True)


def word(value: str) -> Needle | None:
    """A name or an ID; None if it is too short to mean anything."""
    value = value.strip().casefold()
    if len(value) < SHORTEST_NAME:
        return None
    return Needle(f"%{_escaped(value[-3:])}%", (value,))


def found(needles: Iterable[Needle], text: str) -> bool:
    return any(needle.found_in(text) for needle in needles)


def _escaped(text: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", text)
