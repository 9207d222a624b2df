"""What all outgoing messages have in common: recipient, frame, buttons, rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from . import limits
from .bsuid import is_bsuid
from .limits import Problem, check_count, check_length, check_words
from .phone import is_e164

Payload = dict[str, Any]


class InvalidPayload(ValueError):
    """Meta would refuse this message; `code` says why, `limit` how much is allowed."""

    def __init__(self, problem: Problem):
        super().__init__(problem.code, problem.limit)
        self.problem = problem
        self.code = problem.code
        self.limit = problem.limit


@dataclass(frozen=True)
class Recipient:
    """A phone number in E.164 with "+", a BSUID, or both; the number wins at Meta.

    With `identity_key_hash` Meta sends only while the person's keys still match,
    and answers 137000 otherwise.
    """

    phone: str | None = field(default=None, repr=False)
    bsuid: str | None = field(default=None, repr=False)
    identity_key_hash: str | None = field(default=None, repr=False)

    def as_dict(self) -> Payload:
        refuse(self._problems())
        keys = {
            # without "+" Meta would put the business's own country code in front
            "to": self.phone,
            "recipient": self.bsuid,
            "recipient_identity_key_hash": self.identity_key_hash,
        }
        return {key: value for key, value in keys.items() if value}

    def _problems(self) -> Iterable[Problem]:
        if not self.phone and not self.bsuid:
            yield Problem("recipient_missing")
        if self.phone and not is_e164(self.phone):
            yield Problem("recipient_phone_invalid")
        if self.bsuid and not is_bsuid(self.bsuid):
            yield Problem("recipient_bsuid_invalid")


@dataclass(frozen=True)
class Button:
    """A reply button; `id` comes back when it is tapped."""

    id: str
    title: str

    def problems(self) -> list[Problem]:
        return check_words("button_id", self.id, limits.BUTTON_ID) + check_words(
            "button_title", self.title, limits.BUTTON_TITLE
        )

    def as_dict(self) -> Payload:
        return {"type": "reply", "reply": {"id": self.id, "title": self.title}}


@dataclass(frozen=True)
class Row:
    """A row of a list; `id` comes back when it is chosen."""

    id: str
    title: str
    description: str | None = None

    def problems(self) -> list[Problem]:
        return (
            check_words("row_id", self.id, limits.ROW_ID)
            + check_words("row_title", self.title, limits.ROW_TITLE)
            + check_length("row_description", self.description, limits.ROW_DESCRIPTION)
        )

    def as_dict(self) -> Payload:
        row = {"id": self.id, "title": self.title}
        return {**row, "description": self.description} if self.description else row


@dataclass(frozen=True)
class Section:
    """Rows under a title; the title may be missing if there is one section only."""

    title: str | None
    rows: Sequence[Row]

    def problems(self) -> list[Problem]:
        return (
            check_length("section_title", self.title, limits.SECTION_TITLE)
            + check_count("section_rows", self.rows, limits.LIST_ROWS)
            + [problem for row in self.rows for problem in row.problems()]
        )

    def as_dict(self) -> Payload:
        rows = [row.as_dict() for row in self.rows]
        return {"title": self.title, "rows": rows} if self.title else {"rows": rows}


def refuse(problems: Iterable[Problem]) -> None:
    """Raises InvalidPayload for the first problem, if there is any."""
    for problem in problems:
        raise InvalidPayload(problem)


def message(
    to: Recipient,
    kind: str,
    content: Payload,
    quoted_wamid: str | None = None,
    opaque_id: str | None = None,
) -> Payload:
    """The frame around the object of one type."""
    refuse(check_length("opaque_id", opaque_id, limits.OPAQUE_ID))
    payload: Payload = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        **to.as_dict(),
        "type": kind,
        kind: content,
    }
    if quoted_wamid:
        payload["context"] = {"message_id": quoted_wamid}
    if opaque_id:
        payload["biz_opaque_callback_data"] = opaque_id
    return payload
