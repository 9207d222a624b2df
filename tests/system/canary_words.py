"""Canaries: values nobody else uses, and every disguise in which one may travel."""

import base64
import hashlib
import html
import json
import quopri
from urllib.parse import quote

CONSONANTS = "bcdfghjklmnpqrstvwxz"


class Canaries:
    """Words, numbers and identifiers that share a few unique stems.

    Whoever finds a stem has found a canary; so few patterns are searched for.
    """

    def __init__(self, rng):
        self.word_stem = "".join(rng.choice(CONSONANTS) for _ in range(10))
        letters = "".join(rng.choice(CONSONANTS) for _ in range(8))
        self.umlaut_stem = f"Ä{letters}ß"
        # a German mobile number without country code: 1515 + 5 + 2 digits
        self.number_stem = f"1515{rng.randrange(10**5):05d}"
        self.identifier_stem = f"{rng.randrange(10**12, 10**13)}"
        self.released = 0
        self.numbers = []

    def word(self):
        """A text with and without umlauts."""
        self.released += 1
        return f"{self.word_stem}{self.released:03d} {self.umlaut_stem}"

    def secret(self):
        self.released += 1
        return f"{self.word_stem}{self.released:03d}secret"

    def number(self):
        self.released += 1
        self.numbers.append(f"+49{self.number_stem}{self.released % 100:02d}")
        return self.numbers[-1]

    def identifier(self):
        """In the shape of a business-scoped user id."""
        self.released += 1
        return f"DE.1{self.identifier_stem}{self.released:04d}"

    def stems(self):
        stem = self.number_stem
        return {
            "word": self.word_stem,
            "umlaut": self.umlaut_stem,
            "number": stem,
            "number with spaces": f"{stem[:4]} {stem[4:]}",
            "number as written": f"{stem[:3]} {stem[3:]}",
            "identifier": self.identifier_stem,
        }

    def patterns(self):
        """{bytes: "stem, encoding"} of all that must not be found anywhere."""
        found = {}
        for stem, text in self.stems().items():
            for name, pattern in disguises(text):
                found.setdefault(pattern, f"{stem}, {name}")
        for number in self.numbers:
            found.update((pattern, name) for name, pattern in hashes(number))
        return found


def disguises(text):
    """`(name, bytes)` of every form, each also in hexadecimal as in a dump."""
    for name, form in _forms(text):
        yield name, form
        yield f"hex of {name}", form.hex().encode()
        yield f"HEX of {name}", form.hex().upper().encode()


def hashes(number):
    """`(name, bytes)` of a number hashed without a key: who tries all has it again."""
    digits = number.removeprefix("+")
    for written in (number, digits, f"00{digits}", f"0{digits.removeprefix('49')}"):
        for algorithm in ("md5", "sha1", "sha256"):
            digest = hashlib.new(algorithm, written.encode()).digest()
            name = f"{algorithm} of a number"
            yield name, digest
            yield f"{name}, hex", digest.hex().encode()
            yield f"{name}, HEX", digest.hex().upper().encode()
            yield f"{name}, base64", base64.b64encode(digest).rstrip(b"=")
            yield f"{name}, base64url", base64.urlsafe_b64encode(digest).rstrip(b"=")


def _forms(text):
    yield "utf-8", text.encode()
    yield "lower case", text.lower().encode()
    yield "upper case", text.upper().encode()
    for encoding in ("utf-16-le", "utf-16-be", "latin-1"):
        yield encoding, text.encode(encoding)
    yield "url", quote(text).encode()
    yield "url in lower case", quote(text).lower().encode()
    yield "json", json.dumps(text)[1:-1].encode()
    yield "json in upper case", _upper_escapes(json.dumps(text)[1:-1]).encode()
    yield "html", html.escape(text).encode("ascii", "xmlcharrefreplace")
    yield "quoted-printable", quopri.encodestring(text.encode())
    yield "quoted-printable latin-1", quopri.encodestring(text.encode("latin-1"))
    for encoding in ("utf-8", "utf-16-le", "latin-1"):
        raw = text.encode(encoding)
        for shift in range(3):
            yield f"base64 of {encoding} + {shift}", _aligned(raw, shift)
            safe = _aligned(raw, shift).translate(bytes.maketrans(b"+/", b"-_"))
            yield f"base64url of {encoding} + {shift}", safe


def _upper_escapes(text):
    return text.replace("\\u00c4", "\\u00C4").replace("\\u00df", "\\u00DF")


def _aligned(raw, shift):
    """The base64 digits that depend on `raw` alone when `shift` bytes stand before."""
    encoded = base64.b64encode(b"\0" * shift + raw)
    start = (0, 2, 3)[shift]
    whole = (shift + len(raw)) * 8 // 6
    return encoded[start:whole]
