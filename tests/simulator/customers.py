"""What people do with their phones."""

from dataclasses import replace

from . import payloads, updates, wamid
from .entities import Customer, Message
from .world import World

_CHANGEABLE = (
    "name",
    "username",
    "phone_hidden",
    "read_receipts",
    "online",
    "auto_read",
    "on_whatsapp",
    "marketing_stopped",
    "identity_hash",
)


def normalise(phone: str) -> str:
    """`+` and digits. Raises ValueError for anything that is no phone number."""
    digits = "".join(sign for sign in phone if sign.isdigit())
    if not phone.strip().startswith("+") or not 7 <= len(digits) <= 15:
        raise ValueError(f"{phone!r} is no phone number with + and country code")
    return f"+{digits}"


def add(world: World, phone: str = "", user_id: str = "", **values) -> Customer:
    """A new person, or the known one with these values changed.

    With `phone`, with `user_id` (BSUID), or both; `phone_hidden` makes the business
    see the BSUID only. Without either a BSUID is made up.
    """
    _check(values)
    with world.lock:
        phone = normalise(phone) if phone else ""
        known = world.find_customer(phone, user_id)
        if known:
            return change(world, known, **values)
        seed = phone or world.new_id("person")
        user_id = user_id or wamid.user_id(_portfolio(world), seed)
        key = phone.lstrip("+") or user_id
        if key in world.customers:  # of somebody who has another number by now
            key = world.new_id("c")
        row = Customer(key, user_id, phone, **{"name": "", **values})
        return world.put("customers", row)


def resolve(world: World, customer: "Customer | str") -> Customer:
    """A customer by itself, key, BSUID or number; an unknown number is a new one."""
    if isinstance(customer, Customer):
        customer = customer.id
    with world.lock:
        known = world.customers.get(customer) or world.find_customer(
            user_id=customer, phone=_digits(customer)
        )
        return known or add(world, phone=customer)


def change(world: World, customer: Customer, **values) -> Customer:
    """Changes fields; coming back online delivers what waited."""
    _check(values)
    with world.lock:
        if values:
            world.patch("customers", customer.id, **values)
        after = world.customers[customer.id]
        if after.online and not customer.online:
            _deliver_waiting(world, after)
        return after


def write(
    world: World,
    customer: Customer,
    content: dict,
    phone_id: str = "",
    quote: str = "",
) -> Message:
    """A message as the person sends it; `content` holds `type` and its own key.

    Raises ValueError if the business has blocked the person.
    """
    content = dict(content)
    kind = content.pop("type", None) or next(iter(content), "")
    if not kind:
        raise ValueError("a message needs a type")
    number = business(world, phone_id)
    with world.lock:
        if customer.id in number.blocked:
            raise ValueError("the business has blocked this customer")
        if quote:
            content["context"] = _context(world, quote, number, customer)
        row = _inbound(world, customer, number.id, kind, content)
        message = world.put("messages", replace(row, state="sent", context=quote))
        updates.push_message(world, message)
        return message


def react(world: World, customer: Customer, message_id: str, emoji: str) -> Message:
    """Empty `emoji` takes the reaction back (no `emoji` key, as at Meta)."""
    target = _message(world, message_id)
    reaction = {"message_id": message_id} | ({"emoji": emoji} if emoji else {})
    content = {"type": "reaction", "reaction": reaction}
    sent = write(world, customer, content, target.phone_id)
    reactions = {**world.messages[message_id].reactions, "in": emoji}
    world.patch("messages", message_id, reactions=reactions)
    return sent


def tap(world: World, customer: Customer, message_id: str, index: int) -> Message:
    """Taps a button (or list row) of a message by its position, from 0."""
    with world.lock:
        message = _message(world, message_id)
        buttons = message.shown.get("buttons", [])
        taps = [button for button in buttons if button.get("answer")]
        if not 0 <= index < len(taps):
            raise ValueError(f"message has {len(taps)} buttons, no number {index}")
        answer = taps[index]["answer"]
        sent = write(world, customer, answer, message.phone_id, quote=message_id)
        world.patch("messages", message_id, tapped=index)
        return sent


