"""Every type of message, from the signed webhook to what the agent's screen is given."""

import json

from odoo.tests import tagged

from .common import ERIKA
from .tools import ToolCase, change, text_message

PLACE = {
    "latitude": 52.520008,
    "longitude": 13.404954,
    "name": "Zum Muster",
    "address": "Beispielplatz 7, Berlin",
    "url": "https://muster.example",
}
CARD = {
    "name": {"formatted_name": "Max Beispiel", "first_name": "Max"},
    "org": {"company": "Beispiel KG"},
    "phones": [{"phone": "+49 1525 5500017", "type": "CELL"}],
    "emails": [{"email": "max@beispiel.example"}],
    "birthday": "1980-01-01",
    "vcard": "BEGIN:VCARD",
}


class KindCase(ToolCase):
    def scene(self):
        super().scene()
        self.ticket = self.agree()

    def send(self, kind, content, wamid=None, **more):
        """One message of that type, posted by hand; its record."""
        message = text_message(wamid or f"wamid.{kind}", "", type=kind, **more)
        del message["text"]
        self.take(change({**message, kind: content} if content else message))
        return self.messages(direction="in").sorted("id")[-1]

    def body(self, message, lang="en_US"):
        """What a reader of the ticket gets for it."""
        ticket = self.ticket.with_user(self.agent).with_context(lang=lang)
        return ticket.whatsapp_messages(message.mail_message_id.ids)[0]["wa_body"]

    def stored(self, message):
        return json.dumps(message._content(), ensure_ascii=False)


