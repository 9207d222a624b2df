"""A code that goes the other way: the web page shows it, the customer sends it.

A message from the customer's own WhatsApp shows that they control that identity, at no
cost and without a message of ours (identity ladder, step 1; Art. 12 (6) GDPR). Nobody is
asked for a number, so the page can't be used to find out whose numbers are known.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import timedelta

DIGITS = 6
CODE_LASTS = timedelta(minutes=15)  # so long it may still arrive
VISIT_LASTS = timedelta(minutes=30)  # so long the page then shows what is stored
WORDS = {"de": "DATEN", "en": "DATA"}
_MESSAGE = re.compile(
    rf"\W*(?:{'|'.join(WORDS.values())})\W*(\d(?:[ \-]?\d){{{DIGITS - 1}}})\W*",
    re.IGNORECASE,
)


def new(below: Callable[[int], int]) -> str:
    """Six digits; `below(n)` gives a random number under n, as `secrets.randbelow`."""
    return f"{below(10**DIGITS):0{DIGITS}d}"


def shown(code: str, language: str) -> str:
    """What the customer sends: "DATEN 482 913"."""
    half = DIGITS // 2
    return f"{WORDS[language]} {code[:half]} {code[half:]}"


def read(text: str | None) -> str | None:
    """The code if that is all a message says, else None."""
    found = _MESSAGE.fullmatch(unicodedata.normalize("NFKC", text or "").strip())
    if not found:
        return None
    return "".join(str(unicodedata.digit(c)) for c in found[1] if c.isdigit())
