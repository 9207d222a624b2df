"""ClamAV: the clear bytes go through its socket in a stream, never through a file."""

import socket
from typing import Any, Protocol
from urllib.parse import urlsplit

import clamd

from ..cloud_api.media_download import Clock

CLEAN, FOUND = "clean", "found"


class Reader(Protocol):
    def read(self, size: int, /) -> bytes: ...


class ScannerAway(Exception):
    """No answer; the file waits and is never shown unscanned. Its text is a class."""


class Unscanned(ScannerAway):
    """It was there, but gave no verdict on this file: too slow, or it broke off."""


class TooLargeToScan(Exception):
    """Longer than the scanner's StreamMaxLength."""


class BadAddress(ValueError):
    """Neither unix:/path/of/the/socket nor tcp://host:port."""


def check_address(address: str) -> None:
    """Raise BadAddress for an address no scanner can have."""
    _place(address)


def scan(address: str, reader: Reader, limit: float, clock: Clock) -> str:
    """`CLEAN` or `FOUND`; raise Unscanned or TooLargeToScan.

    `address` is unix:/path/of/the/socket or tcp://host:port; `limit` in seconds for all
    of it, on `clock`'s scale.
    """
    try:
        answer = _Scanner(address, limit, clock).instream(reader) or {}
    except clamd.BufferTooLongError:
        raise TooLargeToScan from None
    # the scanner hangs up on a stream it finds too long, or when it stops
    except (clamd.ClamdError, OSError, ValueError) as error:
        raise Unscanned(type(error).__name__) from None
    status = next(iter(answer.values()), ("", ""))[0]
    if status not in ("OK", "FOUND"):
        raise Unscanned("answer")
    return CLEAN if status == "OK" else FOUND


def is_there(address: str, limit: float, clock: Clock) -> bool:
    """Whether it answers within `limit` seconds, asked before anything is downloaded."""
    try:
        return bool(_Scanner(address, limit, clock).ping() == "PONG")
    except (clamd.ClamdError, OSError, ValueError):
        return False


class _Line(socket.socket):
    """All waits together have an end; a block is sent whole, or the stream would shift.

    The library waits for each block anew, and for a connection without any limit.
    """

    def __init__(self, family: int, limit: float, clock: Clock) -> None:
        super().__init__(family, socket.SOCK_STREAM)
        self._deadline, self._clock = clock() + limit, clock

    def connect(self, place: Any) -> None:
        self._limit_wait()
        super().connect(place)

    def send(self, block: Any, *flags: int) -> int:
        self._limit_wait()
        self.sendall(block, *flags)
        return len(block)

    def recv_into(self, *args: Any) -> int:
        self._limit_wait()
        return super().recv_into(*args)

    def _limit_wait(self) -> None:
        left = self._deadline - self._clock()
        if left <= 0:
            raise TimeoutError
        self.settimeout(left)


class _Scanner(clamd.ClamdNetworkSocket):  # type: ignore[misc]
    """What the library says, over a line of ours."""

    def __init__(self, address: str, limit: float, clock: Clock) -> None:
        self._family, self._at = _place(address)
        self._limit, self._clock = limit, clock

    def _init_socket(self) -> None:
        self.clamd_socket = _Line(self._family, self._limit, self._clock)
        self.clamd_socket.connect(self._at)


def _place(address: str) -> tuple[int, str | tuple[str, int]]:
    """(family, address) as a socket takes them."""
    url = urlsplit(address)
    if url.scheme == "unix" and url.path.startswith("/"):
        return socket.AF_UNIX, url.path
    if url.scheme == "tcp" and url.hostname and url.port:
        return socket.AF_INET, (url.hostname, url.port)
    raise BadAddress("unix:/path or tcp://host:port")
