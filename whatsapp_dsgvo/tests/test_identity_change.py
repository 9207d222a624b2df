"""S-16 to S-18: numbers, IDs and security codes that change."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ERIKA
from .test_kinds import KindCase
from .tools import change, text_message

NEW = "+4915155500077"
THIRD = "+4915155500078"


def moved(old=ERIKA, new=NEW, wamid="wamid.moved", **system):
    message = text_message(wamid, "", old, type="system")
    del message["text"]
    content = {
        "body": "User Erika changed from 1 to 2",
        "type": "user_changed_number",
        "wa_id": new.lstrip("+"),
        **system,
    }
    return {**message, "system": content}


@tagged("post_install", "-at_install")
class TestNewNumber(KindCase):
    def scene(self):
        super().scene()
        self.person = self.subject()

    def _announce(self):
        self.sim.customer_changes_number(ERIKA, NEW)
        self.work()

    def test_line_in_the_conversation(self):
        self._announce()
        line = self.messages(NEW, kind="system")
        body = self.body(line)
        self.assertTrue(body["automatic"])
        self.assertIn("new number", body["placeholder"])
        self.assertIn("Nummer", self.body(line, "de_DE")["placeholder"])

    def test_new_number_is_the_same_person_and_the_old_one_nobodys(self):
        self._announce()
        self.assertEqual(self.subject(NEW), self.person)
        self.assertFalse(self.subject(ERIKA))

    def test_nothing_goes_out_until_the_person_writes_from_the_new_number(self):
        message = self.answer(self.ticket)
        self._announce()
        self.assertEqual((message.state, message.cancel_reason), ("cancelled", "moved"))
        with self.assertRaisesRegex(UserError, "new number"):
            self.answer(self.ticket)
        self.write("Ich bin es, mit neuer Nummer", NEW)
        self.assertFalse(self.person.moved_at)
        self.answer(self.ticket)
        self.work()
        self.assertEqual(self.free_texts(NEW)[-1], "Ich prüfe das.")

    def test_service_consent_stays_and_advertising_is_to_be_asked_again(self):
        self.set_state("given", purpose="marketing")
        self.set_state("given", purpose="survey")
        self._announce()
        self.assertEqual(self.consent(NEW).state, "given")
        for purpose in ("marketing", "survey"):
            self.assertEqual(self.consent(NEW, purpose).state, "reconfirm")

    def test_a_no_goes_with_the_person(self):
        self.write("STOP")
        self._announce()
        index = self.env["wa.vault"]._index("phone", NEW)
        self.assertTrue(self.env["wa.suppression"]._of(self.company, [index]))

    def test_number_of_somebody_we_know_is_never_merged(self):
        self.agree("Anderes Anliegen", NEW)
        other = self.subject(NEW)
        self.take(change(moved()))
        self.assertEqual(self.subject(NEW), other)
        self.assertNotEqual(other, self.person)
        self.assertTrue(self.person.moved_at)
        line = self.person.conversation_ids.message_ids.filtered(
            lambda m: m.kind == "system"
        )
        self.assertIn("Nothing was merged", self.body(line)["placeholder"])

    def test_told_twice_is_one_line(self):
        for _time in range(2):
            self.take(change(moved()), change(text_message("wamid.x", "Hallo", NEW)))
        self.assertEqual(len(self.messages(NEW, kind="system")), 1)

    def test_new_id_without_a_number_ends_the_old_number_too(self):
        bsuid = self.person._current("bsuid")._value()
        system = {"user_id": "DE.777777777", "previous_user_id": bsuid}
        message = moved(type="user_changed_user_id", **system)
        del message["system"]["wa_id"], message["from"]
        self.take(change(message))
        self.assertFalse(self.subject(ERIKA))
        self.assertEqual(self.person._current("bsuid")._value(), "DE.777777777")

    def test_stranger_who_moves_is_not_stored(self):
        self.take(change(moved(THIRD, "+4915155500079")))
        self.assertFalse(self.subject("+4915155500079"))


@tagged("post_install", "-at_install")
class TestSecurityCode(KindCase):
    def _write(self, wamid, code):
        contact = {
            "profile": {"name": "Erika Muster"},
            "wa_id": ERIKA.lstrip("+"),
            "identity_key_hash": code,
        }
        self.take(change(text_message(wamid, "Hallo"), contacts=[contact]))

    def test_changed_code_is_told_and_changes_no_consent(self):
        self._write("wamid.1", "erster")
        self.assertFalse(self.messages(kind="system"))
        self._write("wamid.2", "zweiter")
        line = self.messages(kind="system")
        self.assertIn("security code", self.body(line)["placeholder"])
        self.assertEqual(self.consent().state, "given")
        self.answer(self.ticket)

    def test_same_code_is_not_told(self):
        for wamid in ("wamid.1", "wamid.2"):
            self._write(wamid, "erster")
        self.assertFalse(self.messages(kind="system"))
