"""`/_sim/…`: the Python API of `control.py` as JSON over HTTP."""

import base64
import http.client
import re
from collections.abc import Callable
from dataclasses import asdict, is_dataclass

from . import media_types, page, ranges
from .control import Controls
from .http_types import Answer, Request, json_answer
from .multipart import Form


def handle(sim: Controls, request: Request) -> Answer:
    """400 with `{"error": …}` for wrong input, 404 for an unknown path."""
    for method, pattern, function in _ROUTES:
        found = re.fullmatch(pattern, request.path)
        if found and method == request.method:
            return _answer(function, sim, request, found.groups())
    return json_answer({"error": f"no {request.method} {request.path}"}, 404)


def _answer(function: Callable, sim: Controls, request: Request, parts) -> Answer:
    try:
        content = function(sim, request, *parts)
    except (ValueError, TypeError, KeyError) as error:
        return json_answer({"error": f"{type(error).__name__}: {error}"}, 400)
    except (OSError, http.client.HTTPException) as error:
        return json_answer({"error": f"callback: {error!r}"}, 502)
    if isinstance(content, Answer):
        return content
    return json_answer(_plain({"ok": True} if content is None else content))


def _state(sim: Controls, request: Request) -> dict:
    world = sim.world
    with world.lock:
        tables = ("wabas", "numbers", "tokens", "customers", "templates", "faults")
        rows = {name: list(getattr(world, name).values()) for name in tables}
        return rows | {
            "now": world.now(),
            "offset": world.clock.offset,
            "config": world.config,
            "waiting": world.outbox.waiting(),
            "version": world.journal.size(),
        }


def _config(sim: Controls, request: Request) -> dict:
    return sim.configure(**request.json())


def _customer(sim: Controls, request: Request):
    """`customer` names a known one to change; else `phone` / `user_id`."""
    values = request.json()
    known = values.pop("customer", None)
    if known:
        return sim.update_customer(known, **values)
    return sim.add_customer(**values)


def _send(sim: Controls, request: Request) -> dict:
    """`customer` and one of text, tap, react, content, read, number, call, prefer."""
    values = request.json()
    person = values.pop("customer")
    kinds = [kind for kind in _SENDS if kind in values]
    if len(kinds) != 1:
        raise ValueError(f"exactly one of {sorted(_SENDS)} is needed")
    given = values.pop(kinds[0])
    outcome = _SENDS[kinds[0]](sim, person, given, values)
    return {"id": outcome} if isinstance(outcome, str) else {"result": outcome}


_SENDS: dict[str, Callable] = {
    "text": lambda sim, who, given, more: sim.customer_sends_text(who, given, **more),
    "content": lambda sim, who, given, more: sim.customer_sends(who, given, **more),
    "tap": lambda sim, who, given, more: sim.customer_taps(who, given, **more),
    "react": lambda sim, who, given, more: sim.customer_reacts(who, given, **more),
    "read": lambda sim, who, given, more: sim.customer_reads(who, given, **more),
    "number": lambda sim, who, given, more: sim.customer_changes_number(who, given),
    "call": lambda sim, who, given, more: sim.customer_calls(who, **more),
    "prefer": lambda sim, who, given, more: sim.customer_prefers(who, given, **more),
}


def _send_file(sim: Controls, request: Request) -> dict:
    """As a form with the file in `file`, or as JSON with base64 `data`.

    Without `kind` it goes as what a phone makes of a file picked from its folders.
    """
    if request.form is None:
        values = request.json()
        data = base64.b64decode(values.pop("data", ""), validate=True)
    else:
        values, data = _form_values(request.form)
    who, kind = values.pop("customer"), values.pop("kind", "")
    kind = kind or media_types.picked(values.get("mime_type", ""))
    if not data and not values.get("size"):
        raise ValueError("a file needs data or a size")
    return {"id": sim.customer_sends_file(who, kind, data, **values)}


def _form_values(form: Form) -> tuple[dict, bytearray]:
    """In a form everything is text: "true" is true, and the file brings its name."""
    if form.problem:
        raise ValueError(form.problem)
    values: dict = dict(form.fields)
    for key in ("voice", "animated"):
        values[key] = values.get(key) == "true"
    if "size" in values:
        values["size"] = int(values["size"])
    file = form.files.get("file")
    if file is None:
        return values, bytearray()
    return {"filename": file.filename, "mime_type": file.mime_type} | values, file.data


