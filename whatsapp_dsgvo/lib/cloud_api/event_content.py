"""What a message says, type by type.

Only known keys are kept (Art. 5 (1) c GDPR); an unknown type keeps its whole object,
so that nothing a customer sent is lost.
Source: Meta, "messages webhook reference", one page per type.
"""

from collections.abc import Callable
from typing import Any

from . import event_media
from .json_values import JsonObject, an_object, objects, words

_MEDIA_KEYS = (
    "id",
    "mime_type",
    "sha256",
    "filename",
    "caption",
    "voice",
    "animated",
    "url",
)
_CARD_KEYS = ("name", "phones", "emails", "addresses", "org", "urls", "birthday")
_REFERRAL_KEYS = (
    "source_url",
    "source_id",
    "source_type",
    "headline",
    "body",
    "media_type",
    "image_url",
    "video_url",
    "thumbnail_url",
    "welcome_message",
)
_KEYS: dict[str, tuple[str, ...]] = {
    "text": ("body",),
    **dict.fromkeys(event_media.KINDS, _MEDIA_KEYS),
    "location": ("latitude", "longitude", "name", "address", "url"),
    "reaction": ("message_id", "emoji"),
    "button": ("payload", "text"),
    "interactive": (
        "type",
        "button_reply",
        "list_reply",
        "nfm_reply",
        "call_permission_reply",
        "product",
    ),
    "order": ("catalog_id", "text", "product_items"),
    "edit": ("original_message_id", "message"),
    "revoke": ("original_message_id",),
    "unsupported": ("type",),
    "request_welcome": (),
}
_TARGETS = {
    "reaction": "message_id",
    "edit": "original_message_id",
    "revoke": "original_message_id",
}


def kind(message: JsonObject) -> str:
    """Meta's word for the type; `unknown` is the old name of `unsupported`."""
    given = words(message.get("type")) or "unknown"
    return "unsupported" if given == "unknown" else given


def body(message: JsonObject, name: str) -> JsonObject:
    """The object that carries the type's name."""
    return an_object(message.get(name))


def text(message: JsonObject, name: str) -> str | None:
    """The customer's own words, if this type has any."""
    content = body(message, name)
    if name in event_media.KINDS:
        return words(content.get("caption"))
    read = _TEXTS.get(name)
    return read(content) if read else None


def reply_id(message: JsonObject, name: str) -> str | None:
    """What we had given the tapped button or row as its id."""
    content = body(message, name)
    if name == "button":
        return words(content.get("payload"))
    return words(_tapped(content).get("id")) if name == "interactive" else None


def target(message: JsonObject, name: str) -> str | None:
    return words(body(message, name).get(_TARGETS.get(name, ""))) or None


def media_object(message: JsonObject, name: str) -> JsonObject:
    """The object of the file, also of one that replaces another by an edit."""
    if name == "edit":
        inner = an_object(body(message, name).get("message"))
        return media_object(inner, kind(inner)) if kind(inner) != "edit" else {}
    return body(message, name) if name in event_media.KINDS else {}


def payload(message: JsonObject, name: str) -> JsonObject:
    if name == "contacts":
        return _cards(message)
    if name not in _KEYS:
        whole = message.get(name)
        return whole if isinstance(whole, dict) else {name: whole}
    kept = _only(body(message, name), _KEYS[name])
    product = an_object(message.get("context")).get("referred_product")
    return {**kept, "referred_product": product} if product else kept


def referral(message: JsonObject) -> JsonObject | None:
    """The ad that led here, without `ctwa_clid`: that id is for tracking people."""
    return _only(an_object(message.get("referral")), _REFERRAL_KEYS) or None


def _only(content: JsonObject, keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: content[key] for key in keys if key in content}


def _tapped(interactive: JsonObject) -> JsonObject:
    return an_object(interactive.get("button_reply")) or an_object(
        interactive.get("list_reply")
    )


def _edited_text(edit: JsonObject) -> str | None:
    inner = an_object(edit.get("message"))
    return text(inner, kind(inner)) if kind(inner) != "edit" else None


def _cards(message: JsonObject) -> JsonObject:
    """Shared address cards; `origin` tells if we had asked for the number.

    Meta's page has the origin beside the cards, other senders inside the first one.
    """
    cards = objects(message.get("contacts"))
    origin = message.get("origin") or (cards[0].get("origin") if cards else None)
    kept: dict[str, Any] = {"contacts": [_card(card) for card in cards]}
    return {**kept, "origin": origin} if words(origin) else kept


def _card(card: JsonObject) -> JsonObject:
    # a vCard may hold a photo and notes: only where nothing else tells the name
    keys = _CARD_KEYS if card.get("name") else (*_CARD_KEYS, "vcard")
    return _only(card, keys)


_TEXTS: dict[str, Callable[[JsonObject], str | None]] = {
    "text": lambda content: words(content.get("body")),
    "button": lambda content: words(content.get("text")),
    "interactive": lambda content: words(_tapped(content).get("title")),
    "order": lambda content: words(content.get("text")),
    "edit": _edited_text,
}
