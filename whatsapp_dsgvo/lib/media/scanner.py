"""ClamAV: the clear bytes go through its socket in a stream, never through a file."""

from typing import Protocol
from urllib.parse import urlsplit

import clamd

CLEAN, FOUND = "clean", "found"


class Reader(Protocol):
    def read(self, size: int, /) -> bytes: ...


class ScannerAway(Exception):
    """No answer; the file waits and is never shown unscanned. Its text is a class."""


class TooLargeToScan(Exception):
    """Longer than the scanner's StreamMaxLength."""


class BadAddress(ValueError):
    """Neither unix:/path/of/the/socket nor tcp://host:port."""


def check_address(address: str) -> None:
    """Raise BadAddress for an address no scanner can have."""
    _connection(address, 1)


def scan(address: str, reader: Reader, timeout: float) -> str:
    """`CLEAN` or `FOUND`; raise ScannerAway or TooLargeToScan.

    `address` is unix:/path/of/the/socket or tcp://host:port, `timeout` in seconds for
    each wait.
    """
    try:
        answer = _connection(address, timeout).instream(reader) or {}
    except clamd.BufferTooLongError:
        raise TooLargeToScan from None
    # the scanner hangs up on a stream it finds too long, or when it stops
    except (clamd.ClamdError, OSError, ValueError) as error:
        raise ScannerAway(type(error).__name__) from None
    status = next(iter(answer.values()), ("", ""))[0]
    if status not in ("OK", "FOUND"):
        raise ScannerAway("answer")
    return CLEAN if status == "OK" else FOUND


def is_there(address: str, timeout: float) -> bool:
    """Whether it answers, asked before anything is downloaded for it."""
    try:
        return bool(_connection(address, timeout).ping() == "PONG")
    except (clamd.ClamdError, OSError, ValueError):
        return False


def _connection(address: str, timeout: float) -> clamd.ClamdNetworkSocket:
    url = urlsplit(address)
    if url.scheme == "unix" and url.path.startswith("/"):
        return clamd.ClamdUnixSocket(url.path, timeout)
    if url.scheme == "tcp" and url.hostname and url.port:
        return clamd.ClamdNetworkSocket(url.hostname, url.port, timeout)
    raise BadAddress("unix:/path or tcp://host:port")
