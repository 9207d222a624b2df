from unittest.mock import patch

from odoo.tests import tagged

from .common import ERIKA, MAX
from .tools import ToolCase, change, text_message, webhook

STORED_EACH = 1  # queries


@tagged("post_install", "-at_install")
class TestNewcomers(ToolCase):
    """People who write for the first time are stored together, like single ones."""

    def _alone(self, *args):
        raise AssertionError("stored one by one")

    def _people(self, first, number):
        return [f"+49151555{first + place:05d}" for place in range(number)]

    def _arrive(self, people, text="Guten Tag", **more):
        for phone in people:
            self.post(webhook(change(text_message(f"wamid.{phone}", text, phone))))

    def _store_together(self):
        model = type(self.env["wa.message"])
        with patch.object(model, "_receive", self._alone):
            before = self.env.cr.sql_log_count
            self.env["wa.event"]._process_batch()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

    def test_each_has_person_conversation_and_message(self):
        people = self._people(100, 4)
        self._arrive(people)
        self._store_together()
        self.assertEqual(len({self.subject(phone).id for phone in people}), 4)
        for phone in people:
            message = self.messages(phone)
            self.assertEqual(message.state, "received", phone)
            self.assertEqual(message._content().get("text"), "Guten Tag")
            self.assertEqual(self.subject(phone)._address()[0], phone)

    def test_another_person_costs_hardly_a_query(self):
        self._arrive(self._people(200, 2))
        few = self._store_together()
        self._arrive(self._people(300, 12))
        many = self._store_together()
        self.assertLessEqual(many - few, 10 * STORED_EACH)

    def test_keys_are_made_in_one_transaction(self):
        store = self.env["wa.vault"]._vault().store
        self._arrive(self._people(400, 3))
        with patch.object(store, "create", wraps=store.create) as create:
            self._store_together()
        self.assertEqual(create.call_count, 1)

    def test_several_messages_of_one_person_make_one_person(self):
        lines = [text_message(f"wamid.n{n}", f"{n}", MAX) for n in range(3)]
        self.post(webhook(change(*lines[:2])))
        self.post(webhook(change(*lines[1:])))
        self._store_together()
        self.assertEqual(self.texts(MAX), ["0", "1", "2"])

    def test_profile_name_is_the_last_one(self):
        for number, name in enumerate(("Max", "Max Muster")):
            contact = {"wa_id": MAX.lstrip("+"), "profile": {"name": name}}
            line = text_message(f"wamid.p{number}", "Guten Tag", MAX)
            self.post(webhook(change(line, contacts=[contact])))
        self._store_together()
        self.assertEqual(self.subject(MAX)._profile_name(), "Max Muster")

    def test_who_is_known_by_half_goes_alone(self):
        """A new stable ID under a known number is learned by the careful way."""
        self._arrive([MAX])
        self._store_together()
        line = text_message("wamid.half", "noch ich", MAX, from_user_id="DE.98765")
        self.post(webhook(change(line)))
        self.env["wa.event"]._process_batch()
        self.assertEqual(len(self.messages(MAX)), 2)

    def test_one_failure_holds_up_nobody(self):
        people = self._people(500, 3)
        self._arrive(people)
        model = type(self.env["wa.message"])
        with patch.object(model, "_create_newcomers", self._alone):
            self.env["wa.event"]._process_batch()
        for phone in people:
            self.assertEqual(self.messages(phone).state, "received", phone)

    def test_who_also_quotes_goes_alone(self):
        quoting = text_message("wamid.q", "dazu", MAX, context={"id": "wamid.x"})
        self.post(webhook(change(quoting)))
        self._arrive([MAX])
        self.env["wa.event"]._process_batch()
        self.assertEqual(len(self.subject(MAX)), 1)
        self.assertEqual(sorted(self.texts(MAX)), ["Guten Tag", "dazu"])

    def test_change_of_number_in_the_batch_keeps_its_order(self):
        """The new number is the known person's, although it is not known yet."""
        self.agree(customer=ERIKA)
        before = self.subject(ERIKA)
        system = {
            "type": "user_changed_number",
            "wa_id": MAX.lstrip("+"),
            "body": "changed",
        }
        moved = text_message("wamid.move", "", ERIKA)
        moved = {**moved, "type": "system", "system": system}
        moved.pop("text")
        self.post(webhook(change(moved)))
        self._arrive([MAX])
        self.env["wa.event"]._process_batch()
        self.assertEqual(self.subject(MAX), before)
