"""Webhooks and answers of Meta's with fictional people, one small builder for each."""

import json

WABA = "200000000000001"
NUMBER_ID = "300000000000001"
NUMBER = "4930123450"
ERIKA = "4915112345678"
ERIKA_BSUID = "DE.1000000000000000001"
ERIKA_PARENT = "DE.ENT.2000000000000000001"
SENT_AT = 1795420800  # 2026-11-23 08:00 UTC
WAMID = "wamid.TEST0001"
FRAME = {
    "messaging_product": "whatsapp",
    "metadata": {"display_phone_number": NUMBER, "phone_number_id": NUMBER_ID},
}


def webhook(*changes, **entry):
    document = {
        "object": "whatsapp_business_account",
        "entry": [{"id": WABA, **entry, "changes": list(changes)}],
    }
    return to_bytes(document)


def to_bytes(document):
    return json.dumps(document).encode()


def change(field, value):
    return {"field": field, "value": value}


def messages(*items, contacts=(), **more):
    value = {**FRAME, "contacts": list(contacts), "messages": list(items), **more}
    return change("messages", value)


def statuses(*items, contacts=()):
    value = {**FRAME, "contacts": list(contacts), "statuses": list(items)}
    return change("messages", value)


def contact(wa_id=ERIKA, name="Erika Mustermann", **more):
    return {"profile": {"name": name}, **({"wa_id": wa_id} if wa_id else {}), **more}


def message(kind="text", content=None, **more):
    content = {"body": "Guten Tag"} if kind == "text" and content is None else content
    return {
        "from": ERIKA,
        "id": WAMID,
        "timestamp": str(SENT_AT),
        "type": kind,
        **({} if content is None else {kind: content}),
        **more,
    }


def status(word="sent", **more):
    return {
        "id": WAMID,
        "status": word,
        "timestamp": str(SENT_AT),
        "recipient_id": ERIKA,
        **more,
    }


def api_error(code, **more):
    return to_bytes(
        {"error": {"message": f"(#{code}) Something", "code": code, **more}}
    )


def accepted(**more):
    """The answer to a message that Meta has taken."""
    return {
        "messaging_product": "whatsapp",
        "contacts": [{"input": f"+{ERIKA}", "wa_id": ERIKA}],
        "messages": [{"id": WAMID, **more}],
    }
