"""The full privacy notice as a page (Art. 13 GDPR), made from what the company declares.

The words are in `page_texts_de` and `page_texts_en`; here is only what must be declared
and in what order it is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from . import page_texts_de, page_texts_en
from .notice_lint import Problem, is_safe_url, wording

WHATSAPP_PRIVACY_URL = "https://www.whatsapp.com/legal/privacy-policy-eea"
_PAGES = {"de": page_texts_de.PAGE, "en": page_texts_en.PAGE}
_AT_ONCE = {"de": page_texts_de.AT_ONCE, "en": page_texts_en.AT_ONCE}
_LISTS = {"de": page_texts_de.LISTS, "en": page_texts_en.LISTS}
# Art. 6 (1) (f) GDPR in the usual spellings: the interest must be named (Art. 13 (1) (d))
_LEGITIMATE_INTEREST = re.compile(
    r"\b6\b.{0,20}(?:\(f\)|\b(?:lit|buchst)\w*\.? ?f\b|\b1 ?f\b|\bpoint f\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Purpose:
    """Why data are processed, on which basis, and for (f) in whose interest."""

    text: str
    legal_basis: str
    interest: str = ""


@dataclass(frozen=True)
class Retention:
    """How long one kind of data is kept, e.g. ("Nachrichten", "6 Monate …")."""

    kind: str
    period: str


@dataclass(frozen=True)
class PageFacts:
    """What the company declares. Only `recipients` may repeat Meta; it need not.

    transfers: mechanism and the date it was checked, as the register says;
    `date`: the day this version was published. `strict`: nothing is answered before
    the yes. `representative`: None where Art. 27 GDPR asks for none.
    """

    controller: str
    address: str
    contact: str
    dpo: str
    purposes: tuple[Purpose, ...]
    recipients: tuple[str, ...]
    transfers: tuple[str, ...]
    retention: tuple[Retention, ...]
    authority: str
    alternative: str
    version: int
    date: date
    language: str = "de"
    whatsapp_url: str = WHATSAPP_PRIVACY_URL
    strict: bool = True
    representative: str | None = None


class Section(NamedTuple):
    """A heading and its paragraphs, plain text without markup."""

    heading: str
    paragraphs: tuple[str, ...]


def full_page_sections(facts: PageFacts) -> list[Section]:
    """The page, top to bottom. Escape the text before it goes into HTML."""
    if facts.language not in _PAGES:
        raise ValueError(f"no page in language {facts.language!r}, only in de and en")
    pages = _PAGES if facts.strict else _AT_ONCE
    values = _single_values(facts)
    listed = _listed(facts)
    return [
        Section(heading, tuple(_filled(templates, values, listed)))
        for heading, templates in _parsed(pages[facts.language])
    ]


def page_problems(facts: PageFacts) -> tuple[Problem, ...]:
    """Empty fields, unsupported claims, advertising; empty if it may be published."""
    return tuple(
        dict.fromkeys((*_missing(facts), *_without_interest(facts), *_worded(facts)))
    )


def _parsed(page: str) -> Iterator[tuple[str, list[str]]]:
    """Headings with the templates of their paragraphs."""
    for section in page.strip().removeprefix("# ").split("\n# "):
        heading, *templates = section.strip().split("\n\n")
        yield heading, [" ".join(template.split()) for template in templates]


def _filled(
    templates: list[str],
    values: Mapping[str, str],
    listed: Mapping[str, tuple[str, ...]],
) -> Iterator[str]:
    """A template that is only "{@name}" stands for one paragraph per list item."""
    for template in templates:
        if template.startswith("{@"):
            yield from listed[template[2:-1]]
        else:
            yield template.format(**values)


def _single_values(facts: PageFacts) -> dict[str, str]:
    shown = "%d.%m.%Y" if facts.language == "de" else "%d/%m/%Y"
    return {
        "controller": facts.controller,
        "address": facts.address,
        "contact": facts.contact,
        "dpo": facts.dpo,
        "authority": facts.authority,
        "alternative": facts.alternative,
        "whatsapp_url": facts.whatsapp_url,
        "version": str(facts.version),
        "date": facts.date.strftime(shown),
    }


def _listed(facts: PageFacts) -> dict[str, tuple[str, ...]]:
    words = _LISTS[facts.language]
    return {
        "purposes": tuple(_purpose(p, words) for p in facts.purposes),
        "recipients": tuple(f"• {recipient}" for recipient in facts.recipients),
        "transfers": tuple(f"• {transfer}" for transfer in facts.transfers),
        "retention": tuple(f"• {r.kind}: {r.period}" for r in facts.retention),
        "representative": tuple(
            words["representative"].format(name=name)
            for name in _fields(facts).get("representative", ())
        ),
    }


def _purpose(purpose: Purpose, words: Mapping[str, str]) -> str:
    key = "purpose_with_interest" if purpose.interest.strip() else "purpose"
    return words[key].format(
        text=purpose.text, basis=purpose.legal_basis, interest=purpose.interest
    )


def _fields(facts: PageFacts) -> dict[str, tuple[str, ...]]:
    """Every text somebody typed, by field."""
    told = {
        "controller": (facts.controller,),
        "address": (facts.address,),
        "contact": (facts.contact,),
        "dpo": (facts.dpo,),
        "purposes": tuple(t for p in facts.purposes for t in (p.text, p.legal_basis)),
        "recipients": facts.recipients,
        "transfers": facts.transfers,
        "retention": tuple(t for r in facts.retention for t in (r.kind, r.period)),
        "authority": (facts.authority,),
        "alternative": (facts.alternative,),
        "whatsapp_url": (facts.whatsapp_url,),
    }
    if facts.representative is not None:
        told["representative"] = (facts.representative,)
    return told


def _missing(facts: PageFacts) -> Iterator[Problem]:
    for name, texts in _fields(facts).items():
        if not texts or not all(text and text.strip() for text in texts):
            yield Problem("missing", name)
    if facts.version < 1:
        yield Problem("version", "version", limit=1, actual=facts.version)
    if facts.whatsapp_url and not is_safe_url(facts.whatsapp_url):
        yield Problem("not_https", "whatsapp_url")


def _without_interest(facts: PageFacts) -> Iterator[Problem]:
    for purpose in facts.purposes:
        if (
            _LEGITIMATE_INTEREST.search(purpose.legal_basis)
            and not purpose.interest.strip()
        ):
            yield Problem("interest", "purposes")


def _worded(facts: PageFacts) -> Iterator[Problem]:
    """Retention and purposes may name advertising as a purpose; claims are never true."""
    for name, texts in _fields(facts).items():
        for problem in (p for text in texts for p in wording(name, text or "")):
            if problem.code == "claim" or name not in ("purposes", "retention"):
                yield problem
