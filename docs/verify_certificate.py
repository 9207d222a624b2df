#!/usr/bin/env python3
"""Verify a certificate of erasure; needs Python and `pip install cryptography` only.

    python verify_certificate.py DS-0031.json [fingerprint]

The signature covers everything but itself, as JSON with sorted keys, no spaces, UTF-8.
Without a fingerprint this shows that nothing was changed since it was signed; with the
one the company publishes, also that the company signed it.
"""

import json
import sys
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def main(path, expected=None):
    with open(path, encoding="utf-8") as file:
        certificate = json.load(file)
    signature = bytes.fromhex(certificate.pop("signature"))
    public_key = bytes.fromhex(certificate["public_key"])
    signed = json.dumps(
        certificate, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    try:
        key = Ed25519PublicKey.from_public_bytes(public_key)
        key.verify(signature, signed.encode())
    except InvalidSignature:
        return 1, "WRONG: this certificate was changed after it was signed."
    fingerprint = sha256(public_key).hexdigest()
    if expected and expected.lower() != fingerprint:
        return 1, f"WRONG: signed with another key, {fingerprint}."
    return 0, f"Unchanged. Signed with the key {fingerprint}."


if __name__ == "__main__":
    code, message = main(*sys.argv[1:])
    print(message)
    sys.exit(code)
