"""What a flow should never be: forged, broken, foreign and poisonous webhooks."""

import json

from tests.simulator import demo

from .canary_files import Files


class Trouble(Files):
    """Bad input and lost keys, on top of the flows."""

    def bad_webhooks(self):
        """Foreign, broken, unknown, poisonous, forged; all with canaries inside."""
        word, number = self.canaries.word(), self.canaries.number()
        bodies = [
            {"object": "page", "entry": [{"id": "1", "messaging": [{"text": word}]}]},
            envelope({"text": word, "from": number}, "field_of_the_future"),
            envelope(message(number, word, "text"), phone_id="999999999999999"),
            envelope(message(number, word, "te\u0000xt")),
            envelope(message(number, word, "text", wamid=f"wamid.{word}")),
            envelope({"messages": [{"from": number, "text": word, "id": ["x"]}]}),
            envelope(
                {"statuses": [{"id": word, "status": word, "recipient_id": number}]}
            ),
        ]
        for body in bodies:
            assert self.simulator.post_raw(body)["status"] == 200
        raw = json.dumps(bodies[2]).encode()
        assert self.simulator.post_raw(raw[:-7])["status"] == 200
        assert self.simulator.post_raw(raw, signature="none")["status"] == 403
        assert self.simulator.post_raw(raw, signature="sha256=00")["status"] == 403
        events = [{"phone_number": number, "event": "PHONE_NUMBER_ADDED"}]
        for value in events:
            self.simulator.account_event("account_update", value)
        self.work()

    def key_store_away(self, customer, ticket):
        """Nothing is lost, nothing shown; the errors name no word."""
        store = next((self.site.site.folder / "keys").glob("*.sqlite"))
        away = store.with_suffix(".away")
        store.rename(away)
        self.simulator.customer_sends_text(customer, self.word())
        self.simulator.flush(timeout=2)
        text = self.canaries.word()
        send = ("helpdesk.ticket", "whatsapp_send", [ticket])
        self.expect_refusal(lambda: self.agent.call(*send, body=text))
        away.rename(store)
        self.work()


def envelope(value, field_name="messages", phone_id=demo.PHONE_NUMBER_ID):
    metadata = {"display_phone_number": "4930", "phone_number_id": phone_id}
    head = {"messaging_product": "whatsapp", "metadata": metadata}
    changes = [{"field": field_name, "value": {**head, **value}}]
    return {
        "object": "whatsapp_business_account",
        "entry": [{"id": demo.WABA_ID, "changes": changes}],
    }


def message(number, text, kind, wamid=None):
    digits = number.lstrip("+")
    row = {
        "from": digits,
        "id": wamid or f"wamid.{text}{kind!r}",
        "timestamp": "1795000000",
        "type": kind,
        kind: {"body": text},
    }
    profile = {"profile": {"name": text}, "wa_id": digits}
    return {"contacts": [profile], "messages": [row]}