def _file(sim: Controls, request: Request, media_id: str) -> Answer:
    """A file as a phone shows it. Foreign content: it may do nothing in a browser."""
    row = sim.world.media[media_id]
    headers = {
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, max-age=3600",
        "Accept-Ranges": "bytes",
    }
    status, sent = 200, range(row.size)
    if part := ranges.asked(request.headers.get("range", ""), row.size):
        status, sent = 206, part
        headers["Content-Range"] = f"bytes {sent[0]}-{sent[-1]}/{row.size}"
    blocks = ranges.cut(sim.world.files.blocks(row.id, sent.stop), sent.start)
    return Answer(status, b"", row.mime_type, headers, blocks=blocks, length=len(sent))


def _add_fault(sim: Controls, request: Request):
    return sim.add_fault(**request.json())


def _clear_faults(sim: Controls, request: Request) -> None:
    sim.clear_faults(request.query.get("id", ""))


def _advance(sim: Controls, request: Request) -> dict:
    return {"now": sim.advance(**request.json())}


def _flush(sim: Controls, request: Request) -> dict:
    return {"waiting": sim.flush(**request.json())}


def _received(sim: Controls, request: Request) -> dict:
    return {
        "requests": sim.received,
        "sent": sim.sent,
        "written": sim.written,
        "deliveries": sim.deliveries,
    }


def _journal(sim: Controls, request: Request) -> dict:
    after = int(request.query.get("after", "0"))
    return {"records": sim.world.journal.records[after:]}


def _raw(sim: Controls, request: Request) -> dict:
    """`body` as object, or `text` for exact bytes; `signature`, `url`."""
    values = request.json()
    body = values.pop("text").encode() if "text" in values else values.pop("body")
    return sim.post_raw(body, **values)


def _account(sim: Controls, request: Request) -> None:
    sim.account_event(**request.json())


def _decide(sim: Controls, request: Request, name: str, verdict: str) -> dict:
    decide = {"approve": sim.approve_template, "reject": sim.reject_template}
    if verdict in decide:
        return {"ids": decide[verdict](name, **request.json())}
    return {"ids": sim.decide_template(name, verdict.upper(), **request.json())}


def _hold(sim: Controls, request: Request) -> None:
    sim.hold_webhooks()


def _release(sim: Controls, request: Request) -> None:
    sim.release_webhooks()


def _reset(sim: Controls, request: Request) -> None:
    sim.reset(**request.json())


def _chat(sim: Controls, request: Request, customer: str) -> dict:
    person = sim.person(customer)
    after = int(request.query.get("after", "-1"))
    return page.wait_for_news(sim.world, person, after)


_ROUTES: list[tuple[str, str, Callable]] = [
    ("GET", r"/_sim/state", _state),
    ("POST", r"/_sim/config", _config),
    ("POST", r"/_sim/customers", _customer),
    ("POST", r"/_sim/send", _send),
    ("POST", r"/_sim/send_file", _send_file),
    ("GET", r"/_sim/files/(\d+)", _file),
    ("POST", r"/_sim/faults", _add_fault),
    ("DELETE", r"/_sim/faults", _clear_faults),
    ("POST", r"/_sim/advance", _advance),
    ("POST", r"/_sim/flush", _flush),
    ("POST", r"/_sim/hold", _hold),
    ("POST", r"/_sim/release", _release),
    ("GET", r"/_sim/received", _received),
    ("GET", r"/_sim/journal", _journal),
    ("POST", r"/_sim/webhook/raw", _raw),
    ("POST", r"/_sim/webhook/account", _account),
    ("POST", r"/_sim/templates/(\w+)/(\w+)", _decide),
    ("POST", r"/_sim/reset", _reset),
    ("GET", r"/_sim/chat/([^/]+)", _chat),
]


def _plain(content):
    """Rows as dicts, all the way down."""
    if is_dataclass(content):
        return asdict(content)
    if isinstance(content, dict):
        return {key: _plain(value) for key, value in content.items()}
    if isinstance(content, (list, tuple)):
        return [_plain(value) for value in content]
    return content
