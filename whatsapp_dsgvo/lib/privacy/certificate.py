"""The certificate of an erasure: canonical JSON, signed with Ed25519.

It holds counts, times and hashes, and nothing that had to be erased. Who verifies it
needs no Odoo: the signature covers the canonical form (sorted keys, no spaces, UTF-8)
of everything but `signature`.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ..ledger.canonical import canonical

FORMAT = "wa-erasure-certificate-v1"


def sign(statement: Mapping[str, Any], seed: bytes) -> str:
    """The certificate as text; `seed`: 32 bytes, the signing key."""
    key = Ed25519PrivateKey.from_private_bytes(seed)
    whole = {**statement, "format": FORMAT, "public_key": _public(key.public_key())}
    signature = key.sign(canonical(whole)).hex()
    return json.dumps(
        {**whole, "signature": signature}, ensure_ascii=False, sort_keys=True, indent=2
    )


def verify(text: str, fingerprint: str | None = None) -> bool:
    """Whether the signature fits, and the key if its fingerprint is known.

    Without a fingerprint this tells an altered certificate from a whole one, not a
    forged one: anybody can sign with a key of their own.
    """
    try:
        whole = json.loads(text)
        public = bytes.fromhex(whole["public_key"])
        signature = bytes.fromhex(whole.pop("signature"))
        told = canonical(whole)
        Ed25519PublicKey.from_public_bytes(public).verify(signature, told)
    except (ValueError, KeyError, TypeError, AttributeError, InvalidSignature):
        return False
    right = fingerprint in (None, fingerprint_of(public))
    return right and whole.get("format") == FORMAT


def fingerprint_of(public: bytes) -> str:
    """What is published and compared: SHA-256 of the public key."""
    return sha256(public).hexdigest()


def fingerprint(seed: bytes) -> str:
    key = Ed25519PrivateKey.from_private_bytes(seed).public_key()
    return fingerprint_of(bytes.fromhex(_public(key)))


def _public(key: Ed25519PublicKey) -> str:
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
