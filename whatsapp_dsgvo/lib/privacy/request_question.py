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
    "{running}\n\n{company}",
    "en": "Your message sounds like a privacy request ({right}), case {case}. Is it "
    "meant as one? If you do not answer, we look into it ourselves."
    "{running}\n\n{company}",
}
# an erasure takes the ticket along that is open
_RUNNING: Final = {
    "de": "\n\nDie Löschung umfasst auch Ihre noch offene Anfrage; sie wird dann nicht "
    "mehr beantwortet. Möchten Sie erst die Antwort abwarten, tippen Sie bitte auf "
    "„{no}“ und stellen den Antrag danach.",
    "en": "\n\nThe erasure covers the enquiry you have open, too; it will then no longer "
    "be answered. If you want to wait for the answer first, please tap “{no}” and ask "
    "again afterwards.",
}
# Meta takes 20 characters
_BUTTONS: Final = {
    "de": ("Ja, Antrag stellen", "Nein"),
    "en": ("Yes, it is a request", "No"),
}
_PAYLOAD: Final = re.compile(r"q1\.(yes|no)\.([\w-]+)")


def text(right: str, case: str, company: str, lang: str, running: bool = False) -> str:
    """The question as the customer reads it; `right`: the kind of the request.

    `running`: an enquiry is open which the request would take along.
    """
    no = _BUTTONS[lang][1]
    return _TEXT[lang].format(
        right=RIGHTS[lang][right],
        case=case,
        company=company,
        running=_RUNNING[lang].format(no=no) if running else "",
    )


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
