"""Who may not write to a number: bodies and answers of `/block_users`.

Only people who wrote within the last 24 hours can be blocked. Source: Meta, "Block
users".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .json_values import an_object, ident, objects
from .limits import Problem
from .payload_parts import Payload, Recipient, refuse

People = Iterable[Recipient]
PARTLY_FAILED = 139100
_DONE = {"POST": "added_users", "DELETE": "removed_users"}


@dataclass(frozen=True)
class BlockResult:
    """What became of each person, by the number or ID Meta was given.

    `failed` holds Meta's code for each, 139100 where Meta names none.
    """

    done: frozenset[str] = field(repr=False)
    failed: Mapping[str, int] = field(repr=False)


def body(people: People) -> Payload:
    """The number wins over the ID, as in messages."""
    entries = [_entry(person) for person in people]
    refuse([] if entries else [Problem("recipient_missing")])
    return {"messaging_product": "whatsapp", "block_users": entries}


def read(method: str, answer: Mapping[str, Any]) -> BlockResult:
    """The answer to a POST (block) or DELETE (unblock)."""
    told = an_object(answer.get("block_users"))
    failed = {_given(row): _code(row) for row in objects(told.get("failed_users"))}
    done = {_given(row) for row in objects(told.get(_DONE[method]))}
    return BlockResult(frozenset(done - failed.keys()), failed)


def _entry(person: Recipient) -> dict[str, str]:
    address = person.as_dict()
    if "to" in address:
        return {"user": address["to"]}
    return {"user_id": address["recipient"]}


def _given(row: Mapping[str, Any]) -> str:
    return ident(row.get("input")) or ""


def _code(row: Mapping[str, Any]) -> int:
    codes = (error.get("code") for error in objects(row.get("errors")))
    return next((c for c in codes if isinstance(c, int)), PARTLY_FAILED)
