"""What Meta and a mail server would send: bodies by fictional people."""

import json
import secrets
import time

from tests.simulator import demo, wamid


def text(phone, words, number=1):
    """A webhook with text messages of one person, as bytes."""
    person = phone.lstrip("+")
    messages = [
        {
            "from": person,
            "id": wamid.make(person, incoming=True),
            "timestamp": str(int(time.time())),
            "type": "text",
            "text": {"body": words},
        }
        for _each in range(number)
    ]
    contact = {"profile": {"name": "Erika Muster"}, "wa_id": person}
    value = {
        "messaging_product": "whatsapp",
        "metadata": {
            "display_phone_number": "4930555100",
            "phone_number_id": demo.PHONE_NUMBER_ID,
        },
        "contacts": [contact],
        "messages": messages,
    }
    entry = {"id": demo.WABA_ID, "changes": [{"field": "messages", "value": value}]}
    body = {"object": "whatsapp_business_account", "entry": [entry]}
    return json.dumps(body, ensure_ascii=False).encode()


def email(phone, words):
    """An e-mail by somebody unknown, as Odoo's gateway takes it."""
    return (
        f"From: Erika Muster <erika{phone.lstrip('+')}@muster.example>\r\n"
        "To: kundenservice@muster.example\r\nSubject: Meine Rechnung\r\n"
        f"Message-Id: <{secrets.token_hex(12)}@muster.example>\r\n"
        'Content-Type: text/plain; charset="utf-8"\r\nMIME-Version: 1.0\r\n'
        f"\r\n{words}\r\n"
    ).encode()
