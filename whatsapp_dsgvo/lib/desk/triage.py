"""First sorting of messages that nobody may read before consent.

A declaration counts when it is received (§ 130 BGB), so nothing may be missed: a machine
gives a label, a small group looks. The label only sets the order and the deadline; it
decides nothing about the person (Art. 22 GDPR). When in doubt the more urgent one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Literal

from ..consent.classifier import is_contract_word, privacy_request
from ..consent.normalise import normalise
from .small_talk import is_greeting, is_thanks

Label = Literal["legal", "urgent", "privacy", "greeting", "file", "other"]

URGENT: tuple[str, ...] = (
    "Notfall", "Dringend", "Eilig", "Lebensgefahr", "Unfall", "Feuer", "Gasgeruch",
    "Rohrbruch", "Wasserschaden", "Stromausfall", "Emergency", "Urgent", "Urgence",
    "Urgente", "Acil", "Pilne", "Срочно", "Терміново", "عاجل",
)  # fmt: skip

_URGENT = tuple(map(normalise, URGENT))

# Stems in normalised text; "ue?" covers "ü" and "ue". "erkundigen" and "ankündigen"
# must stay out.
_LEGAL = re.compile(
    r"\b(?:"
    r"(?:auf|vertrags|sonder|abo|vor)?(?:ge)?kue?ndig|widerruf|widerrief"
    r"|rue?cktritt|vertragsrue?cktritt|zurue?ck(?:zu)?(?:ge)?tret"
    r"|trete\b.{0,60}\bzurue?ck"
    r"|storn|(?:ab|an)?(?:ge)?mahn(?:t|en|ung\w*|bescheid\w*|gebue?hr\w*)?\b"
    r"|\w*frist(?:en|los\w*|gerecht\w*|setzung|ablauf)?\b|\w*mangel|\w*maengel"
    r"|anfecht|angefochten|fechte\b|(?:rechts|fach|patent)?anwae?lt|kanzlei|jurist"
    r"|(?:ver|ge|an)?klag|gericht|inkasso|schadens?ersatz|gewae?hrleistung|reklam"
    r"|minderung|verzug|nacherfue?llung|nachbesserung|einspruch|verjae?hr|haftung"
    r"|austritt\b|rue?ckabwicklung|vollstreck|pfae?ndung"
    r"|terminat|rescind|revoke|lawyer|attorney|solicitor|legal action|lawsuit|sue\b"
    r"|court\b|deadline|defect|warranty|refund|cancel"
    r"|resili|retract|avocat|mise en demeure|abogado|recesso|disdetta|avvocato"
    r"|avukat|fesih|feshed|wypowied|adwokat|odstap|opzeg|advocaat|vypoved|uppsag"
    r"|юрист|адвокат|расторг|محام"
    r")"
)
# Not about data (that is `privacy`): an objection to a bill or a court order.
_OBJECTION = re.compile(r"\bwiderspr(?:uch|ech|ich|och)")
_PRIVACY = re.compile(r"\bdatenschutz|\bds ?gvo\b|\bgdpr\b|\bdata protection\b")

_FILE_KINDS = {"audio", "document", "image", "sticker", "video", "voice"}
_DAY = timedelta(hours=8)
_DEADLINES = {"legal": timedelta(hours=4), "urgent": timedelta(hours=4)}


def label(text: str | None, kind: str, urgent_words: Sequence[str] = ()) -> Label:
    """Label of a held message.

    :param text: text or caption
    :param kind: Meta's message type (text, image, audio, …)
    :param urgent_words: the company's own, beside :data:`URGENT`
    """
    plain = normalise(text or "")
    if _LEGAL.search(plain) or is_contract_word(text):
        return "legal"
    if _is_urgent(plain, urgent_words):
        return "urgent"
    if privacy_request(text) or _PRIVACY.search(plain):
        return "privacy"
    if _OBJECTION.search(plain):
        return "legal"
    return _everyday(text, kind)


def business_deadline(name: str) -> timedelta:
    """Business hours until somebody has looked: 4, or 8 (one business day)."""
    return _DEADLINES.get(name, _DAY)


def _everyday(text: str | None, kind: str) -> Label:
    if kind in _FILE_KINDS:
        return "file"
    if kind == "reaction" or is_greeting(text) or is_thanks(text, kind):
        return "greeting"
    return "other"


def _is_urgent(plain: str, own: Sequence[str]) -> bool:
    """Words are found at the start of a word: "dringend" in "dringende"."""
    stems = (*_URGENT, *map(normalise, own))
    return any(stem and f" {stem}" in f" {plain}" for stem in stems)
