"""The one template this software sends: "we have an answer for you".

24 hours after the customer's last message WhatsApp takes templates only. This one asks
whether the waiting answer may come. It holds a date and a case number, never content,
and no advertising, so that it is a utility template by Meta's rules
(https://developers.facebook.com/docs/whatsapp/templates/template-categorization).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Any, Literal

# A new text needs a new name: Meta locks the name of a deleted template for 30 days.
NAME = "antwort_bereit_1"
CATEGORY = "UTILITY"
LANGUAGES = ("de", "en")

# An older question would surprise; the customer has found another way by then.
INBOUND_WITHIN = timedelta(days=30)
# Without a tap until then somebody has to reach the customer another way.
UNTAPPED_AFTER = timedelta(days=14)

READ, DONE = "read", "done"
Tap = Literal["read", "done"]

_BODY = {
    "de": "Wir haben eine Antwort auf Ihre Anfrage vom {{1}} (Vorgang {{2}}). "
    "Möchten Sie sie hier lesen?",
    "en": "We have an answer to your enquiry of {{1}} (case {{2}}). "
    "Would you like to read it here?",
}
_BUTTONS = {
    "de": ("Antwort lesen", "Nicht mehr nötig"),
    "en": ("Read answer", "No longer needed"),
}
_DATE = {"de": "%d.%m.%Y", "en": "%Y-%m-%d"}
# Meta's reviewers want a sample of each value; this one is of nobody.
_SAMPLE = {"de": ("23.11.2026", "HT00042"), "en": ("2026-11-23", "HT00042")}
_PLACE = re.compile(r"\{\{(\d)\}\}")
_PAYLOAD = re.compile(r"r1\.(read|done)\.([\w-]+)")

Component = Mapping[str, Any]


def components(language: str) -> list[dict[str, Any]]:
    """The template as it is submitted to Meta."""
    sample = {"body_text": [list(_SAMPLE[language])]}
    replies = [{"type": "QUICK_REPLY", "text": title} for title in _BUTTONS[language]]
    return [
        {"type": "BODY", "text": _BODY[language], "example": sample},
        {"type": "BUTTONS", "buttons": replies},
    ]


def is_unchanged(given: Sequence[Component], language: str) -> bool:
    """Whether Meta's template still reads as shipped; examples don't count."""
    return _core(given) == _core(components(language))


def values(written_at: datetime, zone: tzinfo, number: str, language: str) -> list[str]:
    """What fills the placeholders: day of the enquiry and number of the case.

    :param written_at: aware, any time zone
    """
    return [written_at.astimezone(zone).strftime(_DATE[language]), number]


def text(filled: Sequence[str], language: str) -> str:
    """The question as the customer reads it."""
    return _PLACE.sub(lambda place: filled[int(place[1]) - 1], _BODY[language])


def buttons(language: str) -> tuple[str, str]:
    """Titles of the two buttons: read it, no longer needed."""
    return _BUTTONS[language]


def button_payloads(nonce: str) -> tuple[str, str]:
    """What comes back when a button is tapped; `nonce` is of this one question."""
    return f"r1.{READ}.{nonce}", f"r1.{DONE}.{nonce}"


def tapped(reply_id: str | None) -> tuple[str, str] | None:
    """("read" | "done", nonce) if a button of ours was tapped."""
    found = _PAYLOAD.fullmatch(reply_id or "")
    return (found[1], found[2]) if found else None


def _core(given: Sequence[Component]) -> list[tuple[str, str]]:
    """(kind, text) of everything a customer sees."""
    core: list[tuple[str, str]] = []
    for part in given:
        kind = str(part.get("type", "")).upper()
        if kind == "BUTTONS":
            core += [
                (str(button.get("type", "")).upper(), str(button.get("text", "")))
                for button in part.get("buttons") or []
            ]
        else:
            core.append((kind, str(part.get("text", ""))))
    return core
