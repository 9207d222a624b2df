"""Identifiers in the form Meta gives them."""

import base64
import hashlib
import secrets

_OUTGOING = b"\x11\x18\x12"
_INCOMING = b"\x12\x18\x14"


def make(person: str, incoming: bool) -> str:
    """A message id. As at Meta, the person's digits stand in it in clear.

    That is why an id is personal data, and why leak tests must find it.
    """
    digits = person.lstrip("+").encode()
    head = b"\x1c\x18" + bytes([len(digits)]) + digits + b"\x15\x02\x00"
    mark, size = (_INCOMING, 10) if incoming else (_OUTGOING, 9)
    tail = mark + secrets.token_hex(size).upper().encode() + b"\x00"
    return "wamid." + base64.b64encode(head + tail).decode()


def user_id(portfolio: str, person: str, country: str = "DE") -> str:
    """A business-scoped user id: another portfolio sees another one."""
    digest = hashlib.sha256(f"{portfolio}|{person}".encode()).digest()
    return f"{country}.1{int.from_bytes(digest[:8], 'big'):019d}"


def trace_id() -> str:
    return "A" + secrets.token_urlsafe(16)


def node_id() -> str:
    return str(10**15 + secrets.randbelow(9 * 10**15))
