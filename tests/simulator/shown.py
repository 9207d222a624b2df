"""What the person sees of a message: texts and things to tap.

Form: {"header", "body", "footer", "buttons": [{"title", "url" | "answer"}]}; `answer`
is the message that goes back when the button is tapped.
"""

import re

from . import media_types
from .entities import Template

_PLACE = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def of_message(body: dict, kind: str, template: Template | None) -> dict:
    if kind == "template":
        return _of_template(template, body["template"].get("components") or [])
    if kind == "interactive":
        return _of_interactive(body["interactive"])
    if kind == "text":
        return {"body": body["text"]["body"]}
    if kind in media_types.KINDS:
        return {"body": body[kind].get("caption", "")}
    return {}


def places(text: str) -> list[str]:
    """Names or numbers of the placeholders, each once, in order."""
    return list(dict.fromkeys(_PLACE.findall(text)))


def parameters(components: list, kind: str, index: int | None = None) -> list[dict]:
    """The parameters sent for a header, body, or the button at `index`."""
    for part in components:
        right = str(part.get("type", "")).lower() == kind
        if right and (index is None or int(part.get("index", -1)) == index):
            return part.get("parameters") or []
    return []


def _of_interactive(interactive: dict) -> dict:
    texts = {
        part: interactive[part].get("text", "")
        for part in ("header", "body", "footer")
        if part in interactive
    }
    action = interactive["action"]
    buttons = [_reply(button["reply"]) for button in action.get("buttons") or []]
    for section in action.get("sections") or []:
        buttons += [_row(row) for row in section["rows"]]
    if interactive["type"] == "cta_url":
        link = action["parameters"]
        buttons.append({"title": link["display_text"], "url": link["url"]})
    return texts | {"buttons": buttons}


def _reply(reply: dict) -> dict:
    return {
        "title": reply["title"],
        "answer": {
            "type": "interactive",
            "interactive": {
                "type": "button_reply",
                "button_reply": {"id": reply["id"], "title": reply["title"]},
            },
        },
    }


def _row(row: dict) -> dict:
    kept = {key: row[key] for key in ("id", "title", "description") if row.get(key)}
    answer = {"type": "list_reply", "list_reply": kept}
    return {
        "title": row["title"],
        "answer": {"type": "interactive", "interactive": answer},
    }


def _of_template(template: Template, sent: list) -> dict:
    texts: dict = {"buttons": []}
    for part in template.components:
        kind = part["type"].lower()
        if kind == "buttons":
            texts["buttons"] = _template_buttons(part.get("buttons") or [], sent)
        elif part.get("text"):
            texts[kind] = _fill(part["text"], parameters(sent, kind))
    return texts


def _template_buttons(buttons: list, sent: list) -> list:
    shown = []
    for index, button in enumerate(buttons):
        title = button.get("text", "")
        given = parameters(sent, "button", index)
        if button["type"] == "QUICK_REPLY":
            payload = given[0].get("payload", title) if given else title
            answer = {"type": "button", "button": {"payload": payload, "text": title}}
            shown.append({"title": title, "answer": answer})
        elif button["type"] == "URL":
            shown.append({"title": title, "url": _fill(button.get("url", ""), given)})
        else:
            shown.append({"title": title})
    return shown


def _fill(text: str, given: list[dict]) -> str:
    """Named parameters by name, the others by position."""
    values = {}
    for place, parameter in enumerate(given, start=1):
        name = parameter.get("parameter_name", str(place))
        values[name] = str(parameter.get("text", ""))
    return _PLACE.sub(lambda found: values.get(found[1], found[0]), text)
