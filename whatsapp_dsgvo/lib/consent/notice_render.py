"""The privacy notice in the chat: what it says, and that it fits.

A notice is shown before anything else (Art. 13 GDPR) as an interactive message with two
buttons. It is never cut off: what does not fit cannot be published.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from dataclasses import dataclass, fields, replace
from typing import Literal

from .notice_texts import AT_ONCE, TEXTS, NoticeText

# https://developers.facebook.com/docs/whatsapp/cloud-api/messages/interactive-reply-buttons-messages
BODY_LIMIT = 1024
FOOTER_LIMIT = 60
BUTTON_LIMIT = 20

Form = Literal["full", "short"]
Language = Literal["de", "en"]
COMPANY_FIELDS = ("company", "place", "retention", "url", "alternative", "hours")


@dataclass(frozen=True)
class NoticeFacts:
    """What a company fills in, one line of plain text each.

    `hours` ("Mo-Fr 8-18 Uhr") is given outside opening hours only; check and publish
    with it, as that is the longest form. `strict`: nothing is answered before the yes.
    """

    company: str
    place: str
    retention: str
    url: str
    alternative: str
    hours: str | None
    version: int
    language: str = "de"
    strict: bool = True


@dataclass(frozen=True)
class Rendered:
    """Exactly what the person sees."""

    body: str
    footer: str
    yes_title: str
    no_title: str


def notice_text(language: str, strict: bool = True) -> NoticeText:
    """The template of the consent mode; ValueError for a language that has none."""
    if language not in TEXTS:
        known = ", ".join(sorted(TEXTS))
        raise ValueError(f"no notice in language {language!r}, only in {known}")
    return (TEXTS if strict else AT_ONCE)[language]


def template(facts: NoticeFacts, form: str) -> str:
    """The body with its placeholders, as it will be rendered for these facts."""
    text = notice_text(facts.language, facts.strict)
    if form == "short":
        return text.short
    if form != "full":
        raise ValueError(f"form must be 'full' or 'short', not {form!r}")
    hours = text.hours if facts.hours else ""
    return text.greeting + hours + text.details + text.question


def render(facts: NoticeFacts, form: str) -> Rendered:
    """Fill the facts in. Nothing is checked or cut here: see `problems`."""
    text = notice_text(facts.language, facts.strict)
    values = {f.name: getattr(facts, f.name) for f in fields(facts)}
    return Rendered(
        body=template(facts, form).format(**values),
        footer=text.footer.format(**values),
        yes_title=text.yes_title,
        no_title=text.no_title,
    )


def waits_for_yes(body: str, language: str) -> bool | None:
    """What a published text promises: to answer after the yes only, or at once.

    None if it is of neither mode as we word it today, so nobody knows.
    """
    lines = set(body.splitlines())
    own = {mode: _own_lines(language, mode) for mode in (True, False)}
    found = [mode for mode in own if (own[mode] - own[not mode]) <= lines]
    return found[0] if len(found) == 1 else None


def _own_lines(language: str, strict: bool) -> set[str]:
    details = notice_text(language, strict).details.splitlines()
    return {line for line in details if "{" not in line}


def length(text: str) -> int:
    """Length as WhatsApp's apps count it (UTF-16), so an emoji is 2."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def budget(facts: NoticeFacts) -> dict[str, int]:
    """Characters each field may still grow by if the others stay; negative: too long.

    The company's name stands in the text twice, so each of its letters counts double.
    Computed with the sentence on opening hours, which makes the notice longest.
    """
    longest = replace(facts, hours=facts.hours or "")
    body = template(replace(facts, hours="-"), "full")
    values = {name: getattr(longest, name) for name in COMPANY_FIELDS}
    left = BODY_LIMIT - length(body.format(**values))
    return {name: left // body.count(f"{{{name}}}") for name in COMPANY_FIELDS}


def text_hash(rendered: Rendered) -> str:
    """SHA-256 (hex) of the shown text; canonical JSON in Unicode NFC."""
    shown = {
        f.name: unicodedata.normalize("NFC", getattr(rendered, f.name))
        for f in fields(rendered)
    }
    canonical = json.dumps(
        shown, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
