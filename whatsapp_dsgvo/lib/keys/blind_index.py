"""Find a person without storing the number: keyed hashes of identities.

An unkeyed hash would not do: all German mobile numbers of a prefix are tried in
seconds. The pepper is a data key of the installation itself and lives as long as an
entry of the suppression list needs it.
"""

import hmac
from datetime import datetime

from .errors import KeyStoreUnavailable
from .store import KeyStore, Pair

_SEPARATOR = b"\x00"


class BlindIndex:
    """`version` numbers the pepper; several may be live during a change."""

    def __init__(self, pepper: bytes, version: int) -> None:
        if len(pepper) != 32:
            raise ValueError("A pepper has 32 bytes.")
        self.version = version
        self._pepper = pepper

    def index(self, kind: str, value: str) -> str:
        """`1:` and 64 hexadecimal digits, e.g. for ("phone", "+4915550123456")."""
        if not kind or "\x00" in kind:
            raise ValueError("A kind is text without NUL, and not empty.")
        return self._keyed(kind.encode() + _SEPARATOR + value.encode())

    def digest(self, body: bytes) -> str:
        """Recognise a repeated request body; never equal to any `index`."""
        # no kind is empty, so nothing else starts with the separator
        return self._keyed(_SEPARATOR + body)

    def _keyed(self, message: bytes) -> str:
        return f"{self.version}:{hmac.digest(self._pepper, message, 'sha256').hex()}"


def open_blind_index(store: KeyStore, version: int) -> BlindIndex:
    """Raise `KeyStoreUnavailable` if the pepper is gone: a new one would find nobody
    and let everybody who said no be written to again."""
    key = store.get(*_pair(version))
    if key is None:
        raise KeyStoreUnavailable("empty")
    return BlindIndex(key.key, version)


def create_blind_index(store: KeyStore, version: int, now: datetime) -> BlindIndex:
    """For the first start and for a change of pepper; an existing one is kept."""
    pair = _pair(version)
    return BlindIndex(store.create([pair], now)[pair].key, version)


def _pair(version: int) -> Pair:
    return "installation", f"pepper-{version}"