@tagged("post_install", "-at_install")
class TestKinds(KindCase):
    def test_location(self):
        message = self.send("location", PLACE)
        body = self.body(message)
        self.assertEqual(body["kind"], "location")
        self.assertEqual(body["location"]["latitude"], "52.520008")
        self.assertEqual(body["location"]["name"], "Zum Muster")
        self.assertNotIn("muster.example", self.stored(message))
        self.assertIn(
            "Beispielplatz", self.ticket.with_user(self.agent).whatsapp_last_line
        )

    def test_location_that_is_none(self):
        for wrong in ({"latitude": "north", "longitude": 13}, {"latitude": 99}, {}):
            with self.subTest(wrong):
                message = self.send("location", wrong, f"wamid.l{len(wrong)}")
                self.assertEqual(self.body(message)["kind"], "placeholder")

    def test_contact_cards_keep_only_what_is_shown(self):
        message = self.send("contacts", [CARD])
        body = self.body(message)
        self.assertEqual(body["kind"], "contacts")
        self.assertEqual(
            body["cards"],
            [
                {
                    "name": "Max Beispiel",
                    "company": "Beispiel KG",
                    "phones": ["+49 1525 5500017"],
                    "emails": ["max@beispiel.example"],
                }
            ],
        )
        self.assertNotIn("1980", self.stored(message))
        self.assertFalse(
            self.env["res.partner"].search([("name", "=", "Max Beispiel")])
        )

    def test_answer_from_a_list(self):
        row = {"id": "r1", "title": "Rückruf", "description": "Heute noch"}
        message = self.send("interactive", {"type": "list_reply", "list_reply": row})
        body = self.body(message)
        self.assertEqual(
            (body["kind"], body["text"], body["detail"]),
            ("text", "Rückruf", "Heute noch"),
        )

    def test_answers_to_a_form_without_its_token(self):
        answers = {"flow_token": "geheim-17", "Wunsch": "Rückruf", "Tage": ["Mo", "Di"]}
        form = {"name": "flow", "body": "Sent", "response_json": json.dumps(answers)}
        message = self.send("interactive", {"type": "nfm_reply", "nfm_reply": form})
        body = self.body(message)
        self.assertEqual(body["kind"], "rows")
        self.assertEqual(body["rows"], [["Wunsch", "Rückruf"], ["Tage", "Mo, Di"]])
        self.assertNotIn("geheim-17", self.stored(message))

    def test_order(self):
        item = {
            "product_retailer_id": "M-17",
            "quantity": 2,
            "item_price": 30,
            "currency": "EUR",
        }
        order = {"catalog_id": "9", "text": "Bitte bald", "product_items": [item]}
        body = self.body(self.send("order", order))
        self.assertEqual(body["rows"], [["M-17", "2 × 30 EUR"]])
        self.assertEqual(body["text"], "Bitte bald")

    def test_what_whatsapp_does_not_pass_on_says_what_to_do(self):
        message = self.send("unsupported", {"type": "poll_creation"})
        self.assertIn("poll", self.body(message)["placeholder"])
        german = self.body(message, "de_DE")["placeholder"]
        self.assertIn("Umfrage", german)
        self.assertIn("Bitte", german)

    def withheld(self, code, kind="unsupported", **more):
        error = {"code": code, "title": "Media download error", "message": ERIKA}
        return self.send(kind, None, f"wamid.{code}.{kind}", errors=[error], **more)

    def test_file_that_is_too_large_says_so(self):
        for kind in ("unsupported", "video"):
            with self.subTest(kind):
                message = self.withheld(131052, kind)
                self.assertEqual(message._content()["error"], 131052)
                self.assertIn("100 MB", self.body(message)["placeholder"])
                self.assertIn("erneut", self.body(message, "de_DE")["placeholder"])

    def test_content_that_is_not_available_says_so(self):
        message = self.withheld(131060)
        self.assertIn("not available", self.body(message)["placeholder"])
        self.assertIn("send it again", self.body(message)["placeholder"])

    def test_error_that_tells_only_its_kind_leaves_the_kinds_own_sentence(self):
        message = self.withheld(131051, unsupported={"type": "poll_creation"})
        self.assertIn("poll", self.body(message)["placeholder"])
        self.assertNotIn("Media download", self.stored(message))

    def test_interactive_without_content_is_no_empty_bubble(self):
        body = self.body(self.send("interactive", None))
        self.assertEqual(body["kind"], "placeholder")
        self.assertIn("no content", body["placeholder"])

    def test_permission_to_call_is_told(self):
        reply = {"response": "reject", "response_source": "user_action"}
        content = {"type": "call_permission_reply", "call_permission_reply": reply}
        self.assertIn(
            "not want", self.body(self.send("interactive", content))["placeholder"]
        )

    def test_forwarded_often_forwarded_and_ad(self):
        text = {"body": "Weitergeleitetes"}
        once = self.send("text", text, "wamid.1", context={"forwarded": True})
        often = self.send(
            "text", text, "wamid.2", context={"frequently_forwarded": True}
        )
        ad = {"headline": "Sommeraktion", "source_type": "ad", "ctwa_clid": "spur-17"}
        lured = self.send("text", text, "wamid.3", referral=ad)
        marks = [self.body(m)["marks"][0] for m in (once, often, lured)]
        self.assertEqual([m["kind"] for m in marks], ["forwarded", "forwarded", "ad"])
        self.assertNotEqual(marks[0]["text"], marks[1]["text"])
        self.assertIn("Sommeraktion", marks[2]["text"])
        self.assertNotIn("spur-17", self.stored(lured))

    def test_quote_of_a_message_without_text_names_its_kind(self):
        self.send("location", PLACE, "wamid.place")
        self.write("Hier", quote="wamid.place")
        answer = self.messages(direction="in")[-1]
        quoted = self.body(answer)["quoted"]
        self.assertIn("Zum Muster", quoted["text"])
        place = self.messages(direction="in", kind="location")
        self.assertEqual(quoted["message_id"], place.mail_message_id.id)

    def test_what_is_chosen_to_be_kept_is_told_in_words(self):
        self.send("location", PLACE)
        self.send("contacts", [CARD], "wamid.card")
        action = self.ticket.with_user(self.agent).action_whatsapp_hold()
        lines = self.env["wa.hold.start"].browse(action["res_id"]).line_ids
        shown = lines.with_user(self.agent).mapped("shown")
        self.assertTrue([text for text in shown if "Zum Muster" in text])
        self.assertFalse({"location", "contacts"} & set(shown))

    def test_opened_chat_is_a_line_and_no_enquiry(self):
        self.answer(self.ticket)
        body = self.body(self.send("request_welcome", None))
        self.assertTrue(body["automatic"])
        self.assertFalse(self.ticket.whatsapp_unanswered_since)

    def test_call_is_a_line_once(self):
        call = {"id": "call-1", "from": ERIKA.lstrip("+"), "timestamp": "1795470000"}
        for event in ("connect", "terminate"):
            calls = [{**call, "event": event, "direction": "USER_INITIATED"}]
            self.take(change(field="calls", calls=calls))
        lines = self.messages(kind="call")
        self.assertEqual(len(lines), 1)
        self.assertTrue(self.body(lines)["automatic"])
        self.assertIn("called", self.body(lines)["placeholder"])

    def test_call_of_a_stranger_makes_no_person(self):
        calls = [
            {
                "id": "call-2",
                "from": "4915155500066",
                "event": "connect",
                "direction": "USER_INITIATED",
                "timestamp": "1795470000",
            }
        ]
        self.take(change(field="calls", calls=calls))
        self.assertFalse(self.subject("+4915155500066"))

    def test_every_kind_reaches_the_triage_in_words(self):
        customer = "+4915155500044"
        self.sim.customer_sends(customer, {"type": "location", "location": PLACE})
        self.sim.customer_sends(customer, {"type": "contacts", "contacts": [CARD]})
        self.work()
        held = self.messages(customer, state="held").with_user(self.triage)
        texts = " ".join(held.mapped("triage_text"))
        self.assertIn("Beispielplatz", texts)
        self.assertIn("Max Beispiel", texts)

    def test_refused_chats_of_the_app_are_counted_for_the_channel_admin(self):
        echo = {"id": "wamid.echo", "type": "text", "text": {"body": "privat"}}
        self.take(change(field="smb_message_echoes", message_echoes=[echo]))
        app = self.app.with_user(self.channel_admin)
        self.assertEqual(app.read(["refused_count"])[0]["refused_count"], 1)
        self.assertFalse(self.messages().filtered(lambda m: "privat" in self.stored(m)))
        self.assertFalse(self.events(state="done")[-1].sudo().body)
