"""Is it meant as a request? Asked once, with two buttons, when words sounded like one.

It is the receipt of a request (DSR_INFO), so it names the case and no advertising.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from .request_texts import RIGHTS

YES, NO = "yes", "no"
Tap = Literal["yes", "no"]

_TEXT: Final = {
    "de": "Ihre Nachricht klingt nach einem Antrag zum Datenschutz ({right}), Vorgang "
    "{case}. Ist sie so gemeint? Wenn Sie nicht antworten, sehen wir selbst nach."
    "\n\n{company}",
    "en": "Your message sounds like a privacy request ({right}), case {case}. Is it "
    "meant as one? If you do not answer, we look into it ourselves.\n\n{company}",
}
# Meta takes 20 characters
_BUTTONS: Final = {
    "de": ("Ja, Antrag stellen", "Nein"),
    "en": ("Yes, it is a request", "No"),
}
_PAYLOAD: Final = re.compile(r"q1\.(yes|no)\.([\w-]+)")


def text(right: str, case: str, company: str, lang: str) -> str:
    """The question as the customer reads it; `right`: the kind of the request."""
    return _TEXT[lang].format(right=RIGHTS[lang][right], case=case, company=company)


def buttons(code: str, lang: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """(payload, title) of yes and no; `code` is good for this one question."""
    yes, no = _BUTTONS[lang]
    return (f"q1.{YES}.{code}", yes), (f"q1.{NO}.{code}", no)


def tapped(payload: str | None) -> tuple[Tap, str] | None:
    """("yes" | "no", one-time code) if it is a button of this question."""
    found = _PAYLOAD.fullmatch(payload or "")
    if not found:
        return None
    choice: Tap = "yes" if found[1] == YES else "no"
    return choice, found[2]
