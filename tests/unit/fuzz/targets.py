"""What is fuzzed: each target takes bytes, keeps its promises or fails, and names what
it has seen. An input that shows something new is worth keeping."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

from hypothesis import strategies as st

from tests.unit.cloud_api import builders as b
from tests.unit.cloud_api.anything import documents
from whatsapp_dsgvo.lib.cloud_api.events import BrokenBody, InboundMessage, parse
from whatsapp_dsgvo.lib.consent import words
from whatsapp_dsgvo.lib.consent.classifier import (
    classify,
    is_contract_word,
    privacy_request,
)
from whatsapp_dsgvo.lib.desk import small_talk, triage
from whatsapp_dsgvo.lib.desk.kept import kept
from whatsapp_dsgvo.lib.privacy import redact, reverse_code

Features = set[str]
# Kinds which the desk knows; all others count as one.
KINDS = set(
    "text image document contacts interactive button reaction order edit revoke system "
    "unsupported location audio video sticker".split()
)
PERSON = [b.ERIKA, b.ERIKA_BSUID]


def _events(body: bytes):
    try:
        return parse(body)
    except BrokenBody:
        return ()


def parser(body: bytes) -> Features:
    """No exception, each event can be parked and read again, none tells who it is."""
    seen = set()
    for event in _events(body):
        raw = json.dumps(event.raw).encode()
        assert parse(raw) == (event,)
        assert not redact.mentions(repr(event), PERSON)
        kind = getattr(event, "kind", "")
        shown = kind if kind in KINDS else "other"
        filled = (key for key, value in vars(event).items() if value)
        seen |= {f"{type(event).__name__}.{shown}.{key}" for key in filled}
    return seen


def intake(body: bytes) -> Features:
    """What is kept can be sealed; a person can be taken out of what was parked."""
    seen = set()
    for event in _events(body):
        if isinstance(event, InboundMessage):
            content = kept(event)
            json.dumps(content, ensure_ascii=False, default=str)
            kind = event.kind if event.kind in KINDS else "other"
            label = triage.label(content.get("text"), event.kind, ["Notfall"])
            seen |= {f"{kind}.{key}" for key in content} | {f"{kind}.{label}"}
    rest = redact.without(body, PERSON)
    assert rest is None or not redact.mentions(rest.decode("utf-8", "replace"), PERSON)
    return seen | {"gone" if rest is None else "whole" if rest == body else "part"}


def classifier(text: bytes) -> Features:
    """A STOP is one however it was asked for; a question is never a yes."""
    words_ = text.decode("utf-8", "surrogatepass")
    answers = [
        classify(words_, question_open=asked, ok_counts=ok)
        for asked, ok in product((False, True), repeat=2)
    ]
    assert answers.count("stop") in (0, len(answers))
    assert "yes" not in answers or not set(words_) & set("?？؟¿")
    contract = is_contract_word(words_)
    assert not contract or answers[0] == "stop"
    code = reverse_code.read(words_)
    assert code is None or (len(code) == 6 and code.isascii() and code.isdigit())
    return {
        "/".join(map(str, answers)),
        f"request {privacy_request(words_)} {answers[1]}",
        f"contract {contract} {triage.label(words_, 'text')}",
        f"small {small_talk.is_thanks(words_, 'text')} {small_talk.is_greeting(words_)}",
        f"code {bool(code)}",
    }


@st.composite
def _bodies(draw):
    """A webhook, now and then with its bytes disturbed."""
    body = b.to_bytes(draw(documents()))
    if draw(st.integers(0, 9)):
        return body
    at, cut = draw(st.integers(0, len(body))), draw(st.integers(0, 9))
    return body[:at] + draw(st.binary(max_size=4)) + body[at + cut :]


_SAID = st.sampled_from(
    [
        *words.YES,
        *words.STOP["de"],
        *("nein", "nein danke", "START", "DATEN 482 913", "DATEN", "kündigen"),
        *("Widerruf", "Löschen Sie meine Daten", "Auskunft bitte", "danke", "Hallo"),
        *("nicht", "kein", "bitte", "ich", "Anwalt", "Frist", "Notfall", "👍", "?"),
    ]
)
_GLUE = st.sampled_from([" ", "", ", ", "\n", ".", "!", "\u200b", "\u00a0", " und "])
_NOISE = st.text(st.characters(exclude_categories=()), max_size=6)


@st.composite
def _texts(draw):
    """Words that matter, joined and disturbed in every way."""
    parts = draw(st.lists(st.tuples(_SAID | _NOISE, _GLUE), max_size=5))
    text = "".join(word + glue for word, glue in parts)
    changed = draw(
        st.sampled_from([str, str.upper, str.lower, str.title, str.casefold])
    )
    return changed(text).encode("utf-8", "surrogatepass")


@dataclass(frozen=True)
class Target:
    check: Callable[[bytes], Features]
    inputs: st.SearchStrategy[bytes]


TARGETS = {
    "parser": Target(parser, _bodies()),
    "intake": Target(intake, _bodies()),
    "classifier": Target(classifier, _texts()),
}
