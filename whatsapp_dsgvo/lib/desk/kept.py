"""What of an inbound message is kept: what the desk shows, and nothing else.

Art. 5 (1) c GDPR. What is not named here (ids of ads, links to pictures, photos in
address cards, tokens of forms) is dropped before anything is stored. Only a type nobody
knows keeps its whole object, so that nothing a customer sent is lost.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from typing import Any

from ..cloud_api.event_types import InboundMessage
from ..cloud_api.json_values import BrokenBody, an_object, load, objects, words
from . import cards
from .kinds import FILES

Kept = dict[str, Any]

# An emoji may join several; nobody needs a longer one.
EMOJI_LENGTH = 32
ROWS = 50
ROW_LENGTH = 500


def kept(item: InboundMessage) -> Kept:
    """The content of a message as it is sealed; "text" is always there.

    {"text", "reply_id", "body_sha256" of the webhook, "forwarded": "yes"|"often", "ad":
    {"headline", "type"}, "product", "error": Meta's code} and the keys of the type, see
    the functions below; keys without a value are left out.
    """
    kind, payload = item.kind, item.payload
    content = {
        "reply_id": item.reply_id,
        "body_sha256": item.body_sha256,
        "forwarded": _forwarded(item),
        "ad": _ad(item.referral or {}),
        "error": next((error.code for error in item.errors if error.code), None),
        "product": words(an_object(payload.get("referred_product")).get(_PRODUCT)),
        **of_kind(kind, payload),
    }
    found = {key: value for key, value in content.items() if value}
    return {"text": item.text, **found}


def of_kind(kind: str, payload: Mapping[str, Any]) -> Kept:
    """The keys that only this type has."""
    read = _KINDS.get(kind)
    return read(payload) if read else {"payload": dict(payload)}


def _forwarded(item: InboundMessage) -> str | None:
    if item.often_forwarded:
        return "often"
    return "yes" if item.forwarded else None


def _ad(referral: Mapping[str, Any]) -> Kept:
    """{"headline", "type": "ad"|"post"}: what the customer had seen before writing."""
    found = {
        "headline": words(referral.get("headline")) or words(referral.get("body")),
        "type": words(referral.get("source_type")),
    }
    return {key: value for key, value in found.items() if value}


def _nothing(payload: Mapping[str, Any]) -> Kept:
    return {}


def _file(payload: Mapping[str, Any]) -> Kept:
    return {"payload": dict(payload)}


def _location(payload: Mapping[str, Any]) -> Kept:
    """{"location": {"latitude", "longitude" (decimal degrees, text), "name",
    "address"}}."""
    place = {
        "latitude": _degrees(payload.get("latitude"), 90),
        "longitude": _degrees(payload.get("longitude"), 180),
        "name": words(payload.get("name")),
        "address": words(payload.get("address")),
    }
    return {"location": {key: value for key, value in place.items() if value}}


def _degrees(value: object, limit: int) -> str | None:
    """To a tenth of a metre; None for anything that is no such coordinate."""
    if not isinstance(value, (str, int, float)) or isinstance(value, bool):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return f"{number:.6f}" if math.isfinite(number) and abs(number) <= limit else None


def _contacts(payload: Mapping[str, Any]) -> Kept:
    """{"cards": [see `cards.card`], "asked": bool}.

    `asked`: we had asked for the customer's own number.
    """
    found = [cards.card(sent) for sent in objects(payload.get("contacts"))]
    return {"cards": found, "asked": payload.get("origin") == "contact_request"}


def _reaction(payload: Mapping[str, Any]) -> Kept:
    """{"emoji"}; nothing for one that was taken back."""
    return {"emoji": (words(payload.get("emoji")) or "")[:EMOJI_LENGTH]}


def _interactive(payload: Mapping[str, Any]) -> Kept:
    """{"detail"} of a row of a list, {"rows": [[label, value]]} of a form,
    {"calls": "accept"|"reject"}; {"payload"} of a reply that can't be read."""
    form = an_object(payload.get("nfm_reply"))
    if form:
        rows = _answers(form)
        return {"rows": rows} if rows else {"payload": dict(payload)}
    if not any(an_object(payload.get(reply)) for reply in _REPLIES):
        return {"payload": dict(payload)}
    row = an_object(payload.get("list_reply"))
    calls = an_object(payload.get("call_permission_reply"))
    return {
        "detail": words(row.get("description")),
        "calls": words(calls.get("response")),
    }


def _answers(form: Mapping[str, Any]) -> list[list[str]]:
    """What was filled in, without the token that only machines need."""
    try:
        answers = load((words(form.get("response_json")) or "").encode())
    except BrokenBody:
        return []
    nested = answers.pop("values", None)
    flat = {**answers, **an_object(nested)}
    rows = [[key, _plain(value)] for key, value in flat.items() if key != "flow_token"]
    return rows[:ROWS]


def _plain(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_plain(item) for item in value)[:ROW_LENGTH]
    if isinstance(value, str):
        return value[:ROW_LENGTH]
    return json.dumps(value, ensure_ascii=False, default=str)[:ROW_LENGTH]


def _order(payload: Mapping[str, Any]) -> Kept:
    """{"rows": [[product, "2 × 30 USD"]]}."""
    items = objects(payload.get("product_items"))
    return {"rows": [_ordered(item) for item in items][:ROWS]}


def _ordered(item: Mapping[str, Any]) -> list[str]:
    price = (item[key] for key in ("item_price", "currency") if item.get(key))
    count = _plain(item.get("quantity", 1))
    amount = " × ".join(filter(None, (count, " ".join(map(_plain, price)))))
    return [_plain(item.get(_PRODUCT) or "?"), amount]


def _edit(payload: Mapping[str, Any]) -> Kept:
    """What the new message would keep."""
    inner = an_object(payload.get("message"))
    kind = words(inner.get("type")) or ""
    return of_kind(kind, an_object(inner.get(kind))) if kind in FILES else {}


def _unsupported(payload: Mapping[str, Any]) -> Kept:
    """{"what": Meta's word for what it does not pass on}."""
    return {"what": words(payload.get("type"))}


_REPLIES = ("button_reply", "list_reply", "call_permission_reply")
_PRODUCT = "product_retailer_id"
_KINDS: dict[str, Callable[[Mapping[str, Any]], Kept]] = {
    **dict.fromkeys(FILES, _file),
    **dict.fromkeys(("text", "button", "revoke", "request_welcome"), _nothing),
    "location": _location,
    "contacts": _contacts,
    "reaction": _reaction,
    "interactive": _interactive,
    "order": _order,
    "edit": _edit,
    "unsupported": _unsupported,
}
