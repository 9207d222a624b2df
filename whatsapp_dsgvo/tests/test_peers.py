"""What users of other help desks complain about; `docs/peers.md` lists it all."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from tests.simulator import demo

from .common import ERIKA, MAX
from .media_tools import MediaCase, picture
from .numbers import SECOND, NumbersCase
from .tools import ToolCase, change, text_message, webhook

NEW = "+4915155500077"
# Numbers which Meta writes in two ways: (one, the other).
TWO_FORMS = {
    "Brazil": ("+5511987654321", "+551187654321"),
    "Mexico": ("+525512345678", "+5215512345678"),
    "Argentina": ("+5491123456789", "+541123456789"),
}


@tagged("post_install", "-at_install")
class TestAlbum(MediaCase):
    def test_album_delivered_twice_is_five_pictures_of_one_ticket(self):
        """Meta sends each picture on its own, and each webhook at least once."""
        ticket = self.agree()
        self.sim.add_fault("duplicate_webhook", times=0)
        for number in range(5):
            data = picture((10 + number, 10))
            self.sim.customer_sends_file(ERIKA, "image", data, mime_type="image/png")
        self.work()
        pictures = self.messages(kind="image")
        self.assertEqual(len(pictures), 5)
        self.assertEqual(pictures.ticket_id, ticket)
        self.assertEqual(len(pictures.mail_message_id), 5)


@tagged("post_install", "-at_install")
class TestOnePerson(ToolCase):
    def test_two_ways_to_write_a_number_are_one_person(self):
        for country, (one, other) in TWO_FORMS.items():
            with self.subTest(country):
                self.take(change(text_message(f"wamid.{country}1", "Hallo", one)))
                self.take(change(text_message(f"wamid.{country}2", "Ja?", other)))
                self.assertEqual(len(self.messages(one, direction="in")), 2)

    def test_hundred_messages_of_one_webhook_keep_their_order(self):
        self.agree()
        words = [f"Zeile {number}" for number in range(100)]
        batch = [
            change(text_message(f"wamid.b{number}", text))
            for number, text in enumerate(words)
        ]
        self.post(webhook(*batch))
        self.work()
        self.assertEqual(self.texts()[-100:], words)
        # and so they stand in the ticket
        lines = self.messages(direction="in")[-100:]
        stubs = lines.mapped("mail_message_id").ids
        self.assertEqual((len(stubs), stubs), (100, sorted(stubs)))


@tagged("post_install", "-at_install")
class TestNothingAppears(ToolCase):
    """Meta got its 200, but what came fits nowhere."""

    def setUp(self):
        super().setUp()
        self.take(change(field="telepathy", thought="blue"))

    def told(self):
        self.run_cron("cron_check_health")
        kind = self.env.ref("whatsapp_dsgvo.activity_type_parked")
        activities = self.env["mail.activity"].search(
            [("activity_type_id", "=", kind.id), ("res_id", "=", self.channel.id)]
        )
        return activities.filtered(lambda one: one.user_id == self.channel_admin)

    def test_administrator_sees_what_fits_nowhere_but_no_content(self):
        event = self.events(state="parked").with_user(self.channel_admin)
        (row,) = event.read(["state", "error", "received_at", "content_type"])
        self.assertEqual(
            (row["state"], row["error"]), ("parked", "unknown kind of event")
        )
        with self.assertRaises(AccessError):
            event.read(["body"])

    def test_administrator_is_told_once_and_it_ends_by_itself(self):
        self.assertEqual(len(self.told()), 1)
        self.assertIn("1", self.told().summary)
        self.assertNotIn("blue", self.as_json(self.told().read()))
        self.events(state="parked").unlink()
        self.assertFalse(self.told())


@tagged("post_install", "-at_install")
class TestReopening(ToolCase):
    def test_days_until_a_new_ticket_are_a_setting(self):
        for customer, days, later, is_same in (
            (ERIKA, 2, 3, False),
            (MAX, 30, 20, True),
        ):
            with self.subTest(days=days):
                self.channel.reopen_days = days
                ticket = self.agree(customer=customer)
                self.close(ticket)
                self.later(days=later)
                self.write("Es geht noch nicht", customer)
                now = self.conversation(customer).ticket_id
                self.assertEqual(now == ticket, is_same)


@tagged("post_install", "-at_install")
class TestSecondNumber(NumbersCase):
    def test_second_number_of_an_account_receives_and_answers(self):
        self.write("Hallo, Vertrieb", NEW, phone_id=SECOND)
        (message,) = self.messages(NEW, direction="in")
        self.assertEqual(message.channel_id, self.second)
        self.tap(customer=NEW)
        self.assertEqual(message.ticket_id.team_id, self.team)
        self.answer(message.ticket_id)
        self.work()
        self.assertEqual(self.free_texts(NEW)[-1], "Ich prüfe das.")
        self.assertEqual({m.phone_id for m in self.received_by(NEW)}, {SECOND})


@tagged("post_install", "-at_install")
class TestSetUp(ToolCase):
    def test_missing_subscription_is_red_and_says_so(self):
        """Without it Meta sends nothing, however right the address is."""
        check = self._subscription()
        self.assertEqual(check.colour, "green")
        self.sim.configure(wabas=[{"id": demo.WABA_ID, "subscribed": False}])
        check = self._subscription()
        self.assertEqual(check.colour, "red")
        self.assertTrue(check.explanation)

    def _subscription(self):
        self.channel.with_user(self.channel_admin).action_check_connection()
        return self.channel.check_ids.filtered(lambda c: c.code == "subscription")


@tagged("post_install", "-at_install")
class TestNotOffered(ToolCase):
    def test_reading_and_answering_tells_the_customer_nothing(self):
        """Neither blue ticks nor "is typing": nobody is watched while they read."""
        ticket = self.agree().with_user(self.agent)
        ticket.whatsapp_messages(ticket.message_ids.ids)
        self.answer(ticket)
        self.work()
        self.assertEqual(self.received_by()[-1].shown["body"], "Ich prüfe das.")
        bodies = " ".join(call["body"] or "" for call in self.sim.received)
        self.assertIn("messaging_product", bodies)
        self.assertNotIn("typing_indicator", bodies)
        self.assertNotIn('"read"', bodies)
