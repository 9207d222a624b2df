"""What a message means for the consent: stop, start, yes, no, to be reviewed, nothing.

A yes must be unambiguous (Art. 4 (11) GDPR), a no or stop must be easy (Art. 7 (3)).
So both err to the same side: a stop is recognised through look-alike letters, spacing
and emoji, while a yes with a question mark, a doubtful emoji or anything else is none.
Only whole messages count; "Stopp, das ist die falsche Rechnung" is no stop. A text of
more than 60 characters is neither, unless it is one stop word over and over.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Literal

from . import review_patterns, words
from .normalise import latinised, normalise, squeezed

Word = Literal["stop", "start", "yes", "no", "review"]
Request = Literal[
    "erasure", "access", "objection", "rectification", "restriction", "portability"
]

MAX_LENGTH = 60
MAX_FILLERS = 2
_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}
)
# A yes keeps its meaning beside these; beside any other symbol it is none.
_HARMLESS = frozenset("👍👌🙏🙂😊😀😃😄☺✅✔☑💪🤝❤♥🎉🏻🏼🏽🏾🏿`´^")
_STRUCK_OUT = frozenset("\u0335\u0336\u0337\u0338")
_SAD = (":(", ":-(", ":/", ":-/")


def _forms(spellings: Iterable[str]) -> frozenset[str]:
    """Normalised, with umlauts written both ways ("kundigung", "kuendigung")."""
    both = [form for word in spellings for form in (word, word.translate(_UMLAUTS))]
    return frozenset(normalise(word) for word in both)


def _all(table: dict[str, tuple[str, ...]]) -> list[str]:
    return [word for spellings in table.values() for word in spellings]


_STOP = _forms(_all(words.STOP))
_CONTRACT = _forms(words.CONTRACT)
_START = _forms(words.START)
_YES = _forms(words.YES)
_YES_WHILE_ASKED = _YES | _forms(_all(words.YES_WHILE_ASKED))
_OK = _forms(words.OK)
_NO = _forms(words.NO)
_NO_WHILE_ASKED = _NO | _forms(words.NO_WHILE_ASKED)
_FILLERS = _forms(words.FILLERS)
# "Nein, stopp!" is a stop
_FILLERS_OF_STOP = _FILLERS | {"nein", "no", "nee"}

_ERASURE = review_patterns.compiled(review_patterns.ERASURE)
_ACCESS = review_patterns.compiled(review_patterns.ACCESS)
_OBJECTION = review_patterns.compiled(review_patterns.OBJECTION)
_WITHDRAWAL = review_patterns.compiled(review_patterns.WITHDRAWAL)
_REQUEST_STEMS = (*review_patterns.STEMS, *review_patterns.QUIET_STEMS)
# they ask for something and take nothing back, so no advertising rests for them
_QUIET: tuple[tuple[Request, re.Pattern[str]], ...] = (
    ("rectification", review_patterns.compiled(review_patterns.RECTIFICATION)),
    ("restriction", review_patterns.compiled(review_patterns.RESTRICTION)),
    ("portability", review_patterns.compiled(review_patterns.PORTABILITY)),
)


def classify(
    text: str | None, *, question_open: bool = False, ok_counts: bool = False
) -> Word | None:
    """Class of one message or caption; None if it is an ordinary message.

    :param question_open: our notice stands unanswered, so "gerne" or "oui" is a yes too
    :param ok_counts: the company's counsel lets "ok" be a yes to the open question
    """
    if not text:
        return None
    plain = normalise(text)
    yes = _yes_words(question_open, ok_counts)
    no = _NO_WHILE_ASKED if question_open else _NO
    if _says_stop(plain, _STOP):
        return "stop"
    if _says(plain, _START, _FILLERS):
        return "start"
    if _says(plain, yes, _FILLERS) and _is_unambiguous(text):
        return "yes"
    if _says(plain, no, _FILLERS) and not _has_question_mark(text):
        return "no"
    return "review" if _needs_review(plain) else None


def is_contract_word(text: str | None) -> bool:
    """True for a stop that may be meant for a contract ("Kündigung"); § 355 BGB."""
    return bool(text) and _says_stop(normalise(text or ""), _CONTRACT)


def privacy_request(text: str | None) -> Request | None:
    """Which right a message seems to use (Art. 15 to 21 GDPR); a person confirms."""
    plain = normalise(text or "")
    if not any(stem in plain for stem in _REQUEST_STEMS):
        return None
    if _ERASURE.search(plain) and not review_patterns.NEGATED_ERASURE.search(plain):
        return "erasure"
    if _ACCESS.search(plain):
        return "access"
    if _OBJECTION.search(plain):
        return "objection"
    return next((kind for kind, found in _QUIET if found.search(plain)), None)


def _needs_review(plain: str) -> bool:
    if not any(stem in plain for stem in review_patterns.STEMS):
        return False
    found = (_WITHDRAWAL, _ERASURE, _ACCESS, _OBJECTION)
    return any(pattern.search(plain) for pattern in found)


def _yes_words(question_open: bool, ok_counts: bool) -> frozenset[str]:
    if not question_open:
        return _YES
    return _YES_WHILE_ASKED | _OK if ok_counts else _YES_WHILE_ASKED


def _says(plain: str, wanted: frozenset[str], fillers: frozenset[str]) -> bool:
    """The whole message is a wanted phrase, alone or beside fillers."""
    if len(plain) > MAX_LENGTH:
        return False
    if plain in wanted:
        return True
    parts = plain.split()
    core = [part for part in parts if part not in fillers]
    return len(parts) - len(core) <= MAX_FILLERS and " ".join(core) in wanted


def _says_stop(plain: str, wanted: frozenset[str]) -> bool:
    return any(
        _says(reading, wanted, _FILLERS_OF_STOP)
        for spelling in dict.fromkeys((plain, latinised(plain)))
        for reading in _readings(spelling)
    )


def _readings(plain: str) -> Iterable[str]:
    """As written; "s t o p" joined; "stop stop" once; "stooop" shortened."""
    parts = plain.split()
    yield plain
    if all(len(part) == 1 for part in parts):
        yield "".join(parts)
    short = [squeezed(part) for part in parts]
    yield " ".join(dict.fromkeys(short))


def _is_unambiguous(text: str) -> bool:
    """No question, no struck-out letters, no doubtful emoji, not long."""
    return (
        len(text.strip()) <= MAX_LENGTH
        and not _has_question_mark(text)
        and not _STRUCK_OUT & set(text)
        and not any(face in text for face in _SAD)
        and all(_is_harmless(char) for char in text)
    )


def _is_harmless(char: str) -> bool:
    return unicodedata.category(char)[0] != "S" or char in _HARMLESS


def _has_question_mark(text: str) -> bool:
    return any(
        "QUESTION" in unicodedata.name(char, "") or char == "‽"
        for char in text + unicodedata.normalize("NFKC", text)
    )
