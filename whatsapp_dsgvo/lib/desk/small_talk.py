"""Thanks and greetings: messages that ask for nothing.

The whole message must be made of such words; one strange word, a question mark or an
unfriendly emoji, and a person looks at it.
"""

from __future__ import annotations

import unicodedata

from ..consent.normalise import normalise

MAX_WORDS = 5


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_THANKS = _words(
    """
    danke dank dankeschon dankeschoen merci thx thanks thank super toll prima perfekt
    klasse top spitze wunderbar ok okay oki okey alles passt cool great perfect tschuss
    tschuess tschau ciao bye servus wiedersehen gracias grazie obrigado obrigada
    tesekkurler tesekkur sagol dziekuje dzieki bedankt dekuji diky tack tak hvala
    multumesc koszonom kiitos спасибо дякую ευχαριστω شكرا
    """
)
_BESIDE_THANKS = _words(
    """
    vielen vielmals sehr schon schoen herzlichen besten lieben nochmals nochmal fur fuer
    die das ihre eure hilfe schnelle tolle antwort ihnen euch dir klar gut dann bis bald
    auf einen schonen schoenen schones tag abend morgen wochenende feierabend liebe viele beste
    grusse gruesse gruss lg vg mfg you very much so for your help bien beaucoup muchas
    molte mille tante muito ederim cok bardzo wel hartelijk большое
    """
)
_GREETINGS = _words(
    """
    hallo hallochen hi hey hello moin servus gruss grusse gruess guten tag morgen abend
    mittag gutentag good day morning afternoon evening bonjour bonsoir salut hola buenos
    dias buenas tardes buongiorno buonasera ciao merhaba selam gunaydin dzien dobry
    czesc goedendag goedemorgen ahoj ola hej bok привет здравствуйте привіт вітаю
    добрый день γεια مرحبا سلام السلام عليكم
    """
)
_BESIDE_GREETING = _words("zusammen an alle gott dich sie euch there team")
_FRIENDLY = frozenset("👍👌🙏🙂😊😀😃😄😁☺✅✔💪🤝❤♥🎉👏🥰😘🙌💐🌸👋🫶💯⭐🏻🏼🏽🏾🏿")
_INVISIBLE = frozenset("\ufe0e\ufe0f\u200d")


def is_thanks(text: str | None, kind: str) -> bool:
    """ "Vielen Dank!", "ok", "👍": nothing more is wanted.

    :param kind: Meta's message type; a file or voice note is never only thanks
    """
    if kind not in ("text", "reaction") or not text:
        return False
    parts = normalise(text).split()
    if len(parts) > MAX_WORDS or not _is_calm(text):
        return False
    if not parts:
        return _is_emoji_only(text)
    return _consists_of(parts, _THANKS, _BESIDE_THANKS)


def is_greeting(text: str | None) -> bool:
    """ "Hallo", "Guten Morgen zusammen 👋": no matter in it yet."""
    if not text or not _is_calm(text):
        return False
    return _consists_of(normalise(text).split(), _GREETINGS, _BESIDE_GREETING)


def _consists_of(
    parts: list[str], core: frozenset[str], beside: frozenset[str]
) -> bool:
    return (
        0 < len(parts) <= MAX_WORDS
        and any(part in core for part in parts)
        and all(part in core or part in beside for part in parts)
    )


def _is_calm(text: str) -> bool:
    """No question, and no symbol but friendly emoji."""
    return all(
        char in _FRIENDLY
        or char in _INVISIBLE
        or (
            unicodedata.category(char)[0] != "S"
            and "QUESTION" not in unicodedata.name(char, "")
        )
        for char in text
    )


def _is_emoji_only(text: str) -> bool:
    return any(char in _FRIENDLY for char in text)
