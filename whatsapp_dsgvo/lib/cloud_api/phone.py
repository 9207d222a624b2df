"""Phone numbers: one canonical form per person, whatever form arrives.

Meta writes a `wa_id` without "+", and for three countries it may differ from the
number a person dials (Brazil's ninth digit, Mexico's 1, Argentina's 9). Whoever
objects with one form must be found under the other.
"""

import re
import unicodedata

import phonenumbers

from .bsuid import is_bsuid

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_BRAZIL_OLD_MOBILE = re.compile(r"\+55([1-9][0-9])([6-9][0-9]{7})")
_BRAZIL_MOBILE = re.compile(r"\+55([1-9][0-9])9([6-9][0-9]{7})")
_MEXICO = re.compile(r"\+521?([2-9][0-9]{9})")
_ARGENTINA = re.compile(r"\+549?([1-8][0-9]{9})")

# pattern of every form of a person's number, canonical form, other form
_TWO_FORMS = (
    (_BRAZIL_OLD_MOBILE, r"+55\g<1>9\2", r"+55\1\2"),
    (_BRAZIL_MOBILE, r"+55\g<1>9\2", r"+55\1\2"),
    (_MEXICO, r"+52\1", r"+521\1"),
    (_ARGENTINA, r"+549\1", r"+54\1"),
)
_WITH_TWO_FORMS = ("+52", "+54", "+55")


def canonical(raw: str, region: str | None = None) -> str | None:
    """The number in E.164 with "+"; None if there is no digit in it.

    Digits without "+" are read as international, as in a `wa_id`. With a `region`
    ("DE"), digits that make no international number are read as dialled there.
    What no rule understands is kept as "+" and its digits: a sender is never lost.
    """
    digits = _digits(raw)
    if not digits or is_bsuid(raw.strip()):
        return None
    return variants(_e164(raw.strip(), digits, region) or f"+{digits}")[0]


def variants(e164: str) -> tuple[str, ...]:
    """All forms under which WhatsApp may know this number, the canonical one first."""
    if not e164.startswith(_WITH_TWO_FORMS):
        return (e164,)
    for pattern, own, other in _TWO_FORMS:
        if match := pattern.fullmatch(e164):
            return match.expand(own), match.expand(other)
    return (e164,)


def is_e164(number: str) -> bool:
    """True for "+" and 7 to 15 digits (ITU-T E.164)."""
    return _E164.fullmatch(number) is not None


def masked(e164: str) -> str:
    """`···· 4711`: enough to tell two chats apart, too little to call somebody."""
    digits = _digits(e164)
    return f"···· {digits[-4:]}" if len(digits) >= 8 else "····"


def _digits(raw: str) -> str:
    if raw.isascii() and raw.isdigit():
        return raw
    decimals = (unicodedata.decimal(character, None) for character in raw)
    return "".join(str(value) for value in decimals if value is not None)


def _e164(raw: str, digits: str, region: str | None) -> str | None:
    if raw.startswith(("+", "＋")):
        return _international(digits)
    if digits.startswith("00") and len(digits) > 2:
        return _international(digits[2:])
    if region is None:
        return _international(digits)
    return _as_dialled(digits, region)


def _international(digits: str) -> str:
    """Without the zero of "+49 (0)151", but only where that makes a real number."""
    plain = f"+{digits}"
    # it would stand behind a country code of one to three digits; looking costs little
    if "0" not in digits[1:4]:
        return plain
    parsed = _parsed(plain, None)
    if parsed is None or _written(parsed) == plain:
        return plain
    return _written(parsed) if phonenumbers.is_valid_number(parsed) else plain


def _as_dialled(digits: str, region: str) -> str | None:
    """A number typed by hand: international if that is real, else national."""
    abroad = None if digits.startswith("0") else _parsed(f"+{digits}", None)
    for parsed in (abroad, _parsed(digits, region)):
        if parsed is not None and phonenumbers.is_valid_number(parsed):
            return _written(parsed)
    return None


def _parsed(number: str, region: str | None) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return None


def _written(parsed: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
