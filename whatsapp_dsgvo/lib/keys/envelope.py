"""AES-256-GCM envelopes, bound to the one place they may be read at.

Shape: version (1 byte, 1) ‖ nonce (12 bytes, random) ‖ ciphertext ‖ tag (16 bytes).
"""

import functools
import os
from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .errors import CannotRead

Random = Callable[[int], bytes]

VERSION = b"\x01"
NONCE_SIZE = 12
TAG_SIZE = 16
OVERHEAD = len(VERSION) + NONCE_SIZE + TAG_SIZE
_AAD_PREFIX = b"wa-aad-v1"


def seal(
    key: bytes, plaintext: bytes, aad: bytes, random: Random = os.urandom
) -> bytes:
    """Encrypt under a 32-byte key; the result is `OVERHEAD` bytes longer."""
    return seal_with(AESGCM(_key(key)), plaintext, aad, random)


def unseal(key: bytes, sealed: bytes, aad: bytes) -> bytes:
    """Raise `CannotRead` for a changed, moved, cut or foreign envelope."""
    return unseal_with(AESGCM(_key(key)), sealed, aad)


def seal_with(cipher: AESGCM, plaintext: bytes, aad: bytes, random: Random) -> bytes:
    nonce = random(NONCE_SIZE)
    return VERSION + nonce + cipher.encrypt(nonce, plaintext, aad)


def unseal_with(cipher: AESGCM, sealed: bytes, aad: bytes) -> bytes:
    if len(sealed) < OVERHEAD or sealed[:1] != VERSION:
        raise CannotRead
    nonce, body = sealed[1 : 1 + NONCE_SIZE], sealed[1 + NONCE_SIZE :]
    try:
        return cipher.decrypt(nonce, body, aad)
    except InvalidTag as error:
        raise CannotRead from error


def aad(
    model: str, field: str, uuid: str, subject: str, klass: str, version: int
) -> bytes:
    """Name the place of a ciphertext, so that it cannot be moved to another one.

    Each part goes in with its length: no two places ever share one encoding.
    """
    record = _with_length(uuid) + _with_length(subject)
    return _AAD_PREFIX + _encoded(model, field) + record + _encoded(klass, str(version))


@functools.lru_cache(maxsize=1024)
def _encoded(*parts: str) -> bytes:
    """Of what is the same for many records."""
    return b"".join(map(_with_length, parts))


def _with_length(part: str) -> bytes:
    raw = part.encode()
    return len(raw).to_bytes(4, "big") + raw


def _key(key: bytes) -> bytes:
    # the library would take 16 and 24 bytes too, and so AES-128 by mistake
    if len(key) != 32:
        raise ValueError("An AES-256 key has 32 bytes.")
    return key
