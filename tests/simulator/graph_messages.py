"""`POST /<PHONE>/messages`: accept a message, or say why not."""

from . import (
    customers,
    faults,
    media_rules,
    media_types,
    shown,
    updates,
    validation,
    wamid,
)
from .entities import Customer, Message, Number, Template
from .errors import GraphError
from .graph_templates import find_sendable
from .world import World

_MONTH = 30 * 24 * 3600
_TYPING_LASTS = 25


def post(world: World, call) -> dict:
    body = call.json()
    if "status" in body:
        return _mark_read(world, call.node, body)
    validation.check_envelope(body)
    with world.lock:
        return _send(world, world.numbers[call.node], body)


def people(world: World, body: dict) -> tuple[str, ...]:
    """Every name of the recipient in a request, for faults that aim at one."""
    given = [str(body.get(key) or "") for key in ("to", "recipient")]
    known = world.find_customer(given[0], given[1])
    return (*filter(None, given), *((known.phone, known.user_id) if known else ()))


def _send(world: World, number: Number, body: dict) -> dict:
    if not number.registered:
        raise GraphError(133010)
    customer = _recipient(world, number, body)
    kind = validation.check_content(body)
    if kind in media_types.KINDS:
        media_rules.check_id(world, number, body[kind], kind)
    template = None
    if kind == "template":
        template = find_sendable(world, number.waba_id, body["template"])
    _check_person(number, customer, body, template)
    _check_window(world, number, customer, template)
    _check_rates(world, number, customer)
    message = _accept(world, number, customer, body, kind, template)
    return _answer(body, customer, message, template)


def _recipient(world: World, number: Number, body: dict) -> Customer:
    """The person addressed, known or new; `to` wins over `recipient`."""
    if not body.get("to"):
        known = world.find_customer(user_id=body["recipient"])
        if not known:
            raise GraphError(131009, "recipient is not a known user id.")
        return known
    phone = _dialled(body["to"], number)
    if phone.lstrip("+") == number.digits:
        raise GraphError(131021)
    business_id = world.wabas[number.waba_id].business_id
    user_id = wamid.user_id(business_id, phone)
    return world.find_customer(phone) or Customer(phone.lstrip("+"), user_id, phone)


def _dialled(to: str, number: Number) -> str:
    """Without `+` Meta puts the business's own country code in front."""
    given = to.strip()
    full = given if given.startswith("+") else f"+{number.country_code}{given}"
    try:
        return customers.normalise(full)
    except ValueError:
        raise GraphError(131009, "to is not a valid phone number.") from None


def _check_person(
    number: Number, customer: Customer, body: dict, template: Template | None
) -> None:
    if customer.id in number.blocked:
        raise GraphError(130403)
    expected = body.get("recipient_identity_key_hash")
    if expected and expected != customer.identity_hash:
        raise GraphError(137000)
    if template and template.category == "AUTHENTICATION" and not body.get("to"):
        raise GraphError(131062)


def _check_window(
    world: World, number: Number, customer: Customer, template: Template | None
) -> None:
    closed = not template and not world.window_open(customer, number.id)
    if closed and world.config.window_as == "error":
        raise GraphError(131047)


def _check_rates(world: World, number: Number, customer: Customer) -> None:
    now, config = world.now(), world.config
    if not world.limits.number_allows(number.id, now, config.throughput):
        raise GraphError(130429)
    allowed = world.limits.pair_allows(number.id, customer.id, now)
    if config.pair_rate and not allowed:
        raise GraphError(131056)


def _accept(
    world: World,
    number: Number,
    customer: Customer,
    body: dict,
    kind: str,
    template: Template | None,
) -> Message:
    row = _message(number, customer, body, kind, template)
    row.at = world.now()
    row.quirks = _quirks(world, customer, row, template)
    if customer.id not in world.customers:
        world.put("customers", customer)
    message = world.put("messages", row)
    world.typing_until.pop((customer.id, number.id), None)
    _tell(world, world.customers[customer.id], message)
    return message


