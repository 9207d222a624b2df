"""The signatures Meta asks for: webhooks in, access tokens out.

Source: Meta, "Create a webhook endpoint" (X-Hub-Signature-256) and "Secure Graph API
calls" (appsecret_proof).
"""

import hmac
import re
from collections.abc import Iterable

_HEADER = re.compile(r"sha256=[0-9a-f]{64}")


def sign(secret: str, body: bytes) -> str:
    """The value of X-Hub-Signature-256 for these very bytes: `sha256=<64 hex>`."""
    return f"sha256={_digest(secret, body)}"


def is_valid(secrets: Iterable[str | None], body: bytes, header: str | None) -> bool:
    """True if one of the app's secrets signed these very bytes.

    During a rotation there are two. An empty secret matches nothing, so an app that
    is not set up lets nobody in. Raises TypeError for a bare string, whose single
    letters would otherwise count as secrets.
    """
    if isinstance(secrets, (str, bytes)):
        raise TypeError("secrets must be a collection of secrets, not one of them")
    if header is None or not _HEADER.fullmatch(header):
        return False
    # every secret is tried, so that the time taken does not tell which one matched
    matches = [
        hmac.compare_digest(sign(secret, body), header) for secret in secrets if secret
    ]
    return any(matches)


def appsecret_proof(secret: str, token: str) -> str:
    """64 hex digits that prove the caller knows the app's secret as well."""
    return _digest(secret, token.encode())


def _digest(secret: str, message: bytes) -> str:
    # surrogatepass: a secret pasted with a broken character must not raise here
    key = secret.encode("utf-8", "surrogatepass")
    return hmac.new(key, message, "sha256").hexdigest()
