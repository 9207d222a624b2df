"""Files that people send each other while things die, and the way into a sealed one."""

import hashlib

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KINDS = ("image", "document")
SMALL, LARGE = (2_000, 200_000), (1_100_000, 1_700_000)
LARGE_SHARE = 0.15
_BEGINNINGS = {"image": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "document": b"%PDF-1.7\n"}
_NAMES = {"image": "Foto.jpg", "document": "Rechnung.pdf"}
TYPES = {"image": "image/jpeg", "document": "application/pdf"}
# Of a sealed file, as `lib/keys/chunks.py` describes it.
_HEADER, _CHUNK, _TAG = 33, 1 << 20, 16


def made(rng):
    """(kind, name, bytes): no two alike, some of more than one sealed chunk."""
    kind = rng.choice(KINDS)
    size = rng.randint(*(LARGE if rng.random() < LARGE_SHARE else SMALL))
    return kind, _NAMES[kind], _BEGINNINGS[kind] + rng.randbytes(size)


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def opened(key, sealed, place):
    """The clear bytes, by no code of the addon, which may err on both sides alike.

    Raises InvalidTag for a chunk that was changed, moved, cut or added.
    """
    kdf = HKDF(SHA256(), length=32, salt=sealed[1:_HEADER], info=b"wa-chunks-v1")
    cipher = AESGCM(kdf.derive(key))
    starts = range(_HEADER, len(sealed), _CHUNK + _TAG)
    return b"".join(
        cipher.decrypt(
            number.to_bytes(12, "big"),
            sealed[start : start + _CHUNK + _TAG],
            place + number.to_bytes(8, "big") + bytes([number == len(starts) - 1]),
        )
        for number, start in enumerate(starts)
    )
