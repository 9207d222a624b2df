"""Message templates: list, create, delete, and whether a send fits one."""

import re

from . import shown, updates, wamid
from .entities import Template
from .errors import GraphError
from .world import World

_NAME = re.compile(r"[a-z0-9_]{1,512}")
_CATEGORIES = ("MARKETING", "UTILITY", "AUTHENTICATION")
_UNSENDABLE = {"PAUSED": 132015, "DISABLED": 132016}
_MEDIA = ("IMAGE", "VIDEO", "DOCUMENT", "LOCATION")
_BAD_TEXT = re.compile(r"[\n\t]| {5,}")
_FIELDS = {
    "id": "id",
    "name": "name",
    "status": "status",
    "category": "category",
    "language": "language",
    "components": "components",
    "parameter_format": "parameter_format",
    "rejected_reason": "rejected_reason",
}


def list_all(world: World, call) -> dict:
    """`GET /<WABA>/message_templates`, filtered and in pages."""
    query = call.query
    rows = [row for row in world.templates.values() if row.waba_id == call.node]
    for key in ("name", "status", "language", "category"):
        if query.get(key):
            rows = [row for row in rows if getattr(row, key) == query[key]]
    start, size = _page(query)
    paging: dict = {"cursors": {"before": str(start), "after": str(start + size)}}
    if start + size < len(rows):
        paging["next"] = f"after={start + size}"
    wanted = query.get("fields")
    page = [as_node(row, wanted) for row in rows[start : start + size]]
    return {"data": page, "paging": paging}


def get_one(world: World, call) -> dict:
    return as_node(world.templates[call.node], call.query.get("fields"))


def create(world: World, call) -> dict:
    """`POST /<WABA>/message_templates`: PENDING until somebody approves it."""
    body = call.json()
    _check_new(world, call.node, body)
    row = Template(
        id=wamid.node_id(),
        waba_id=call.node,
        name=body["name"],
        language=body["language"],
        category=body["category"].upper(),
        components=body["components"],
        parameter_format=str(body.get("parameter_format", "POSITIONAL")).upper(),
    )
    world.put("templates", row)
    if world.config.auto_approve_templates:
        decide(world, row.name, "APPROVED")
    return {"id": row.id, "status": row.status, "category": row.category}


def delete(world: World, call) -> dict:
    """By `name` in all languages, or one by `hsm_id`."""
    name, key = call.query.get("name"), call.query.get("hsm_id")
    rows = [
        row
        for row in world.templates.values()
        if row.waba_id == call.node and (row.id == key if key else row.name == name)
    ]
    if not rows:
        raise GraphError(100, title="Message Template Not Found", subcode=2593002)
    for row in rows:
        world.drop("templates", row.id)
    return {"success": True}


def decide(
    world: World, name: str, status: str, language: str = "", reason: str = ""
) -> list[str]:
    """What Meta decides about a template; tells the business by webhook.

    Returns the ids changed. Raises ValueError for an unknown name.
    """
    with world.lock:
        rows = [
            row
            for row in list(world.templates.values())
            if row.name == name and language in ("", row.language)
        ]
        if not rows:
            raise ValueError(f"unknown template {name!r}")
        for row in rows:
            why = reason or "NONE"
            world.patch("templates", row.id, status=status, rejected_reason=why)
            updates.push_template(world, row.id)
        return [row.id for row in rows]


def find_sendable(world: World, waba_id: str, template: dict) -> Template:
    """The approved template in that language. Raises GraphError 132001 and so on."""
    name, language = template["name"], template["language"]["code"]
    for row in world.templates.values():
        if (row.waba_id, row.name, row.language) == (waba_id, name, language):
            if row.status == "APPROVED":
                _check_parameters(row, template.get("components") or [])
                return row
            if row.status in _UNSENDABLE:
                raise GraphError(_UNSENDABLE[row.status])
    raise GraphError(
        132001, f"template name ({name}) does not exist in {language}", http=404
    )


def as_node(row: Template, wanted: str | None = None) -> dict:
    """The template as Graph shows it. Raises GraphError for an unknown field."""
    known = {name: getattr(row, attribute) for name, attribute in _FIELDS.items()}
    known["quality_score"] = {"score": row.quality}
    names = [name.strip() for name in wanted.split(",")] if wanted else list(known)
    for name in names:
        if name not in known and name != "previous_category":
            raise no_such_field(name, "WhatsAppMessageTemplate")
    return {name: known[name] for name in ["id", *names] if name in known}


def no_such_field(name: str, node: str) -> GraphError:
    title = f"Tried accessing nonexisting field ({name}) on node type ({node})"
    return GraphError(100, title=title)


def _check_new(world: World, waba_id: str, body: dict) -> None:
    for key in ("name", "language", "category", "components"):
        if not body.get(key):
            raise GraphError(100, title=f"The parameter {key} is required.")
    if not _NAME.fullmatch(body["name"]):
        raise GraphError(100, "Only a-z, 0-9 and _ in a name.", subcode=2388023)
    if body["category"].upper() not in _CATEGORIES:
        raise GraphError(100, f"category must be one of {', '.join(_CATEGORIES)}.")
    if not any(part.get("type") == "BODY" for part in body["components"]):
        raise GraphError(100, "A template needs a BODY.", subcode=2388043)
    key = (waba_id, body["name"], body["language"])
    rows = world.templates.values()
    if any((row.waba_id, row.name, row.language) == key for row in rows):
        title = "Content in this language already exists"
        raise GraphError(100, title=title, subcode=2388024)


def _check_parameters(row: Template, sent: list) -> None:
    for part in row.components:
        kind = part["type"].lower()
        if kind == "buttons":
            _check_buttons(part.get("buttons") or [], sent)
        elif part.get("format") in _MEDIA:
            _check_media(part["format"].lower(), shown.parameters(sent, kind))
        elif part.get("text"):
            _check_texts(row, kind, part["text"], shown.parameters(sent, kind))


def _check_texts(row: Template, kind: str, text: str, given: list) -> None:
    wanted = shown.places(text)
    if len(given) != len(wanted):
        raise GraphError(
            132000,
            f"{kind}: number of localizable_params ({len(given)}) does not match "
            f"the expected number of params ({len(wanted)})",
        )
    if row.parameter_format == "NAMED":
        names = {parameter.get("parameter_name") for parameter in given}
        if names != set(wanted):
            raise GraphError(132012, f"{kind}: parameter name is missing or unknown.")
    if any(_BAD_TEXT.search(str(parameter.get("text", ""))) for parameter in given):
        raise GraphError(
            132018,
            "Param text cannot have new-line/tab characters or more than 4 "
            "consecutive spaces",
        )


def _check_media(kind: str, given: list) -> None:
    if [parameter.get("type") for parameter in given] != [kind]:
        raise GraphError(132012, f"header: Format mismatch, expected {kind.upper()}")


def _check_buttons(buttons: list, sent: list) -> None:
    for index, button in enumerate(buttons):
        open_link = button["type"] == "URL" and shown.places(button.get("url", ""))
        if open_link and not shown.parameters(sent, "button", index):
            raise GraphError(
                131008,
                f"buttons: Button at index {index} of type Url requires a parameter",
            )


def _page(query: dict) -> tuple[int, int]:
    after, limit = query.get("after", "0"), query.get("limit", "25")
    if not after.isdigit():
        raise GraphError(131059)
    if not limit.isdigit() or int(limit) < 1:
        raise GraphError(100, title="limit must be a positive number")
    return int(after), int(limit)
