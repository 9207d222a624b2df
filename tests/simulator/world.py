"""The stand-in's whole state, built from its journal."""

import itertools
import threading
from collections import defaultdict
from dataclasses import asdict, replace

from . import demo
from .clock import Clock
from .config import Config
from .entities import (
    Customer,
    Fault,
    MediaFile,
    Message,
    Number,
    Template,
    Token,
    Update,
    Waba,
)
from .journal import Journal
from .limits import Limits
from .media_store import MediaStore
from .outbox import Outbox

TABLES = {
    "wabas": Waba,
    "numbers": Number,
    "tokens": Token,
    "customers": Customer,
    "templates": Template,
    "messages": Message,
    "media": MediaFile,
    "faults": Fault,
    "updates": Update,
}
_KEPT_ON_RESET = ("wabas", "numbers", "tokens")


class World:
    """All access under `lock`; every change goes through `put`, `patch`, `record`."""

    wabas: dict[str, Waba]
    numbers: dict[str, Number]
    tokens: dict[str, Token]
    customers: dict[str, Customer]
    templates: dict[str, Template]
    messages: dict[str, Message]
    media: dict[str, MediaFile]
    faults: dict[str, Fault]
    updates: dict[str, Update]

    def __init__(
        self, journal: Journal, clock: Clock, files: MediaStore | None = None
    ) -> None:
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.journal = journal
        self.files = files or MediaStore()
        self.base_url = ""
        self.clock = clock
        self.outbox = Outbox(clock)
        self._ids = itertools.count(1)
        self._clear(everything=True)
        self.stopping = False
        self._live = False
        self._restore(journal.open())
        self._live = True

    # reading

    def now(self) -> float:
        return self.clock.now()

    def find_customer(self, phone: str = "", user_id: str = "") -> Customer | None:
        key = self.by_phone.get(phone.lstrip("+")) or self.by_user_id.get(user_id)
        return self.customers.get(key)

    def window_open(self, customer: Customer, phone_id: str) -> bool:
        last = self.last_inbound.get((customer.id, phone_id))
        hours = self.config.window_hours
        return last is not None and self.now() - last < hours * 3600

    def business_of(self, phone_id: str) -> str:
        """The business portfolio of a number."""
        return self.wabas[self.numbers[phone_id].waba_id].business_id

    def new_id(self, prefix: str) -> str:
        return f"{prefix}{self.journal.size() + 1}-{next(self._ids)}"

    # changing

    def record(self, kind: str, **values) -> dict:
        with self.lock:
            record = self.journal.add(kind, at=self.now(), **values)
            self._apply(record)
            self.changed.notify_all()
            return record

    def put(self, table: str, row):
        self.record("put", table=table, row=asdict(row))
        return getattr(self, table)[row.id]

    def patch(self, table: str, row_id: str, **changes) -> None:
        self.record("patch", table=table, id=row_id, changes=changes)

    def drop(self, table: str, row_id: str) -> None:
        self.record("drop", table=table, id=row_id)

    def reset(self, everything: bool = False) -> None:
        with self.lock:
            self.record("reset", everything=everything)
            self.files.clear()
            self._seed(everything)

    def _restore(self, earlier: list[dict]) -> None:
        for record in earlier:
            self.journal.restore(record)
            self._apply(record)
        for update in self.updates.values():
            self.outbox.push(update)
        if not earlier:
            self._seed(everything=True)

    def _seed(self, everything: bool) -> None:
        if everything:
            for table in _KEPT_ON_RESET:
                for row in getattr(demo, table)():
                    self.put(table, row)
        for table in ("customers", "templates"):
            for row in getattr(demo, table)():
                self.put(table, row)

    def _clear(self, everything: bool) -> None:
        for table in TABLES:
            if everything or table not in _KEPT_ON_RESET:
                setattr(self, table, {})
        if everything:
            self.config = Config()
        self.clock.offset = 0.0
        self.limits = Limits()
        self.requests: list[dict] = []
        self.deliveries: list[dict] = []
        self.last_inbound: dict[tuple, float] = {}
        self.threads: dict[str, list[str]] = defaultdict(list)
        self.by_phone: dict[str, str] = {}
        self.by_user_id: dict[str, str] = {}
        self.typing_until: dict[tuple, float] = {}
        # (business portfolio, BSUID) of whose number Meta keeps
        self.contact_book: set[tuple] = set()
        self.outbox.clear()

    # the meaning of each record

    def _apply(self, record: dict) -> None:
        getattr(self, f"_apply_{record['kind']}")(record)

    def _apply_put(self, record: dict) -> None:
        table = record["table"]
        row = TABLES[table](**record["row"])
        getattr(self, table)[row.id] = row
        if table == "messages":
            self._index_message(row)
        elif table == "customers":
            self._index_customer(row)
        elif table == "updates" and self._live:
            self.outbox.push(row)

    def _apply_patch(self, record: dict) -> None:
        rows = getattr(self, record["table"])
        row = replace(rows[record["id"]], **record["changes"])
        rows[row.id] = row
        if record["table"] == "customers":
            self._index_customer(row)

    def _apply_drop(self, record: dict) -> None:
        getattr(self, record["table"]).pop(record["id"], None)

    def _apply_config(self, record: dict) -> None:
        self.config = replace(self.config, **record["changes"])

    def _apply_clock(self, record: dict) -> None:
        self.clock.offset = record["offset"]
        self.outbox.wake()

    def _apply_request(self, record: dict) -> None:
        self.requests.append(record)

    def _apply_delivery(self, record: dict) -> None:
        """Told, or to be told again: attempts count, what is told is forgotten."""
        self.deliveries.append(record)
        for key in record["updates"]:
            if record["settled"]:
                self._tick(self.updates.pop(key, None), record)
            elif key in self.updates:
                self.updates[key].attempts += 1

    def _tick(self, update: "Update | None", record: dict) -> None:
        """The second tick on the person's phone: the business has the message."""
        lines = update.part.get("messages", []) if update else []
        message = self.messages.get(lines[0]["id"]) if lines else None
        if message and message.state == "sent" and record["status"]:
            message.state = "delivered"

    def _apply_call(self, record: dict) -> None:
        self.last_inbound[record["customer"], record["phone_id"]] = record["at"]

    def _apply_forgotten(self, record: dict) -> None:
        self.contact_book.discard(tuple(record["entry"]))

    def _apply_raw(self, record: dict) -> None:
        """A hand-made webhook changes nothing here, it only stands in the book."""

    def _apply_reset(self, record: dict) -> None:
        self._clear(record["everything"])

    def _index_message(self, message: Message) -> None:
        self.threads[message.customer].append(message.id)
        to_us = message.type != "system" and not message.payload.get("group_id")
        if message.direction == "in" and to_us:
            key = (message.customer, message.phone_id)
            self.last_inbound[key] = message.at
        person = self.customers.get(message.customer)
        if self.config.contact_book and person and person.wa_id:
            entry = (self.business_of(message.phone_id), person.user_id)
            self.contact_book.add(entry)
        if message.direction == "out":
            self.limits.count(message.phone_id, message.customer, message.at)

    def _index_customer(self, customer: Customer) -> None:
        for index in (self.by_phone, self.by_user_id):
            for key in [k for k, owner in index.items() if owner == customer.id]:
                del index[key]
        if customer.phone:
            self.by_phone[customer.phone.lstrip("+")] = customer.id
        self.by_user_id[customer.user_id] = customer.id
