"""One HTTP exchange, and what its failure says about the request.

Meta has no idempotency key, so it matters whether a request can have arrived: no
connection means it was not sent; silence after that means nobody knows.
"""

import logging
import re
import ssl
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError
from urllib3.util.retry import Retry

from .client_settings import ClientSettings
from .errors import CloudApiError, NotSent, TemporaryError, UncertainOutcome

Response = requests.Response
Streamed = AbstractContextManager[Response]

# Meta's longest answers are template lists; more is not an answer of Meta's
_MAX_BYTES = 8 * 1024 * 1024
_CHUNK = 64 * 1024
_BEFORE_SENDING = (
    NewConnectionError,
    ConnectTimeoutError,
    ssl.SSLCertVerificationError,
)
# OpenSSL's words for a handshake that failed; other TLS errors may come later
_HANDSHAKE = frozenset(
    {
        "NO_PROTOCOLS_AVAILABLE",
        "SSLV3_ALERT_HANDSHAKE_FAILURE",
        "TLSV1_ALERT_PROTOCOL_VERSION",
        "UNSUPPORTED_PROTOCOL",
        "WRONG_VERSION_NUMBER",
    }
)
_NO_TUNNEL = "Tunnel connection failed"  # http.client, when a proxy says no


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


class TokenAuth(AuthBase):
    """Sets our header last, so that neither .netrc nor a caller replaces it."""

    def __init__(self, settings: ClientSettings):
        self._header = settings.header()

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        name, value = self._header
        request.headers[name] = value
        return request


class _QueryFilter(logging.Filter):
    """Cuts the query off addresses: that of `debug_token` holds the token."""

    _QUERY = re.compile(r"\?\S*")

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(map(self._cut, record.args))
        return True

    def _cut(self, argument: object) -> object:
        if isinstance(argument, str):
            return self._QUERY.sub("?…", argument)
        return argument


_QUERY_FILTER = _QueryFilter()


def hide_queries() -> None:
    """At level DEBUG urllib3 logs whole addresses; calling this twice is harmless."""
    logging.getLogger("urllib3.connectionpool").addFilter(_QUERY_FILTER)


def new_session(connections: int = 10) -> requests.Session:
    """A session that never sends a request twice by itself.

    So many connections are kept; those that are more are closed after their answer.
    """
    session = requests.Session()
    once = HTTPAdapter(max_retries=Retry(0, read=False), pool_maxsize=connections)
    session.mount("https://", once)
    session.mount("http://", once)
    return session


def exchange(session: requests.Session, **request: Any) -> Answer:
    """The answer, whatever its status; redirects are answers, too.

    Raises NotSent or UncertainOutcome.
    """
    try:
        with session.request(**request, allow_redirects=False, stream=True) as response:
            body = _read(response)
            return Answer(response.status_code, dict(response.headers), body)
    except (OSError, HTTPError) as error:
        failure = _failure(error)
    # raised out here, as the caught exception carries the request and its token
    raise failure


@contextmanager
def stream(
    session: requests.Session, url: str, auth: AuthBase, timeout: float
) -> Iterator[Response]:
    """An answer whose body is read by the caller; TemporaryError without one.

    Reading changes nothing at Meta, so an unanswered question is simply asked again.
    """
    try:
        response = session.get(
            url,
            auth=auth,
            timeout=timeout,
            # compressed, a small answer could become a huge one
            headers={"Accept-Encoding": "identity"},
            allow_redirects=False,
            stream=True,
        )
    except (OSError, HTTPError, ValueError):
        response = None
    # raised out here, as the caught exception carries the request and its token
    if response is None:
        raise TemporaryError()
    with response:
        yield response


def _read(response: requests.Response) -> bytes:
    body = b""
    for chunk in response.iter_content(_CHUNK):
        body += chunk
        if len(body) > _MAX_BYTES:
            raise HTTPError("the answer is too long")
    return body


def _failure(error: BaseException) -> CloudApiError:
    return NotSent() if _never_left(error) else UncertainOutcome()


def _never_left(error: BaseException) -> bool:
    # ValueError: requests refused address or header before it opened a connection
    return isinstance(error, ValueError) or any(
        _is_before_sending(cause) for cause in _causes(error)
    )


def _is_before_sending(cause: BaseException) -> bool:
    if isinstance(cause, ssl.SSLError) and cause.reason in _HANDSHAKE:
        return True
    return isinstance(cause, _BEFORE_SENDING) or str(cause).startswith(_NO_TUNNEL)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """requests and urllib3 keep the cause in args or reason.

    `__context__` is left alone: it may be an earlier failure of the caller's.
    """
    waiting = [error]
    while waiting:
        cause = waiting.pop()
        yield cause
        inner = {id(item): item for item in (*cause.args, getattr(cause, "reason", 0))}
        waiting += [item for item in inner.values() if isinstance(item, BaseException)]