def _message(
    number: Number, customer: Customer, body: dict, kind: str, template: Template | None
) -> Message:
    to_phone = bool(body.get("to"))
    named = customer.phone if to_phone or not customer.phone_hidden else ""
    return Message(
        id=wamid.make(named or customer.user_id, incoming=False),
        direction="out",
        phone_id=number.id,
        customer=customer.id,
        type=kind,
        payload={kind: body[kind]},
        at=0.0,
        context=(body.get("context") or {}).get("message_id", ""),
        opaque=body.get("biz_opaque_callback_data", ""),
        category=template.category.lower() if template else "service",
        to_phone=to_phone,
        shown=shown.of_message(body, kind, template),
    )


def _quirks(
    world: World, customer: Customer, message: Message, template: Template | None
) -> dict:
    """What will go wrong with it after it was accepted."""
    names = (customer.phone, customer.user_id, customer.id)
    where = {"phone_id": message.phone_id, "recipients": names}
    failed = faults.take(world, ("failed_status",), **where)
    code = (
        failed.options["code"]
        if failed
        else _own_failure(world, customer, message, template)
    )
    quirks = {"code": code} if code else media_rules.later_failure(world, message)
    if faults.take(world, ("shuffle_statuses",), **where):
        quirks["shuffle"] = True
    if faults.take(world, ("skip_delivered",), **where):
        quirks["skip"] = True
    return quirks


def _own_failure(
    world: World, customer: Customer, message: Message, template: Template | None
) -> int:
    if not customer.on_whatsapp:
        return 131026
    if customer.marketing_stopped and message.category == "marketing":
        return 131050
    if not template and not world.window_open(customer, message.phone_id):
        return 131047
    return 131009 if _reacts_too_late(world, message) else 0


def _reacts_too_late(world: World, message: Message) -> bool:
    if message.type != "reaction":
        return False
    target = world.messages.get(message.payload["reaction"]["message_id"])
    return target is None or world.now() - target.at > _MONTH


def _tell(world: World, customer: Customer, message: Message) -> None:
    """Queues the statuses that follow from how the person's phone stands."""
    if "code" in message.quirks:
        updates.push_statuses(world, message.id, ["failed"])
        return
    states = ["sent"]
    if message.type == "reaction":
        _show_reaction(world, message)
    elif customer.online:
        states += [] if message.quirks.get("skip") else ["delivered"]
        states += ["read"] if customer.auto_read and customer.read_receipts else []
    updates.push_statuses(world, message.id, states)
    if message.quirks.get("skip") and states[-1] == "sent" and customer.online:
        world.patch("messages", message.id, state="delivered")


def _show_reaction(world: World, message: Message) -> None:
    reaction = message.payload["reaction"]
    target = world.messages[reaction["message_id"]]
    reactions = {**target.reactions, "out": reaction["emoji"]}
    world.patch("messages", target.id, reactions=reactions)


def _answer(
    body: dict, customer: Customer, message: Message, template: Template | None
) -> dict:
    contact = {"input": body.get("to") or body["recipient"]}
    if body.get("to"):
        contact["wa_id"] = customer.phone.lstrip("+")
    if body.get("recipient"):
        contact["user_id"] = customer.user_id
    line = {"id": message.id} | ({"message_status": "accepted"} if template else {})
    return {
        "messaging_product": "whatsapp",
        "contacts": [contact],
        "messages": [line],
    }


def _mark_read(world: World, phone_id: str, body: dict) -> dict:
    """Marks the message and all earlier ones of the chat; may show "typing"."""
    with world.lock:
        message = world.messages.get(body.get("message_id", ""))
        right = message and message.direction == "in" and message.phone_id == phone_id
        if body["status"] != "read" or not right:
            raise GraphError(131009, "status or message_id is not valid.")
        for key in world.threads[message.customer]:
            earlier = world.messages[key]
            if earlier.direction == "in" and earlier.state != "read":
                world.patch("messages", key, state="read")
            if key == message.id:
                break
        if body.get("typing_indicator"):
            until = world.now() + _TYPING_LASTS
            world.typing_until[message.customer, phone_id] = until
            world.changed.notify_all()
    return {"success": True}
