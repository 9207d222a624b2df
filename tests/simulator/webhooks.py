"""Tells the business: signed POSTs, batches, and again when the answer is not 2xx."""

import hashlib
import hmac
import http.client
import json
import threading
from urllib.parse import quote, urlsplit

from . import payloads
from .entities import Update
from .world import World


def encode(payload: dict) -> bytes:
    r"""JSON as Meta writes it: non-ASCII as \uXXXX in lower case, slash as \/."""
    text = json.dumps(payload, ensure_ascii=True, separators=(",", ":"))
    return text.replace("/", "\\/").encode("ascii")


def sign(secret: str, body: bytes) -> str:
    digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return f"sha256={digest}"


def envelope(world: World, batch: list[Update]) -> dict:
    """One entry; neighbours of the same number and kind share a change."""
    changes: list[dict] = []
    for update in batch:
        value = _value(world, update)
        if not _merged(changes, update.field, value):
            changes.append({"value": value, "field": update.field})
    entry = {"id": batch[0].waba_id, "changes": changes}
    if not any(update.phone_id for update in batch):
        entry["time"] = int(batch[0].at)
    return {"object": "whatsapp_business_account", "entry": [entry]}


def post(url: str, body: bytes, headers: dict, timeout: float) -> tuple[int, str]:
    """Answer code and text. Raises OSError or HTTPException when there is none."""
    target = urlsplit(url)
    connection = _connection(target, timeout)
    try:
        connection.request("POST", _path(target), body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace")
    finally:
        connection.close()


def verify(url: str, token: str, challenge: str, timeout: float) -> str:
    """The GET Meta makes when a callback is set; "" if it was answered rightly."""
    target = urlsplit(url)
    if target.scheme not in ("http", "https") or not target.hostname:
        return f"{url!r} is not an http(s) address"
    query = (
        f"hub.mode=subscribe&hub.challenge={quote(challenge)}"
        f"&hub.verify_token={quote(token)}"
    )
    path = _path(target) + ("&" if target.query else "?") + query
    connection = _connection(target, timeout)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
    except (OSError, http.client.HTTPException) as error:
        return f"no answer: {error}"
    finally:
        connection.close()
    right = answer.status == 200 and text.strip() == challenge
    return "" if right else f"HTTP Status Code = {answer.status}"


def callback_for(world: World, waba_id: str, phone_id: str) -> str:
    """Number before account before app (page webhooks/override)."""
    number, waba = world.numbers.get(phone_id), world.wabas.get(waba_id)
    own = number.callback_url if number else ""
    return own or (waba.callback_url if waba else "") or world.config.callback_url


class Deliverer:
    """The threads that send; nothing else does."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        for n in range(self._world.config.delivery_threads):
            self._threads.append(
                threading.Thread(target=self._run, name=f"webhook-{n}", daemon=True)
            )
            self._threads[-1].start()

    def grow(self) -> None:
        """More threads after the setting was raised; it is never lowered live."""
        missing = self._world.config.delivery_threads - len(self._threads)
        for _n in range(missing if self._threads else 0):
            self._threads.append(threading.Thread(target=self._run, daemon=True))
            self._threads[-1].start()

    def stop(self) -> None:
        self._world.outbox.stop()
        for thread in self._threads:
            thread.join(timeout=2)

    def _run(self) -> None:
        world = self._world
        while batch := world.outbox.take(self._batch_size, self._route):
            self._tell(batch)

    def _batch_size(self) -> int:
        return self._world.config.batch_size

    def _route(self, update: Update) -> tuple:
        url = callback_for(self._world, update.waba_id, update.phone_id)
        return update.waba_id, url

    def _tell(self, batch: list[Update]) -> None:
        world = self._world
        waba = world.wabas.get(batch[0].waba_id)
        if waba is None or not waba.subscribed:
            outcome = {"error": "app not subscribed to this account"}
            return self._note(batch, b"", "", outcome, settled=True)
        url = callback_for(world, batch[0].waba_id, batch[0].phone_id)
        body = encode(envelope(world, batch))
        outcome = self._try(url, body)
        told = 200 <= (outcome["status"] or 0) < 300
        schedule = world.config.retry_schedule
        last = batch[0].attempts >= len(schedule)
        pause = None if told or last else schedule[batch[0].attempts]
        self._note(batch, body, url, outcome, settled=pause is None, pause=pause)

    def _try(self, url: str, body: bytes) -> dict:
        if not url:
            return {"status": None, "error": "no callback URL configured"}
        config = self._world.config
        headers = {"Content-Type": "application/json", **config.callback_headers}
        if config.sign_webhooks:
            headers["X-Hub-Signature-256"] = sign(config.app_secret, body)
        try:
            status, _text = post(url, body, headers, config.callback_timeout)
        except (OSError, http.client.HTTPException) as error:
            return {"status": None, "error": repr(error)}
        return {"status": status, "error": ""}

    def _note(self, batch, body, url, outcome, settled, pause=None) -> None:
        world = self._world
        world.record(
            "delivery",
            updates=[update.id for update in batch],
            attempt=batch[0].attempts + 1,
            url=url,
            body=body.decode("ascii"),
            status=outcome.get("status"),
            error=outcome["error"],
            settled=settled,
        )
        again_at = None if pause is None else world.now() + pause
        world.outbox.settle(batch, again_at)


def _value(world: World, update: Update) -> dict:
    if not update.phone_id:
        return dict(update.part)
    head = {
        "messaging_product": "whatsapp",
        "metadata": payloads.metadata(world.numbers[update.phone_id]),
    }
    return head | {key: list(value) for key, value in update.part.items()}


def _merged(changes: list[dict], field: str, value: dict) -> bool:
    """Adds to the last change if it is of the same number and kind."""
    last = changes[-1] if changes else {}
    lists = [key for key, part in value.items() if isinstance(part, list)]
    kinds = [key for key in lists if key != "contacts"]
    before = last.get("value", {})
    same = last.get("field") == field and before.get("metadata") == value.get(
        "metadata"
    )
    if not (same and kinds and all(kind in before for kind in kinds)):
        return False
    for key in lists:
        known = before.setdefault(key, [])
        people = key == "contacts"
        known += [part for part in value[key] if not (people and part in known)]
    return True


def _connection(target, timeout: float) -> http.client.HTTPConnection:
    secure = target.scheme == "https"
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    return kind(target.hostname, target.port, timeout=timeout)


def _path(target) -> str:
    return (target.path or "/") + (f"?{target.query}" if target.query else "")