def read(world: World, customer: Customer, message_id: str = "") -> list[str]:
    """Opens the chat: everything delivered, up to that message, counts as read."""
    with world.lock:
        seen = []
        for key in list(world.threads[customer.id]):
            message = world.messages[key]
            if message.direction == "out" and message.state == "delivered":
                _mark_read(world, customer, message)
                seen.append(key)
            if key == message_id:
                break
        return seen


def change_number(world: World, customer: Customer, phone: str) -> Customer:
    """A new number brings a new BSUID; each business is told by a system message."""
    phone = normalise(phone)
    with world.lock:
        if world.find_customer(phone):
            raise ValueError("this number belongs to another customer")
        user_id = wamid.user_id(_portfolio(world), phone + world.new_id(""))
        after = replace(customer, phone=phone, user_id=user_id)
        world.patch("customers", customer.id, phone=phone, user_id=user_id)
        for phone_id in _partners(world, customer):
            _tell_change(world, phone_id, customer, after)
        return world.customers[customer.id]


def prefer(world: World, customer: Customer, value: str, phone_id: str = "") -> None:
    """Stops or resumes marketing messages ("stop" / "resume")."""
    if value not in ("stop", "resume"):
        raise ValueError("a preference is 'stop' or 'resume'")
    with world.lock:
        world.patch("customers", customer.id, marketing_stopped=value == "stop")
        updates.push_preference(world, customer, business(world, phone_id).id, value)


def call(world: World, customer: Customer, phone_id: str = "") -> None:
    """Tries to call the business, which does not answer; Meta opens the window."""
    with world.lock:
        number = business(world, phone_id)
        world.record("call", customer=customer.id, phone_id=number.id)
        updates.push_call(world, customer, number.id)


def business(world: World, phone_id: str = ""):
    """The named business number, or the first one."""
    if phone_id and phone_id not in world.numbers:
        raise ValueError(f"unknown phone number id {phone_id!r}")
    return world.numbers[phone_id or next(iter(world.numbers))]


def _mark_read(world: World, customer: Customer, message: Message) -> None:
    if customer.read_receipts:
        updates.push_statuses(world, message.id, ["read"])
    else:
        world.patch("messages", message.id, state="read")


def _deliver_waiting(world: World, customer: Customer) -> None:
    for key in list(world.threads[customer.id]):
        message = world.messages[key]
        if message.direction == "out" and message.state == "sent":
            updates.push_statuses(world, key, ["delivered"])
    if customer.auto_read:
        read(world, customer)


def _context(world: World, quoted: str, number, customer: Customer) -> dict:
    message = world.messages.get(quoted)
    own = message is not None and message.direction == "in"
    author = customer.wa_id if own else number.digits
    return ({"from": author} if author else {}) | {"id": quoted}


def _tell_change(world: World, phone_id: str, old: Customer, new: Customer) -> None:
    content = payloads.changed_number(old, new)
    row = _inbound(world, old, phone_id, "system", content)
    updates.push_system(world, world.put("messages", row), old)


def _inbound(
    world: World, customer: Customer, phone_id: str, kind: str, content: dict
) -> Message:
    person = customer.user_id if customer.phone_hidden else customer.phone
    return Message(
        id=wamid.make(person or customer.user_id, incoming=True),
        direction="in",
        phone_id=phone_id,
        customer=customer.id,
        type=kind,
        payload=content,
        at=world.now(),
    )


def _partners(world: World, customer: Customer) -> list[str]:
    chats = (world.messages[key].phone_id for key in world.threads[customer.id])
    return list(dict.fromkeys(chats))


def _message(world: World, message_id: str) -> Message:
    if message_id not in world.messages:
        raise ValueError(f"unknown message {message_id!r}")
    return world.messages[message_id]


def _check(values: dict) -> None:
    unknown = set(values) - set(_CHANGEABLE)
    if unknown:
        raise ValueError(f"unknown customer fields {sorted(unknown)}")


def _portfolio(world: World) -> str:
    return next(iter(world.wabas.values())).business_id


def _digits(text: str) -> str:
    """The digits of a number typed with blanks; anything else as it is."""
    compact = text.replace(" ", "").lstrip("+")
    return compact if compact.isdigit() else text
