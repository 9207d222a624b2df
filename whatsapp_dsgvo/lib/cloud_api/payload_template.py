"""Template messages. Source: Meta, "Templates"."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from . import limits
from .limits import Problem, check_parameter
from .payload_parts import Payload, Recipient, message, refuse

_NAME = re.compile(r"[a-z0-9_]{1,512}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?")

Parameters = Sequence[str] | Mapping[str, str]


def template(
    to: Recipient,
    name: str,
    language: str,
    body: Parameters = (),
    components: Sequence[Payload] = (),
    quoted_wamid: str | None = None,
    opaque_id: str | None = None,
) -> Payload:
    """An approved template in one language, as `de` or `en_US`.

    `body` fills the placeholders: in order for a positional template, by name for a
    named one. `components` are those of header and buttons, as made below.
    """
    refuse(_problems(name, language))
    filled = [body_component(body)] if body else []
    content: dict[str, Any] = {"name": name, "language": {"code": language}}
    if filled or components:
        content["components"] = [*filled, *components]
    return message(to, "template", content, quoted_wamid, opaque_id)


def body_component(parameters: Parameters) -> Payload:
    return {"type": "body", "parameters": _text_parameters(parameters)}


def header_component(parameters: Parameters) -> Payload:
    """For a text header; it has one placeholder at most."""
    return {"type": "header", "parameters": _text_parameters(parameters)}


def header_media_component(kind: str, media_id: str) -> Payload:
    """For a header of type image, video or document, by the id of an upload."""
    known = kind in ("image", "video", "document")
    refuse([] if known else [Problem("media_kind_unknown")])
    return {"type": "header", "parameters": [{"type": kind, kind: {"id": media_id}}]}


def quick_reply_component(index: int, payload: str) -> Payload:
    """`payload` comes back as `reply_id` when the button is tapped."""
    refuse(limits.check_words("button_payload", payload, limits.BUTTON_ID))
    return _button("quick_reply", index, {"type": "payload", "payload": payload})


def url_component(index: int, suffix: str) -> Payload:
    """Completes the address of a button whose URL ends in a placeholder."""
    refuse(check_parameter(suffix))
    return _button("url", index, {"type": "text", "text": suffix})


def _button(sub_type: str, index: int, parameter: Payload) -> Payload:
    in_range = 0 <= index < limits.TEMPLATE_BUTTONS
    refuse([] if in_range else [Problem("button_index", limits.TEMPLATE_BUTTONS)])
    return {
        "type": "button",
        "sub_type": sub_type,
        "index": str(index),
        "parameters": [parameter],
    }


def _text_parameters(parameters: Parameters) -> list[Payload]:
    named = isinstance(parameters, Mapping)
    pairs = (
        list(parameters.items())
        if isinstance(parameters, Mapping)
        else [("", value) for value in parameters]
    )
    refuse(problem for _name, value in pairs for problem in check_parameter(value))
    return [
        {"type": "text", **({"parameter_name": name} if named else {}), "text": value}
        for name, value in pairs
    ]


def _problems(name: str, language: str) -> list[Problem]:
    problems = []
    if not _NAME.fullmatch(name):
        problems.append(Problem("template_name_invalid", limits.TEMPLATE_NAME))
    if not _LANGUAGE.fullmatch(language):
        problems.append(Problem("template_language_invalid"))
    return problems
