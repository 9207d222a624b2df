"""What tests, the demo and the presenter can make happen: the Python API."""

import secrets
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import replace

from . import config as settings
from . import customers, faults, graph_templates, snapshots, updates, webhooks
from .control_files import FileControls
from .entities import Customer, Fault, Number, Token, Waba
from .world import World


class Controls(FileControls):
    """Every method can be called from any thread; ValueError for wrong input.

    `customer` is a Customer, its key, BSUID, or a phone number; a number nobody has
    used yet is a new customer. Message ids are returned as strings.
    """

    world: World
    deliverer: webhooks.Deliverer
    on_advance: "Callable[[float], object] | None" = None

    # set-up

    def configure(self, verify: bool = True, **changes) -> dict:
        """Settings of `config.Config`, and lists of rows to add or change.

        `tokens`, `numbers`, `wabas`: dicts with `id` and what differs. A new
        `callback_url` is verified first as Meta does, unless `verify` is false.
        """
        rows = {name: changes.pop(name, []) for name in _ROW_TYPES}
        settings.check(changes)
        for table, entries in rows.items():
            for entry in entries:
                self._put(table, entry)
        url = changes.get("callback_url", "")
        if url and verify:
            self._verify(url, changes.get("verify_token"))
        if changes:
            self.world.record("config", changes=changes)
        self.deliverer.grow()
        if url:
            self.world.outbox.hurry()
        return {"verified": bool(url and verify)}

    def reset(self, everything: bool = False) -> None:
        """Back to the demo's start; settings, numbers and tokens stay by default."""
        self.world.reset(everything)

    def snapshot(self) -> snapshots.Snapshot:
        """All there is now, for `restore`; wait first until nothing is on its way."""
        return snapshots.take(self.world)

    def restore(self, kept: snapshots.Snapshot) -> None:
        snapshots.restore(self.world, kept)

    def advance(self, seconds: float = 0, **parts: float) -> float:
        """Moves the clock (`seconds`, `minutes`, `hours`, `days`, `weeks`)."""
        unknown = set(parts) - set(_UNITS)
        if unknown:
            raise ValueError(f"unknown units {sorted(unknown)}")
        step = seconds + sum(_UNITS[unit] * count for unit, count in parts.items())
        with self.world.lock:
            self.world.record("clock", offset=self.world.clock.offset + step)
        if self.on_advance:
            self.on_advance(step)
        return self.world.now()

    # customers

    def add_customer(self, phone: str = "", user_id: str = "", **values) -> Customer:
        return customers.add(self.world, phone, user_id, **values)

    def update_customer(self, customer, **values) -> Customer:
        """name, username, phone_hidden, read_receipts, online, auto_read, …"""
        return customers.change(self.world, self.person(customer), **values)

    def customer_sends_text(
        self, customer, text: str, quote: str = "", phone_id: str = ""
    ) -> str:
        content = {"type": "text", "text": {"body": text}}
        return self.customer_sends(customer, content, quote, phone_id)

    def customer_sends(
        self, customer, content: dict, quote: str = "", phone_id: str = ""
    ) -> str:
        """Any message: `{"type": "image", "image": {…}}`, also of unknown types."""
        person = self.person(customer)
        return customers.write(self.world, person, content, phone_id, quote).id

    def customer_taps(self, customer, message_id: str, index: int = 0) -> str:
        person = self.person(customer)
        return customers.tap(self.world, person, message_id, index).id

    def customer_reacts(self, customer, message_id: str, emoji: str) -> str:
        person = self.person(customer)
        return customers.react(self.world, person, message_id, emoji).id

    def customer_reads(self, customer, message_id: str = "") -> list[str]:
        """Ids of what was read now: everything, or all up to `message_id`."""
        return customers.read(self.world, self.person(customer), message_id)

    def customer_changes_number(self, customer, phone: str) -> Customer:
        return customers.change_number(self.world, self.person(customer), phone)

    def customer_calls(self, customer, phone_id: str = "") -> None:
        customers.call(self.world, self.person(customer), phone_id)

    def customer_prefers(self, customer, value: str, phone_id: str = "") -> None:
        """`value` "stop" or "resume": marketing messages."""
        customers.prefer(self.world, self.person(customer), value, phone_id)

    # faults

    def add_fault(self, kind: str, **values) -> Fault:
        """See `faults.py` for kinds; `times` (0 = until cleared), `endpoint`, …"""
        return faults.add(self.world, kind, **values)

    def clear_faults(self, fault_id: str = "") -> None:
        faults.clear(self.world, fault_id)

    # webhooks

    def flush(self, timeout: float = 30.0) -> int:
        """Delivers all that waits, now; returns how many updates still wait."""
        return self.world.outbox.flush(timeout)

    @contextmanager
    def webhooks_held(self):
        """Nothing is delivered meanwhile, so that it comes in one batch after."""
        self.hold_webhooks()
        try:
            yield
        finally:
            self.release_webhooks()

    def hold_webhooks(self) -> None:
        self.world.outbox.hold(True)

    def release_webhooks(self) -> None:
        self.world.outbox.hold(False)

    def account_event(self, field: str, value: dict, waba_id: str = "") -> None:
        """Any account-type webhook, such as `account_update`."""
        waba_id = waba_id or next(iter(self.world.wabas))
        updates.push_account(self.world, waba_id, field, value)

    def post_raw(
        self, body: "bytes | dict", signature: str = "valid", url: str = ""
    ) -> dict:
        """Posts a body to the callback at once; `signature` "valid", "none" or a header.

        A dict is encoded as Meta does. Returns the answer's `status` and `body`.
        """
        raw = webhooks.encode(body) if isinstance(body, dict) else body
        config = self.world.config
        headers = {"Content-Type": "application/json", **config.callback_headers}
        if signature == "valid":
            headers["X-Hub-Signature-256"] = webhooks.sign(config.app_secret, raw)
        elif signature != "none":
            headers["X-Hub-Signature-256"] = signature
        target = url or config.callback_url
        status, text = webhooks.post(target, raw, headers, config.callback_timeout)
        self.world.record("raw", url=target, body=raw.decode("utf-8", "replace"))
        return {"status": status, "body": text}

    # templates and numbers

    def approve_template(self, name: str, language: str = "") -> list[str]:
        return self.decide_template(name, "APPROVED", language)

    def reject_template(
        self, name: str, language: str = "", reason: str = "INVALID_FORMAT"
    ) -> list[str]:
        return self.decide_template(name, "REJECTED", language, reason)

    def decide_template(
        self, name: str, status: str, language: str = "", reason: str = ""
    ) -> list[str]:
        """`status` also PAUSED, DISABLED, PENDING …; returns the ids changed."""
        return graph_templates.decide(self.world, name, status, language, reason)

    # what happened

    @property
    def received(self) -> list[dict]:
        """Every Graph request: method, path, body, status, accepted, wamid, at."""
        return list(self.world.requests)

    @property
    def sent(self) -> list:
        """Every accepted outgoing message, oldest first."""
        return self._messages("out")

    @property
    def written(self) -> list:
        """Every message customers wrote, oldest first."""
        return self._messages("in")

    @property
    def deliveries(self) -> list[dict]:
        """Every webhook attempt: body, url, attempt, status, settled, at."""
        return list(self.world.deliveries)

    def wait_for(self, condition, timeout: float = 30.0) -> bool:
        """Waits until `condition()` is true; it is asked after every change."""
        with self.world.changed:
            return self.world.changed.wait_for(condition, timeout)

    def _messages(self, direction: str) -> list:
        with self.world.lock:
            rows = list(self.world.messages.values())
        return [row for row in rows if row.direction == direction]

    def person(self, customer) -> Customer:
        """The customer meant; see the class for what `customer` may be."""
        return customers.resolve(self.world, customer)

    def _put(self, table: str, entry: dict) -> None:
        known = getattr(self.world, table).get(entry.get("id"))
        try:
            row = replace(known, **entry) if known else _ROW_TYPES[table](**entry)
        except TypeError as error:
            raise ValueError(f"{table}: {error}") from None
        self.world.put(table, row)

    def _verify(self, url: str, token: "str | None") -> None:
        challenge = str(secrets.randbelow(10**9))
        config = self.world.config
        token = config.verify_token if token is None else token
        problem = webhooks.verify(url, token, challenge, config.callback_timeout)
        if problem:
            raise ValueError(f"callback verification failed: {problem}")


_ROW_TYPES = {"tokens": Token, "numbers": Number, "wabas": Waba}
_UNITS = {
    "seconds": 1,
    "minutes": 60,
    "hours": 3600,
    "days": 86400,
    "weeks": 7 * 86400,
}
