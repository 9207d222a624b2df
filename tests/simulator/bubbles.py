"""What the phone page is told of each message: words, file, tiles, buttons."""

from . import media_types, shown
from .entities import Message
from .world import World

# They say something about an earlier message instead of being one.
_CHANGES = ("edit", "revoke")


def of_chat(world: World, messages: list[Message]) -> list[dict]:
    """One for each message; what was changed or taken back shows in the first."""
    made = {row.id: _bubble(world, row) for row in messages if row.type not in _CHANGES}
    for row in messages:
        part = _dict(row.payload.get(row.type)) if row.type in _CHANGES else {}
        changed = made.get(str(part.get("original_message_id")))
        if changed and changed["mine"] == (row.direction == "in"):
            changed |= _changed(part) if row.type == "edit" else _gone()
    return list(made.values())


def _changed(part: dict) -> dict:
    content = _dict(part.get("message"))
    return {"body": _words(str(content.get("type")), content), "edited": True}


def _gone() -> dict:
    return {"body": "", "media": None, "tiles": [], "reactions": [], "gone": True}


def _bubble(world: World, message: Message) -> dict:
    texts = message.shown or {"body": _words(message.type, message.payload)}
    buttons = [
        {key: button[key] for key in ("title", "url") if key in button}
        | {"tappable": "answer" in button}
        for button in texts.get("buttons", [])
    ]
    return {
        "id": message.id,
        "mine": message.direction == "in",
        "at": message.at,
        "state": message.state,
        "type": message.type,
        "header": texts.get("header", ""),
        "body": texts.get("body", ""),
        "footer": texts.get("footer", ""),
        "media": _media(world, message),
        "tiles": _tiles(message),
        "buttons": buttons,
        "tapped": message.tapped,
        "quote": message.context,
        "reactions": [emoji for emoji in message.reactions.values() if emoji],
        "edited": False,
        "gone": False,
    }


def _words(kind: str, payload: dict) -> str:
    """What a person's own message says in their chat; a file may say nothing."""
    content = _dict(payload.get(kind))
    if kind == "interactive":
        content = _dict(content.get(str(content.get("type"))))
    for key in ("body", "title", "text", "caption"):
        if content.get(key):
            return str(content[key])
    return ""


def _media(world: World, message: Message) -> dict | None:
    """The file of a message; without `url` if the stand-in does not have it."""
    kind, part = _file(message)
    if not kind:
        return None
    row = world.media.get(str(part.get("id")))
    return {
        "kind": kind,
        "voice": bool(part.get("voice")),
        "name": part.get("filename", ""),
        "mime_type": row.mime_type if row else "",
        "size": row.size if row else 0,
        "url": f"/_sim/files/{row.id}" if row else "",
    }


def _file(message: Message) -> tuple[str, dict]:
    """Its kind and what the message says of it; also one above a text."""
    part = _dict(message.payload.get(message.type))
    if message.type in media_types.KINDS:
        return message.type, part
    header = _dict(part.get("header"))
    if message.type == "template":
        given = shown.parameters(part.get("components") or [], "header")
        header = next(iter(given), {})
    kind = header.get("type", "")
    if kind not in media_types.KINDS:
        return "", {}
    return kind, _dict(header.get(kind))


def _tiles(message: Message) -> list[dict]:
    part = message.payload.get(message.type)
    if message.type == "location":
        return [_place(_dict(part))]
    if message.type == "contacts":
        return [_card(_dict(row)) for row in _list(part)]
    return []


def _place(location: dict) -> dict:
    degrees = f"{location.get('latitude', '')}, {location.get('longitude', '')}"
    return {
        "kind": "place",
        "title": str(location.get("name") or ""),
        "lines": [str(row) for row in (location.get("address"), degrees) if row],
    }


def _card(card: dict) -> dict:
    name, company = _dict(card.get("name")), _dict(card.get("org")).get("company")
    numbers = [_dict(row).get("phone") for row in _list(card.get("phones"))]
    addresses = [_dict(row).get("email") for row in _list(card.get("emails"))]
    return {
        "kind": "contact",
        "title": str(name.get("formatted_name") or ""),
        "lines": [str(row) for row in (company, *numbers, *addresses) if row],
    }


# Customers' messages can be sent as raw as anything: nothing is what it should be.
def _dict(value: object) -> dict:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list:
    return value if isinstance(value, list) else []
