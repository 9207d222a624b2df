"""What the company has to tell a person about their request, and until when.

Art. 12 (3) and (4) GDPR: within a month of receipt the person learns what was done, or
that it takes longer and why, or that nothing is done, why, and where to complain. Art.
18 (3): before a restriction ends the person is told when, and why. A letter that lacks
one of these is not sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from ..consent.promo import promo_words
from . import deadlines
from .request_texts import (
    ERASING,
    ERASING_KEPT,
    FOR_INSTANCE,
    LETTERS,
    REASONS,
    RESULTS,
    RIGHTS,
    RUNNING,
)

RECEIPT, EXTENSION, REFUSAL, OUTCOME = "receipt", "extension", "refusal", "outcome"
LIFT = "lift"
KINDS = (RECEIPT, EXTENSION, REFUSAL, OUTCOME, LIFT)
WITH_REASON = (EXTENSION, REFUSAL, LIFT)
# one case may bring that many automatic messages
MOST_BY_WHATSAPP = 4
LONGEST = 4096

EXTENSION_REASONS = ("complex", "many")
REFUSAL_REASONS = (
    "identity",
    "unfounded",
    "excessive",
    "duty",
    "claims",
    "others",
    "no_data",
)
LIFT_REASONS = ("checked", "claims_over", "overriding", "agreed")
_MUST_NAME: Final = {
    "complaint": {"de": "aufsichtsbehörde", "en": "supervisory authority"},
    "court": {"de": "gericht", "en": "court"},
}


@dataclass(frozen=True)
class Case:
    """What the letters tell; `right` is the kind of the request, `ends` when a
    restriction does, `running`: an enquiry is open which the request takes along,
    `settled`: what the outcome says has been done."""

    number: str
    right: str
    received: datetime
    company: str
    authority: str
    partial: bool = False
    ends: date | None = None
    running: bool = False
    settled: bool = True


def language(code: str | None) -> str:
    """German for every German locale, else English."""
    return "de" if (code or "").startswith("de") else "en"


def compose(kind: str, case: Case, lang: str, reason: str | None = None) -> str:
    """The proposal somebody reads before it goes; no reason leaves room for one."""
    result = RESULTS[lang].get(f"{case.right}_partial" if case.partial else "")
    if not case.settled:
        result = "…"
    return LETTERS[lang][kind].format(
        right=RIGHTS[lang][case.right],
        case=case.number,
        date=day(deadlines.received_on(case.received), lang),
        due=day(until(kind, case.received), lang),
        ends=day(case.ends, lang) if case.ends else "…",
        reasons=REASONS[lang][reason] if reason else "…",
        result=result or RESULTS[lang][case.right],
        authority=case.authority or "…",
        company=case.company,
        running=RUNNING[lang] if case.running else "",
    )


def erasing(case: Case, lang: str) -> str:
    """What the person is told before nobody knows where to write; nobody reads it first."""
    named = FOR_INSTANCE[lang].format(authority=case.authority)
    return ERASING[lang].format(
        case=case.number,
        kept=ERASING_KEPT[lang] if case.partial else "",
        authority=named if case.authority else "",
        company=case.company,
    )


def until(kind: str, received: datetime) -> date:
    """The date a letter names: the legal end, or the extended one."""
    return deadlines.due(received, extended=kind == EXTENSION)


def in_time(kind: str, received: datetime, now: datetime) -> bool:
    """An extension counts only if it is told within the first month (Art. 12 (3)).

    A late answer or refusal must still be told, so nothing else is barred.
    """
    today = deadlines.received_on(now)
    return kind != EXTENSION or today <= deadlines.due(received)


def problems(kind: str, case: Case, lang: str, text: str) -> tuple[str, ...]:
    """Codes of what the text lacks or must not have, after somebody has edited it."""
    lower = text.casefold()
    wrong = {
        "case": case.number.casefold() not in lower,
        "gap": "…" in text,
        "long": len(text) > LONGEST,
        "promo": bool(promo_words(text)),
    }
    if kind in (RECEIPT, EXTENSION):
        wrong["date"] = day(until(kind, case.received), lang) not in text
    elif kind == LIFT:
        wrong["ends"] = not case.ends or day(case.ends, lang) not in text
    else:
        wrong |= {code: words[lang] not in lower for code, words in _MUST_NAME.items()}
    return tuple(code for code, is_wrong in wrong.items() if is_wrong)


def day(value: date, lang: str) -> str:
    return value.strftime("%d.%m.%Y" if lang == "de" else "%Y-%m-%d")
