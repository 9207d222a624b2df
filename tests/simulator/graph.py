"""One Graph request from arrival to answer: faults, token, route, book."""

import hashlib
import hmac
import json

from . import faults, graph_messages, router
from .entities import Fault
from .errors import GraphError
from .http_types import Answer, Request, json_answer
from .world import World

_BEFORE = {"timeout_before": "hang", "cut_before": "cut"}
_AFTER = {"timeout_after": "hang", "cut_after": "cut"}
_HTML_503 = (
    b"<!DOCTYPE html><html><head><title>Error</title></head>"
    b"<body><h1>Sorry, something went wrong.</h1></body></html>"
)


def latency(world: World, request: Request) -> float:
    """Seconds this request has to wait before anything happens to it."""
    fault = faults.take(world, faults.LATENCY, **_where(world, request))
    ms = fault.options["ms"] if fault else world.config.latency_ms
    return ms / 1000


def handle(world: World, request: Request) -> Answer:
    """Answers, and writes down what was asked and what came of it."""
    fault = faults.take(world, faults.CALL_KINDS, **_where(world, request))
    answer = _refused(fault) or _answered(world, request)
    accepted = answer.status == 200 and not (fault and fault.kind in _BEFORE)
    if fault and fault.kind in _AFTER:
        answer.ending = _AFTER[fault.kind]
    _write_down(world, request, answer, accepted, fault)
    answer.headers.update(_usage(world, request))
    return answer


def _refused(fault: Fault | None) -> Answer | None:
    """What a fault answers instead of the Cloud API, if it does."""
    if fault is None or fault.kind in _AFTER:
        return None
    if fault.kind in _BEFORE:
        return Answer(ending=_BEFORE[fault.kind])
    if fault.kind == "html_503":
        return Answer(503, _HTML_503, "text/html; charset=utf-8")
    options = fault.options
    details = options.get("details", "")
    error = GraphError(options["code"], details, http=options.get("http", 0))
    return json_answer(error.body(), error.status)


def _answered(world: World, request: Request) -> Answer:
    try:
        scopes = _authenticate(world, request)
        call = router.match(world, request)
        _authorise(call.route.scope, scopes)
        _throttle(world, call.route.endpoint)
        content = call.route.function(world, call)
        return content if isinstance(content, Answer) else json_answer(content)
    except GraphError as error:
        return json_answer(error.body(), error.status)
    except (AttributeError, KeyError, TypeError) as error:
        # a text where an object belongs, and the like
        refusal = GraphError(100, f"Malformed request: {error!r}")
        return json_answer(refusal.body(), refusal.status)


def _authenticate(world: World, request: Request) -> list[str] | None:
    """The token's scopes; None for a 360dialog key. Raises GraphError 190."""
    key = request.headers.get("d360-api-key")
    if key and any(row.d360_key == key for row in world.numbers.values()):
        return None
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    token = world.tokens.get(value.strip())
    if scheme.lower() != "bearer" or token is None or not token.valid:
        raise GraphError(190, title="Invalid OAuth access token.", subcode=467)
    if token.expires_at and token.expires_at <= world.now():
        title = "Error validating access token: Session has expired"
        raise GraphError(190, title=title, subcode=463)
    _check_proof(world, request, token.id)
    return token.scopes


def _check_proof(world: World, request: Request, token: str) -> None:
    given = request.query.get("appsecret_proof")
    if given is None and not world.config.require_appsecret_proof:
        return
    secret = world.config.app_secret.encode()
    right = hmac.new(secret, token.encode(), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(right, given or ""):
        title = "Invalid appsecret_proof provided in the API argument"
        raise GraphError(100, title=title, kind="GraphMethodException")


def _authorise(scope: str, scopes: list[str] | None) -> None:
    if scope and scopes is not None and scope not in scopes:
        raise GraphError(10 if scope.endswith("messaging") else 200)


def _throttle(world: World, endpoint: str) -> None:
    if endpoint == "messages" or endpoint.startswith("media"):
        return
    with world.lock:
        used = world.limits.count_management(world.now())
    if used > world.config.management_per_hour:
        raise GraphError(80007, "There have been too many calls to this account.")


def _usage(world: World, request: Request) -> dict:
    """Per cent of the hourly allowance, as Meta's usage headers show it."""
    allowed = world.config.management_per_hour
    percent = min(100, 100 * world.limits.management_used() // allowed)
    load = {"call_count": percent, "total_cputime": 0, "total_time": 0}
    node = router.node_of(world, request)
    number = world.numbers.get(node)
    account = number.waba_id if number else node
    case = {"type": "whatsapp", **load, "estimated_time_to_regain_access": 0}
    return {
        "X-App-Usage": json.dumps(load),
        "X-Business-Use-Case-Usage": json.dumps({account: [case]}),
    }


def _where(world: World, request: Request) -> dict:
    if not world.faults:
        return {}
    endpoint = router.endpoint_of(world, request)
    names: tuple = ()
    if endpoint == "messages":
        try:
            names = graph_messages.people(world, request.json())
        except ValueError:
            names = ()
    return {
        "endpoint": endpoint,
        "phone_id": router.node_of(world, request),
        "recipients": names,
    }


def _write_down(
    world: World,
    request: Request,
    answer: Answer,
    accepted: bool,
    fault: Fault | None,
) -> None:
    content = _content(answer.body)
    messages = content.get("messages") or [{}]
    world.record(
        "request",
        method=request.method,
        path=request.path,
        query={k: v for k, v in request.query.items() if k != "input_token"},
        endpoint=router.endpoint_of(world, request),
        body=_written(request),
        status=answer.status if answer.ending == "answer" else None,
        accepted=accepted,
        code=(content.get("error") or {}).get("code"),
        wamid=messages[0].get("id", ""),
        fault=fault.kind if fault else "",
    )


def _written(request: Request) -> str:
    """The body for the book; of an upload what is said about the file."""
    if request.form is None:
        return request.body.decode("utf-8", "replace")
    files = {
        name: {
            "filename": file.filename,
            "mime_type": file.mime_type,
            "size": len(file.data),
        }
        for name, file in request.form.files.items()
    }
    return json.dumps({**request.form.fields, **files}, ensure_ascii=False)


def _content(body: bytes) -> dict:
    try:
        return json.loads(body)
    except ValueError:
        return {}
