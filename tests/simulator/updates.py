"""Puts what happened into the outbox: messages, statuses, account events."""

import itertools
from dataclasses import replace

from . import faults, payloads
from .entities import Customer, Message, Update
from .world import World

_SHUFFLED_STEP = 0.05


def push_message(world: World, message: Message) -> None:
    number = world.numbers[message.phone_id]
    customer = world.customers[message.customer]
    part = payloads.inbound(_told(world, message), customer, number)
    _push(world, "messages", part, customer, message.phone_id, what="messages")


def push_system(world: World, message: Message, old: Customer) -> None:
    """A system message brings no contacts; `from` is the old number, if visible."""
    number = world.numbers[message.phone_id]
    part = payloads.inbound(_told(world, message), old, number)
    del part["contacts"], part["messages"][0]["from_user_id"]
    _push(world, "messages", part, old, message.phone_id, what="messages")


def _told(world: World, message: Message) -> Message:
    return replace(message, at=world.clock.told(message.at))


def push_preference(world: World, customer: Customer, phone_id: str, value: str):
    part = payloads.preference(customer, value, world.now())
    _push(world, "user_preferences", part, customer, phone_id, what="messages")


def push_call(world: World, customer: Customer, phone_id: str):
    """It rings, and nobody takes it, for the business has no line."""
    key, number = world.new_id("call-"), world.numbers[phone_id]
    for event in ("connect", "terminate"):
        at = world.clock.told(world.now())
        part = payloads.call(customer, number, key, event, at)
        _push(world, "calls", part, customer, phone_id, what="messages")


def push_template(world: World, template_id: str) -> None:
    row = world.templates[template_id]
    value = payloads.template_status(row, row.status, {})
    push_account(world, row.waba_id, "message_template_status_update", value)


def push_account(world: World, waba_id: str, field: str, value: dict) -> None:
    """Events of the account itself carry no `metadata`."""
    now = world.now()
    update = Update(world.new_id("u"), field, waba_id, "", value, due=now, at=now)
    world.put("updates", update)


def push_statuses(world: World, message_id: str, states: list[str]) -> None:
    """Statuses one after the other, never before one already waiting."""
    message = world.messages[message_id]
    customer = world.customers[message.customer]
    times = _times(world, message, states)
    dues = _dues(world, message, times)
    for state, time, due in zip(states, times, dues, strict=True):
        part = payloads.status(message, customer, state, world.clock.told(time))
        where = (customer, message.phone_id)
        _push(world, "messages", part, *where, due=due, what="statuses")
    world.patch("messages", message_id, state=states[-1], due=max(dues))


def _times(world: World, message: Message, states: list[str]) -> list[float]:
    config = world.config
    pauses = {"sent": config.sent_after, "delivered": config.delivered_after}
    pauses["read"] = config.read_after
    moment = max(world.now(), message.due)
    return list(
        itertools.accumulate(
            (pauses.get(state, 0.0) for state in states), initial=moment
        )
    )[1:]


def _dues(world: World, message: Message, times: list[float]) -> list[float]:
    """When each is told: as it happened, or the last one first."""
    if world.config.status_order != "shuffled" and not message.quirks.get("shuffle"):
        return times
    return [times[-1] - _SHUFFLED_STEP * place for place in range(len(times))]


def _push(world, field, part, customer, phone_id, what, due=None) -> None:
    number = world.numbers[phone_id]
    who = (customer.phone, customer.user_id, customer.id)
    now = world.now()
    due = now if due is None else due
    where = {"phone_id": phone_id, "recipients": who, "what": what}
    if faults.take(world, ("lost_webhook",), **where):
        return
    late = faults.take(world, ("late_webhook",), **where)
    due += late.options["seconds"] if late else 0
    twice = faults.take(world, ("duplicate_webhook",), **where)
    for _copy in range(2 if twice else 1):
        key = world.new_id("u")
        update = Update(key, field, number.waba_id, phone_id, part, due=due, at=now)
        world.put("updates", update)
