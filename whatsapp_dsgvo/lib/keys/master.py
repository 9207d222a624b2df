"""The master key: wraps every data key, and is the only key that stays in memory.

One text file, a line per epoch: `epoch:<number>:<base64 of 32 bytes>`. The highest
epoch wraps new keys; older ones stay until nothing is wrapped with them any more.
"""

import base64
import binascii
import hmac
import logging
import os
import re
from collections.abc import Mapping
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from .envelope import Random, seal_with, unseal_with
from .errors import (
    MasterKeyExists,
    MasterKeyMalformed,
    MasterKeyMissing,
    MasterKeyWrong,
)
from .files import appearing, sync_folder, write_through

_logger = logging.getLogger(__name__)

_LINE = re.compile(r"epoch:([1-9][0-9]{0,8}):([A-Za-z0-9+/]{43}=)")
_CHECKED = b"whatsapp_dsgvo master key check v1"


class MasterKeys:
    """`exposed`: the file may be read by other accounts (health check: red).

    `path`: where an epoch is looked for that another process has added since.
    """

    def __init__(
        self,
        keys: Mapping[int, bytes],
        exposed: bool = False,
        path: str | Path | None = None,
    ) -> None:
        if not keys:
            raise MasterKeyMissing
        self.exposed = exposed
        self._path = path
        self._take(keys)

    def _take(self, keys: Mapping[int, bytes]) -> None:
        self._ciphers = {
            epoch: AESGCM(_derive(key, b"wrap")) for epoch, key in keys.items()
        }
        self._keys = dict(keys)

    def __repr__(self) -> str:
        return f"MasterKeys(epochs={self.epochs})"

    @property
    def epochs(self) -> tuple[int, ...]:
        return tuple(sorted(self._keys))

    @property
    def current(self) -> int:
        return max(self._keys)

    @classmethod
    def from_text(cls, text: str) -> "MasterKeys":
        """Read the file's format; blank lines and lines with # are passed over."""
        return cls(_parse(text))

    @classmethod
    def load(cls, path: str | Path) -> "MasterKeys":
        """Raise `MasterKeyMissing` if the file is not there or not readable."""
        try:
            with Path(path).open(encoding="ascii") as file:
                mode = os.fstat(file.fileno()).st_mode
                keys = _parse(file.read())
        except OSError as error:
            raise MasterKeyMissing from error
        except UnicodeDecodeError as error:
            raise MasterKeyMalformed(0) from error
        if mode & 0o077:
            _logger.warning("The master key file should have mode 0600.")
        return cls(keys, exposed=bool(mode & 0o077), path=path)

    @classmethod
    def create(cls, path: str | Path, random: Random = os.urandom) -> "MasterKeys":
        """Write a first epoch, mode 0600; raise `MasterKeyExists`, never overwrite."""
        made = cls({1: random(32)}, path=path)
        made.save(path)
        return made

    @classmethod
    def add_epoch(cls, path: str | Path, random: Random = os.urandom) -> "MasterKeys":
        """Start a rotation: add an epoch to the file; `rewrap` of the store follows.

        The draft beside the file is also the lock: two rotations at once would
        lose one of the two new keys, so the second raises `MasterKeyExists`.
        """
        known, draft = cls.load(path), Path(f"{path}.new")
        keys = known._keys | {known.current + 1: random(32)}
        try:
            os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError as error:
            raise MasterKeyExists from error
        write_through(draft, _format(keys))
        draft.replace(path)
        sync_folder(draft.parent)
        return cls(keys, path=path)

    def to_text(self) -> str:
        """The content of the file: it opens everything."""
        return _format(self._keys).decode()

    def save(self, path: str | Path) -> None:
        """Write them where no file is yet; raise `MasterKeyExists` otherwise."""
        try:
            with appearing(Path(path)) as draft:
                write_through(draft, _format(self._keys))
        except FileExistsError as error:
            raise MasterKeyExists from error
        except OSError as error:
            raise MasterKeyMissing from error

    def wrap(
        self, key: bytes, aad: bytes, random: Random = os.urandom
    ) -> tuple[int, bytes]:
        """Return (current epoch, envelope of `key`)."""
        return self.current, seal_with(self._ciphers[self.current], key, aad, random)

    def unwrap(self, epoch: int, wrapped: bytes, aad: bytes) -> bytes:
        """Raise `MasterKeyMissing` without that epoch, `CannotRead` when tampered."""
        if epoch not in self._ciphers:
            self._look_again(epoch)
        return unseal_with(self._ciphers[epoch], wrapped, aad)

    def _look_again(self, epoch: int) -> None:
        """Somebody rotated while this process ran: it goes on with the new file."""
        if self._path is None:
            raise MasterKeyMissing(epoch)
        found = MasterKeys.load(self._path)
        if epoch not in found._keys:
            raise MasterKeyMissing(epoch)
        for known in set(self.epochs) & set(found.epochs):
            if not hmac.compare_digest(self._keys[known], found._keys[known]):
                raise MasterKeyWrong(known)
        self._take(found._keys)

    def check_value(self, epoch: int) -> bytes:
        """32 bytes that recognise the key of an epoch without telling it."""
        if epoch not in self._keys:
            raise MasterKeyMissing(epoch)
        return hmac.digest(_derive(self._keys[epoch], b"check"), _CHECKED, "sha256")


def _derive(key: bytes, use: bytes) -> bytes:
    """One key for one use: what proves a key must not be what encrypts with it."""
    info = b"whatsapp_dsgvo master v1 " + use
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(key)


def _parse(text: str) -> dict[int, bytes]:
    keys: dict[int, bytes] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        epoch, key = _parse_line(line.strip(), number)
        if epoch in keys:
            raise MasterKeyMalformed(number)
        keys[epoch] = key
    if not keys:
        raise MasterKeyMissing
    return keys


def _parse_line(line: str, number: int) -> tuple[int, bytes]:
    found = _LINE.fullmatch(line)
    if not found:
        raise MasterKeyMalformed(number)
    try:
        return int(found[1]), base64.b64decode(found[2], validate=True)
    except binascii.Error as error:
        raise MasterKeyMalformed(number) from error


def _format(keys: Mapping[int, bytes]) -> bytes:
    lines = (
        f"epoch:{epoch}:{base64.b64encode(keys[epoch]).decode()}\n"
        for epoch in sorted(keys)
    )
    return "".join(lines).encode("ascii")
