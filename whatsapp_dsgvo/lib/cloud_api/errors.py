"""What can go wrong with a call, sorted by what the caller can do.

    CloudApiError
    ├── TemporaryError     try again, with back-off
    ├── RecipientError     final for this message; tell the agent
    ├── AccountError       stop the number, alert the administrator
    ├── UncertainOutcome   it may have been sent: wait for its status, never resend
    ├── NotSent            no connection: nothing left, safe to try again
    └── NotOffered         this provider has no such call

Each carries the rule with the sentences for agent and administrator.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from . import error_table_fallback as fallback
from .api_error import ApiError, read_error
from .error_rule import ErrorRule, RetryRule
from .error_table import is_known, retry_delay, rule_for
from .json_values import BrokenBody, load
from .retry_after import retry_after

# Meta's code for a token that expired or was revoked
TOKEN_INVALID = 190

__all__ = [
    "TOKEN_INVALID",
    "AccountError",
    "ApiError",
    "CloudApiError",
    "ErrorRule",
    "NotOffered",
    "NotSent",
    "RecipientError",
    "RetryRule",
    "TemporaryError",
    "UncertainOutcome",
    "from_api_error",
    "from_response",
    "retry_delay",
    "rule_for",
]


class CloudApiError(Exception):
    """Its text holds class, code and HTTP status only, so it may be logged.

    `error` is None if the answer held no error of Meta's, as from a proxy.
    `retry_after` is in seconds, None if unknown. `rule` is that of Meta's code, and
    the class's own one where the code says nothing.
    """

    own_rule: ClassVar[ErrorRule] = fallback.REFUSED

    def __init__(
        self,
        error: ApiError | None = None,
        http_status: int | None = None,
        retry_after: int | None = None,
    ):
        self.error = error
        self.http_status = http_status
        self.retry_after = retry_after
        super().__init__(self.safe_code)

    def __str__(self) -> str:
        status = f" (HTTP {self.http_status})" if self.http_status else ""
        return f"{type(self).__name__} {self.safe_code}{status}"

    @property
    def safe_code(self) -> str:
        return self.error.safe_code if self.error else "unknown"

    @property
    def rule(self) -> ErrorRule:
        error = self.error
        if error is None or error.code is None:
            return self.own_rule
        if not is_known(error.code):
            return replace(self.own_rule, code=error.code)
        return rule_for(error.code, error.subcode)


class TemporaryError(CloudApiError):
    """Try again after `retry_after` seconds, or as `retry_delay` says."""

    own_rule = fallback.OUTAGE


class RecipientError(CloudApiError):
    """Final for this message; `rule` says what the agent can do instead."""


class AccountError(CloudApiError):
    """Nothing can be sent from this number until an administrator has acted."""

    own_rule = fallback.WRONG_ACCESS


class UncertainOutcome(CloudApiError):
    """The request may have been carried out, but no answer tells so.

    Meta has no idempotency key: trying again may send twice. The status webhook with
    the same `biz_opaque_callback_data` settles it.
    """

    own_rule = fallback.UNCERTAIN


class NotSent(CloudApiError):
    """No connection could be made, so nothing was sent; try again."""

    own_rule = fallback.NO_CONNECTION


class NotOffered(CloudApiError):
    """The provider behind this number does not offer the call."""

    own_rule = fallback.NOT_OFFERED


_CLASSES: dict[str, type[CloudApiError]] = {
    "temporary": TemporaryError,
    "later": RecipientError,
    "final": RecipientError,
    "account": AccountError,
}


def from_response(
    http_status: int, body: bytes, headers: Mapping[str, str]
) -> CloudApiError:
    """The error an answer outside 2xx stands for; the body may be HTML or empty."""
    error = _read(body)
    return _class_for(error, http_status)(error, http_status, retry_after(headers))


def from_api_error(error: ApiError) -> CloudApiError:
    """The error a webhook reported, for instance in a status `failed`."""
    return _class_for(error, http_status=None)(error)


def _read(body: bytes) -> ApiError | None:
    try:
        error = load(body).get("error")
    except BrokenBody:
        return None
    return read_error(error) if isinstance(error, dict) else None


def _class_for(error: ApiError | None, http_status: int | None) -> type[CloudApiError]:
    """Meta's code decides; for a code we don't know, its hint and the HTTP status."""
    if error and is_known(error.code):
        return _CLASSES[rule_for(error.code, error.subcode).kind]
    if error and error.transient:
        return TemporaryError
    return _class_for_status(http_status or 400)


def _class_for_status(http_status: int) -> type[CloudApiError]:
    if http_status >= 500 or http_status in (408, 429):
        return TemporaryError
    # a redirect would lead our token astray: the base URL is wrong
    if http_status == 401 or 300 <= http_status < 400:
        return AccountError
    return RecipientError
