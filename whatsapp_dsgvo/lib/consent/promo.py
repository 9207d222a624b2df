"""Finds advertising in texts that must not contain any.

Automatic messages may not advertise, not even beside a useful sentence (BGH VI ZR 134/15),
and asking for a rating is advertising too (BGH VI ZR 225/17).
"""

from __future__ import annotations

import re

_PATTERNS = (
    r"(?:sonder|spezial|top|jubiläums)?angebote?n?s?",
    r"(?:sonder|mengen|treue|neukunden)?rabatte?n?s?",
    r"(?:rabatt|sonder|spar|frühjahrs|sommer|herbst|winter|weihnachts)?aktion(?:en|s\w+)?",
    r"gutscheine?n?|coupons?|vouchers?|(?:sonder|spar|tief)preise?|schnäppchen",
    r"gewinnspiele?n?|gewinnen sie|verlosung|prize draw|win a",
    r"sparen sie|jetzt (?:kaufen|bestellen|sichern|zugreifen|sparen)|nur für kurze zeit",
    r"gratis|sale|discounts?|special offers?|offers?|deals?|bargains?|promotions?",
    r"buy now|order now|shop now|save (?:up to )?[€$£]?\d+|limited time",
    r"black friday|cyber monday|neu im (?:sortiment|shop)|neuheiten|bestseller",
    r"newsletter|abonnieren sie|subscribe to|folgen sie uns|follow us",
    r"bewerten sie uns|bewertung abgeben|rate us|leave a review|empfehlen sie uns",
    r"(?:umfrage|survey)(?: teilnehmen)?",
)
_PROMO = re.compile(
    rf"(?<!\w)(?:{'|'.join(_PATTERNS)})(?!\w)|\d+\s?(?:%|prozent\b|percent\b)",
    re.IGNORECASE,
)


def promo_words(text: str) -> tuple[str, ...]:
    """Advertising words in their order and spelling; empty if the text is neutral."""
    return tuple(match.group() for match in _PROMO.finditer(text))
