"""Every message the software sends by itself, in German and English.

Each is neutral (no advertising: BGH VI ZR 134/15) and says how to end or go on. A receipt
is one bubble, for every bubble costs money and patience. `{time}` is a moment in words
("heute 14 Uhr"), `{alternative}` another way to reach the company.
"""

from __future__ import annotations

from string import Formatter

from .promo import promo_words

__all__ = ["KINDS", "TEXTS", "placeholders", "promo_words", "text", "yes_receipt"]

_DE = {
    "choice_yes": "Danke! Wir lesen jetzt Ihre Nachricht. Antwort meist bis {time}. "
    "Beenden: STOPP.",
    "choice_yes_untimed": "Danke! Wir lesen jetzt Ihre Nachricht. Beenden: STOPP.",
    "choice_yes_closed": "Danke! Wir sind {hours} da und lesen dann Ihre Nachricht. "
    "Antwort meist bis {time}. Beenden: STOPP.",
    "choice_yes_closed_untimed": "Danke! Wir sind {hours} da und lesen dann Ihre "
    "Nachricht. Beenden: STOPP.",
    "choice_yes_at_once": "Danke, Ihr Ja ist notiert. Antwort meist bis {time}. "
    "Beenden: STOPP.",
    "choice_yes_at_once_untimed": "Danke, Ihr Ja ist notiert. Beenden: STOPP.",
    "choice_yes_at_once_closed": "Danke, Ihr Ja ist notiert. Wir sind {hours} da. "
    "Antwort meist bis {time}. Beenden: STOPP.",
    "choice_yes_at_once_closed_untimed": "Danke, Ihr Ja ist notiert. Wir sind {hours} "
    "da. Beenden: STOPP.",
    "choice_no": "In Ordnung, wir antworten Ihnen auf WhatsApp nicht. Sie erreichen uns "
    "hier: {alternative}.",
    "stop": "Wir schreiben Ihnen auf WhatsApp nicht mehr. Sie erreichen uns weiterhin "
    "hier: {alternative}.",
    "stop_contract": "Wir schreiben Ihnen auf WhatsApp nicht mehr. Meinten Sie einen "
    "Vertrag oder ein Abo, erreichen Sie uns hier: {alternative}.",
    "safety_minor": "Unter 16 schreiben Sie uns bitte nicht selbst auf WhatsApp. Bitten "
    "Sie Ihre Eltern, sich zu melden: {alternative}.",
    "closing": "Auf WhatsApp können wir Ihnen nicht antworten. Sie erreichen uns hier: "
    "{alternative}.",
}

_EN = {
    "choice_yes": "Thank you! We are now reading your message. Answer usually by {time}. "
    "To end: STOP.",
    "choice_yes_untimed": "Thank you! We are now reading your message. To end: STOP.",
    "choice_yes_closed": "Thank you! Our hours: {hours}. We will read your message then. "
    "Answer usually by {time}. To end: STOP.",
    "choice_yes_closed_untimed": "Thank you! Our hours: {hours}. We will read your "
    "message then. To end: STOP.",
    "choice_yes_at_once": "Thank you, your yes is noted. Answer usually by {time}. To "
    "end: STOP.",
    "choice_yes_at_once_untimed": "Thank you, your yes is noted. To end: STOP.",
    "choice_yes_at_once_closed": "Thank you, your yes is noted. Our hours: {hours}. "
    "Answer usually by {time}. To end: STOP.",
    "choice_yes_at_once_closed_untimed": "Thank you, your yes is noted. Our hours: "
    "{hours}. To end: STOP.",
    "choice_no": "All right, we will not answer you on WhatsApp. You can reach us here: "
    "{alternative}.",
    "stop": "We will not write to you on WhatsApp any more. You can still reach us here: "
    "{alternative}.",
    "stop_contract": "We will not write to you on WhatsApp any more. If you meant a "
    "contract or a subscription, you can reach us here: {alternative}.",
    "safety_minor": "If you are under 16, please do not write to us on WhatsApp "
    "yourself. Ask a parent to contact us: {alternative}.",
    "closing": "We cannot answer you on WhatsApp. You can reach us here: {alternative}.",
}

TEXTS: dict[str, dict[str, str]] = {"de": _DE, "en": _EN}
KINDS = tuple(_DE)


def text(kind: str, language: str, **values: str) -> str:
    """The message filled in; ValueError names what is unknown, missing or too much."""
    template = _template(kind, language)
    wanted = placeholders(template)
    missing = wanted - {name for name, value in values.items() if value.strip()}
    if missing or values.keys() - wanted:
        raise ValueError(
            f"text {kind!r} takes {sorted(wanted)}, each not empty; "
            f"got {sorted(values)}"
        )
    # "Mo–Fr 8–18 Uhr." typed with a full stop must not give two
    plain = {name: value.strip().rstrip(".") for name, value in values.items()}
    return template.format(**plain)


def yes_receipt(
    language: str,
    time: str | None = None,
    hours: str | None = None,
    strict: bool = True,
) -> str:
    """Receipt of a yes. `hours` outside opening hours, `time` if it can be expected.

    `strict`: only now the message is read; else it was answered without a yes, too.
    """
    given = {"time": time, "hours": hours}
    values = {name: value for name, value in given.items() if value}
    mode = "choice_yes" if strict else "choice_yes_at_once"
    kind = mode + ("_closed" if hours else "") + ("" if time else "_untimed")
    return text(kind, language, **values)


def placeholders(template: str) -> frozenset[str]:
    """Names in braces, to check a text somebody has edited."""
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name)


def _template(kind: str, language: str) -> str:
    if language not in TEXTS:
        raise ValueError(f"no texts in language {language!r}, only in {sorted(TEXTS)}")
    if kind not in TEXTS[language]:
        raise ValueError(f"no automatic text {kind!r}; known: {', '.join(KINDS)}")
    return TEXTS[language][kind]
