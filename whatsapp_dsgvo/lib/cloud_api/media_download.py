"""A file on its way in: counted, timed and hashed while it is read."""

import hashlib
from collections.abc import Callable, Iterator
from typing import Literal

from .errors import TemporaryError

Clock = Callable[[], float]
HEAD = 8192
BLOCK = 64 * 1024

Fault = Literal["too_large", "foreign_host", "wrong_hash", "wrong_length", "too_slow"]


class BrokenFile(Exception):
    """What came is not what was announced; `reason` is a code and no content."""

    def __init__(self, reason: Fault):
        super().__init__(reason)
        self.reason: Fault = reason


class Download:
    """Reads the clear bytes of one file; `head` holds its beginning.

    `limit` in bytes, `deadline` on `clock`'s scale.
    """

    def __init__(
        self, blocks: Iterator[bytes], limit: int, deadline: float, clock: Clock
    ):
        self._blocks = blocks
        self._limit = limit
        self._deadline = deadline
        self._clock = clock
        self._hash = hashlib.sha256()
        self._left = b""
        self.length = 0
        self.head = b""

    def read(self, size: int) -> bytes:
        """Up to `size` bytes; raise BrokenFile or TemporaryError."""
        if not self._left:
            self._left = self._next()
        part, self._left = self._left[:size], self._left[size:]
        return part

    def check(self, sha256: str | None, length: int | None) -> None:
        """Raise BrokenFile unless all of it came; None is unknown.

        `sha256` in hex. A right hash proves the length too.
        """
        if sha256:
            if self._hash.hexdigest() != sha256.lower():
                raise BrokenFile("wrong_hash")
        elif length is not None and length != self.length:
            raise BrokenFile("wrong_length")

    def _next(self) -> bytes:
        if self._clock() > self._deadline:
            raise BrokenFile("too_slow")
        block = self._pull()
        self.length += len(block)
        if self.length > self._limit:
            raise BrokenFile("too_large")
        self._hash.update(block)
        if len(self.head) < HEAD:
            self.head = (self.head + block)[:HEAD]
        return block

    def _pull(self) -> bytes:
        try:
            return next(self._blocks, b"")
        # every error of requests is an OSError: the connection broke on the way
        except OSError:
            failure = TemporaryError()
        # raised out here, as the caught exception carries the request and its token
        raise failure
