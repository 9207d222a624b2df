"""Whether a message has the form Meta takes (messages/send-messages, limits)."""

from collections.abc import Callable
from functools import partial

from . import media_rules, media_types
from .errors import GraphError

# Characters are counted as code points.
TEXT_BODY = 4096
CALLBACK_DATA = 512
BUTTONS = 3
LIST_ROWS = 10
_BODY = {"list": 4096}
_ACTIONS = ("button", "list", "cta_url", "location_request_message")


def check_envelope(body: dict) -> None:
    """The keys every message has. Raises GraphError."""
    if body.get("messaging_product") != "whatsapp":
        raise GraphError(100, title="The parameter messaging_product is required.")
    if not body.get("to") and not body.get("recipient"):
        raise GraphError(100, title="The parameter to is required.")
    if body.get("recipient_type", "individual") != "individual":
        raise GraphError(131009, "recipient_type must be individual.")
    for key in ("to", "recipient", "biz_opaque_callback_data"):
        if not isinstance(body.get(key, ""), str):
            raise GraphError(100, title=f"Param {key} must be a string.")
    if len(body.get("biz_opaque_callback_data", "")) > CALLBACK_DATA:
        raise GraphError(
            131009, f"biz_opaque_callback_data must be at most {CALLBACK_DATA} long."
        )


def check_content(body: dict) -> str:
    """The message type, after its own part was checked. Raises GraphError."""
    kind = body.get("type", "text")
    if kind not in _CHECKS:
        raise GraphError(131051, f"Message type {kind!r} is not supported.")
    part = body.get(kind)
    if not isinstance(part, dict):
        raise GraphError(131008, f"Parameter '{kind}' is mandatory for type '{kind}'.")
    _CHECKS[kind](part)
    return kind


def _check_text(text: dict) -> None:
    body = text.get("body")
    if not isinstance(body, str) or not body.strip():
        raise GraphError(100, title="The parameter text['body'] is required.")
    if len(body) > TEXT_BODY:
        raise GraphError(
            100,
            title=f"Param text['body'] must be at most {TEXT_BODY} characters long.",
        )


def _check_reaction(reaction: dict) -> None:
    for key in ("message_id", "emoji"):
        if not isinstance(reaction.get(key), str):
            raise GraphError(131008, f"Parameter reaction['{key}'] is required.")


def _check_location(location: dict) -> None:
    for key, most in (("latitude", 90), ("longitude", 180)):
        try:
            fits = abs(float(location.get(key, ""))) <= most
        except (TypeError, ValueError):
            fits = False
        if not fits:
            raise GraphError(131009, f"Parameter location['{key}'] is not valid.")


def _check_template(template: dict) -> None:
    if not isinstance(template.get("name"), str):
        raise GraphError(131008, "Parameter template['name'] is required.")
    language = template.get("language")
    if not isinstance(language, dict) or not language.get("code"):
        raise GraphError(131008, "Parameter template['language']['code'] is required.")


def _check_interactive(interactive: dict) -> None:
    kind = interactive.get("type")
    if kind not in _ACTIONS:
        raise GraphError(131009, f"interactive type {kind!r} is not valid.")
    _length(_text(interactive, "body"), "Body text", _BODY.get(kind, 1024))
    for part in ("header", "footer"):
        if part in interactive and interactive[part].get("type", "text") == "text":
            _length(_text(interactive, part), f"{part.title()} text", 60)
    action = interactive.get("action")
    if not isinstance(action, dict):
        raise GraphError(131008, "Parameter interactive['action'] is required.")
    _ACTION_CHECKS.get(kind, lambda _action: None)(action)


def _check_buttons(action: dict) -> None:
    buttons = action.get("buttons") or []
    if not 1 <= len(buttons) <= BUTTONS:
        raise GraphError(
            131009, f"Invalid buttons count. Min allowed buttons: 1, Max: {BUTTONS}"
        )
    replies = [button.get("reply") or {} for button in buttons]
    for reply in replies:
        _length(reply.get("title"), "Button title", 20)
        _length(reply.get("id"), "Button id", 256)
    for key in ("title", "id"):
        if len({reply[key] for reply in replies}) < len(replies):
            raise GraphError(131009, f"Button {key} must be unique.")


def _check_list(action: dict) -> None:
    _length(action.get("button"), "List button", 20)
    sections = action.get("sections") or []
    rows = [row for section in sections for row in section.get("rows") or []]
    if not rows or len(rows) > LIST_ROWS:
        raise GraphError(131009, f"Total row count exceed max allowed: {LIST_ROWS}")
    for section in sections:
        if len(sections) > 1:
            _length(section.get("title"), "Section title", 24)
    for row in rows:
        _length(row.get("id"), "Row id", 200)
        _length(row.get("title"), "Row title", 24)
        if row.get("description"):
            _length(row["description"], "Row description", 72)


def _check_link(action: dict) -> None:
    parameters = action.get("parameters") or {}
    _length(parameters.get("display_text"), "Button text", 20)
    if not str(parameters.get("url", "")).startswith(("https://", "http://")):
        raise GraphError(131009, "URL must begin with http:// or https://")


def _text(interactive: dict, part: str) -> str:
    content = interactive.get(part)
    if not isinstance(content, dict):
        raise GraphError(131008, f"Parameter interactive['{part}'] is required.")
    return content.get("text")


def _length(text, name: str, most: int) -> None:
    if not isinstance(text, str) or not 1 <= len(text) <= most:
        raise GraphError(
            131009, f"{name} length invalid. Min length: 1, Max length: {most}"
        )


_CHECKS: dict[str, Callable[[dict], None]] = {
    "text": _check_text,
    "interactive": _check_interactive,
    "template": _check_template,
    "reaction": _check_reaction,
    "location": _check_location,
    **{kind: partial(media_rules.check_form, kind) for kind in media_types.KINDS},
}
_ACTION_CHECKS: dict[str, Callable[[dict], None]] = {
    "button": _check_buttons,
    "list": _check_list,
    "cta_url": _check_link,
}
