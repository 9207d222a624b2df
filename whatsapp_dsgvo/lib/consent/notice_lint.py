"""What is wrong with a notice before it is published.

Publishing is refused while there is any problem; nothing is repaired silently.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from .notice_render import (
    BODY_LIMIT,
    BUTTON_LIMIT,
    COMPANY_FIELDS,
    FOOTER_LIMIT,
    NoticeFacts,
    Rendered,
    length,
    notice_text,
    render,
)
from .promo import promo_words

_MARKUP = frozenset("*_~`{}<>")
_LOCAL = {"localhost", "127.0.0.1"}
# Sentences no software can keep; see docs on honest claims.
_CLAIM = re.compile(
    r"ende.?zu.?ende|end.?to.?end|100 ?%|dsgvo.?konform|gdpr.?compliant|rechtssicher"
    r"|revisionssicher|fälschungssicher|tamper.?proof|ausschließlich in der eu"
    r"|(?:nur|only) (?:in der |in the )?eu\b|vollständig anonym",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Problem:
    """One reason against publishing.

    code: missing, markup, promo, claim, not_https, question, too_long, version,
    no_objection_line. `limit` and `actual` are counts where the code has any, else 0.
    """

    code: str
    field: str
    limit: int = 0
    actual: int = 0


def problems(facts: NoticeFacts) -> tuple[Problem, ...]:
    """Everything to be repaired; empty if the notice may be published."""
    found = [problem for name in COMPANY_FIELDS for problem in _field(facts, name)]
    if facts.version < 1:
        found.append(Problem("version", "version", limit=1, actual=facts.version))
    for form in ("full", "short"):
        found.extend(_rendered(render(facts, form)))
    full = render(facts, "full").body
    if notice_text(facts.language, facts.strict).objection not in full.splitlines():
        # Art. 21 (4) GDPR: explicitly, and apart from everything else
        found.append(Problem("no_objection_line", "body"))
    return tuple(dict.fromkeys(found))


def _field(facts: NoticeFacts, name: str) -> Iterator[Problem]:
    value: str | None = getattr(facts, name)
    if value is None and name == "hours":
        return
    if not value or not value.strip():
        yield Problem("missing", name)
        return
    if name == "url":
        yield from _url(value)
        return
    if not is_plain(value):
        yield Problem("markup", name)
    if "?" in value:
        yield Problem("question", name, limit=0, actual=value.count("?"))
    yield from wording(name, value)


def wording(name: str, value: str) -> Iterator[Problem]:
    """Advertising, and promises nobody can keep."""
    promo = promo_words(value)
    if promo:
        yield Problem("promo", name, actual=len(promo))
    if _CLAIM.search(value):
        yield Problem("claim", name)


def is_plain(value: str) -> bool:
    """One line without WhatsApp markup, placeholders or invisible characters."""
    return not any(
        char in _MARKUP or unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp")
        for char in value
    )


def is_safe_url(value: str) -> bool:
    """https, or http on this very machine; no spaces, markup or credentials."""
    if any(char in "*`<>{}\\" or char.isspace() for char in value):
        return False
    try:
        parts = urlsplit(value)
        host = parts.hostname
    except ValueError:
        return False
    if not host or "@" in parts.netloc:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and host in _LOCAL)


def _url(value: str) -> Iterator[Problem]:
    if not is_safe_url(value):
        yield Problem("not_https", "url")


def _rendered(shown: Rendered) -> Iterator[Problem]:
    limits = {
        "body": BODY_LIMIT,
        "footer": FOOTER_LIMIT,
        "yes_title": BUTTON_LIMIT,
        "no_title": BUTTON_LIMIT,
    }
    for name, limit in limits.items():
        actual = length(getattr(shown, name))
        if actual > limit:
            yield Problem("too_long", name, limit, actual)
