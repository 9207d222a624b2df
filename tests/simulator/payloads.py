"""The parts of a webhook, in the shape of Meta's examples (webhooks/reference)."""

from .entities import Customer, Message, Number, Template
from .errors import in_status

_PRICED = ("sent", "delivered")


def metadata(number: Number) -> dict:
    return {
        "display_phone_number": number.digits,
        "phone_number_id": number.id,
    }


def contact(customer: Customer, identity_check: bool = False) -> dict:
    """Name, username and the identifiers the business may see."""
    profile = {"name": customer.name} if customer.name else {}
    if customer.username:
        profile["username"] = customer.username
    parts = {"profile": profile, **_ids(customer, "wa_id", "user_id")}
    if identity_check and customer.identity_hash:
        parts["identity_key_hash"] = customer.identity_hash
    return parts


def inbound(message: Message, customer: Customer, number: Number) -> dict:
    """The value of one message a customer wrote."""
    content = dict(message.payload)
    who = _ids(customer, "from", "from_user_id")
    envelope = {"id": message.id, "timestamp": str(int(message.at))}
    return {
        "contacts": [contact(customer, number.identity_check)],
        "messages": [{**who, **envelope, "type": message.type, **content}],
    }


def status(message: Message, customer: Customer, state: str, at: float) -> dict:
    """The value of one status; who is named in it depends on how it was sent."""
    line = {"id": message.id, "status": state, "timestamp": str(int(at))}
    visible = customer.phone.lstrip("+") if message.to_phone else customer.wa_id
    if visible:
        line["recipient_id"] = visible
    if state != "failed" or not message.to_phone:
        line["recipient_user_id"] = customer.user_id
    if message.opaque:
        line["biz_opaque_callback_data"] = message.opaque
    if state in _PRICED:
        line["pricing"] = pricing(message.category)
    if state == "failed":
        code = message.quirks.get("code", 131026)
        error = in_status(code, message.quirks.get("details", ""))
        return {"statuses": [line | {"errors": [error]}]}
    return {"contacts": [_status_contact(message, customer, state)], "statuses": [line]}


def pricing(category: str) -> dict:
    """Per message since July 2025; service messages too since October 2026."""
    return {
        "billable": True,
        "pricing_model": "PMP",
        "type": "regular",
        "category": category,
    }


def preference(customer: Customer, value: str, at: float) -> dict:
    """Field `user_preferences`: marketing stopped or resumed."""
    ids = _ids(customer, "wa_id", "user_id")
    verb = "stop" if value == "stop" else "resume"
    line = {
        **ids,
        "detail": f"User requested to {verb} marketing messages",
        "category": "marketing_messages",
        "value": value,
        "timestamp": int(at),
    }
    return {"contacts": [contact(customer)], "user_preferences": [line]}


def call(customer: Customer, number: Number, key: str, event: str, at: float) -> dict:
    """Field `calls`: "connect" when it rings, "terminate" when it has ended."""
    line = {
        "id": key,
        "to": number.digits,
        **_ids(customer, "from", "from_user_id"),
        "event": event,
        "timestamp": str(int(at)),
        "direction": "USER_INITIATED",
    }
    if event == "terminate":
        line["status"] = "FAILED"
    return {"contacts": [contact(customer)], "calls": [line]}


def changed_number(old: Customer, new: Customer) -> dict:
    """A `system` message, edition of August 2026."""
    kind = "user_changed_number" if new.wa_id else "user_changed_user_id"
    before, after = (old.wa_id, new.wa_id) if new.wa_id else (old.user_id, new.user_id)
    system = {
        "body": f"User {old.name} changed from {before} to {after}",
        "user_id": new.user_id,
        "previous_user_id": old.user_id,
        "type": kind,
    }
    if new.wa_id:
        system["wa_id"] = new.wa_id
    return {"system": system}


def template_status(template: Template, event: str, info: dict) -> dict:
    return {
        "event": event,
        "message_template_id": int(template.id),
        "message_template_name": template.name,
        "message_template_language": template.language.replace("_", "-"),
        "reason": template.rejected_reason,
        "message_template_category": template.category,
        **info,
    }


def _status_contact(message: Message, customer: Customer, state: str) -> dict:
    parts = contact(customer)
    if message.to_phone:
        parts["wa_id"] = customer.phone.lstrip("+")
    if state == "sent":
        parts["profile"].pop("username", None)
    return parts


def _ids(customer: Customer, phone_key: str, user_key: str) -> dict:
    ids = {phone_key: customer.wa_id} if customer.wa_id else {}
    return ids | {user_key: customer.user_id}
