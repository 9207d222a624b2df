"""One error as Meta writes it, in an answer or in a webhook."""

import re
from dataclasses import dataclass, field

from .json_values import JsonObject, an_object, flag, ident, objects, words

_CODE = re.compile(r"-?[0-9]{1,9}")


@dataclass(frozen=True)
class ApiError:
    """Only code, subcode and trace id may be logged.

    `title` and `details` are Meta's own words and may quote a phone number, so they
    are left out of the repr. `code` is None if Meta sent none that can be read.
    Source: Meta, "Error codes" (WhatsApp Cloud API).
    """

    code: int | None
    subcode: int | None = None
    title: str | None = field(default=None, repr=False)
    details: str | None = field(default=None, repr=False)
    href: str | None = field(default=None, repr=False)
    transient: bool = False
    trace_id: str | None = None

    @property
    def safe_code(self) -> str:
        """`190/463`, `131047` or `unknown`: fit for logs and screens."""
        if self.code is None:
            return "unknown"
        return f"{self.code}" if self.subcode is None else f"{self.code}/{self.subcode}"


def read_error(value: JsonObject) -> ApiError:
    """From `error` of an answer, or one of the `errors` of a webhook."""
    more = an_object(value.get("error_data"))
    return ApiError(
        code=_number(value.get("code")),
        subcode=_number(value.get("error_subcode")),
        title=words(value.get("title")) or words(value.get("message")),
        details=words(more.get("details")) or words(value.get("error_user_msg")),
        href=words(value.get("href")),
        transient=flag(value.get("is_transient")) or False,
        trace_id=words(value.get("fbtrace_id")),
    )


def read_errors(value: object) -> tuple[ApiError, ...]:
    return tuple(read_error(item) for item in objects(value))


def _number(value: object) -> int | None:
    digits = ident(value)
    return int(digits) if digits and _CODE.fullmatch(digits) else None
