"""S-17: a number that is somebody else's now says nothing of who had it before."""

from odoo import fields
from odoo.tests import tagged

from .common import ERIKA
from .erasing import ErasureCase
from .exporting import ExportCase
from .restoring import RestoreCase
from .tools import change, text_message

NEW, LEFT = "+4915155500077", "+4915155500078"
OF_PERSON, OF_IDENTITY = "erasure_of_person", "erasure_of_identity"


class RecycledCase(RestoreCase, ErasureCase):
    """Erika has a new number; whoever got the old one has said yes."""

    def scene(self):
        super().scene()
        # the stand-in would make the same of the same number
        erika = self.sim.person(ERIKA)
        self.sim.world.patch("customers", erika.id, user_id="DE.1111111111")
        self.agree()
        self.former = self.subject()
        self.take_number(ERIKA, NEW)
        self.later(minutes=1)
        self.write("Meine neue Nummer", NEW)
        # what a number gets automatically is limited, whoever has it
        self.later(days=31)
        self.ticket = self.agree("Guten Tag, ich bin neu hier")
        self.owner = self.subject()
        self.later(minutes=1)

    def take_number(self, customer, number):
        """With the ID they have, and nobody is told."""
        person = self.sim.person(customer)
        self.sim.world.patch("customers", person.id, phone=number)

    def setUp(self):
        super().setUp()
        self.assertNotEqual(self.subject(NEW), self.owner)
        self.assertEqual(self.subject(NEW), self.former)

    def listed(self, customer=ERIKA):
        index = self.index(customer)
        return bool(self.env["wa.suppression"]._of(self.company, [index]))

    def assert_answered(self):
        self.assertEqual(self.consent().state, "given")
        self.assertFalse(self.listed())
        self.answer(self.ticket, "Gern geschehen.")
        self.work()
        self.assertEqual(self.free_texts()[-1], "Gern geschehen.")

    def say_no_and_yes(self, customer):
        self.write("STOP", customer)
        self.later(days=8)
        self.write("Ich hätte doch noch eine Frage", customer)
        self.tap(0, customer)
        self.assertEqual(self.consent(customer).state, "given")


@tagged("post_install", "-at_install")
class TestRecycledNumberList(RecycledCase, ExportCase):
    def test_stop_of_who_had_it_is_no_stop_of_who_has_it(self):
        self.write("STOP", NEW)
        self.assertEqual(self.consent(NEW).state, "withdrawn")
        self.assertTrue(self.listed(NEW))
        self.assert_answered()

    def test_nor_is_a_withdrawal_an_agent_records(self):
        self.former.conversation_ids._withdraw(None, "phone")
        self.assertTrue(self.listed(NEW))
        self.assert_answered()

    def test_nor_is_a_block(self):
        self.former.conversation_ids._block("abuse", "", hint=False, at_meta=False)
        self.assertTrue(self.listed(NEW))
        self.assert_answered()

    def test_an_erasure_lists_the_own_numbers_only(self):
        self.erase(subject=self.former)
        self.assertTrue(self.listed(NEW))
        self.assert_answered()

    def test_a_no_survives_the_yes_of_who_had_the_number(self):
        self.write("STOP")
        self.say_no_and_yes(NEW)
        self.assertTrue(self.listed())
        self.assertFalse(self.listed(NEW))

    def test_and_does_not_keep_them_from_being_answered(self):
        self.set_state("given", NEW)
        self.write("STOP")
        self.write("Noch eine Frage", NEW)
        self.answer(self.conversation(NEW).ticket_id, "Für Erika.")
        self.work()
        self.assertEqual(self.free_texts(NEW)[-1], "Für Erika.")

    def test_and_survives_their_wish_to_be_forgotten(self):
        self.write("STOP")
        self.erase(subject=self.former, keep_suppression=False)
        self.assertTrue(self.listed())

    def test_and_is_not_carried_to_their_next_number(self):
        self.write("STOP")
        self.sim.customer_changes_number(NEW, LEFT)
        self.work()
        self.assertFalse(self.listed(LEFT))

    def test_and_is_not_told_in_their_export(self):
        self.write("STOP")
        request = self.env["wa.request"]._receive(
            self.former, "access", identity_level="1"
        )
        action = request.with_user(self.coordinator).action_export()
        record = self.env["wa.export"].browse(action["res_id"])
        self.assertFalse(record._suppression())
        record = self.make()
        self.assertTrue(record._suppression())

    def test_a_number_they_left_and_nobody_has_still_counts_as_theirs(self):
        self.sim.customer_changes_number(NEW, LEFT)
        self.work()
        self.write("STOP", LEFT)
        self.assertTrue(self.listed(NEW) and self.listed(LEFT))
        self.say_no_and_yes(LEFT)
        self.assertFalse(self.listed(NEW) or self.listed(LEFT))

    def counted(self, person):
        """Automatic messages of a month, as the gate counts them."""
        allowances = self.env["wa.allowance"].sudo()
        return allowances._counts(person, "RECEIPT", self.now())[person][1]

    def test_what_they_get_automatically_is_not_counted_as_the_owners(self):
        theirs, owners = self.counted(self.former), self.counted(self.owner)
        allowances = self.env["wa.allowance"].sudo()
        allowances._use(self.former, "RECEIPT", self.now())
        self.assertEqual(self.counted(self.former), theirs + 1)
        self.assertEqual(self.counted(self.owner), owners)
        allowances._use(self.owner, "RECEIPT", self.now())
        self.assertEqual(self.counted(self.former), theirs + 1)
        self.assertEqual(self.counted(self.owner), owners + 1)

    def test_who_gets_the_number_back_is_its_owner_again(self):
        self.sim.customer_changes_number(ERIKA, LEFT)
        self.work()
        self.take_number(NEW, ERIKA)
        self.write("Ich habe meine alte Nummer wieder")
        self.assertEqual(self.subject(), self.former)
        self.write("STOP")
        self.assertTrue(self.listed())
        self.assertFalse(self.owner.conversation_ids._suppressed_ids())


@tagged("post_install", "-at_install")
class TestRecycledNumberErased(RecycledCase):
    """What the new owner has written is not lost with who had the number before."""

    def late(self, text, at):
        message = text_message(
            f"wamid.{len(text)}",
            text,
            at=at,
            from_user_id=self.sim.person(ERIKA).user_id,
        )
        return change(message)

    def test_a_message_that_waited_meanwhile_arrives(self):
        written = self.now()
        self.later(minutes=1)
        self.erase(subject=self.former)
        self.take(self.late("Und noch eine Frage", written))
        self.assertIn("Und noch eine Frage", self.texts())

    def test_a_late_message_of_the_person_does_not(self):
        written = fields.Datetime.subtract(self.now(), minutes=3)
        self.erase(subject=self.former)
        self.take(change(text_message("wamid.old", "Von früher", at=written)))
        self.assertNotIn("Von früher", self.texts())

    def test_an_event_nobody_could_work_off_stays(self):
        for text in ("Geparkt", "Ganz anderes"):
            event = self.late(text, self.now())
            event["value"]["metadata"]["phone_number_id"] = "000"
            self.take(event)
        parked = self.events(state="parked")
        self.assertEqual(len(parked), 2)
        self.erase(subject=self.former)
        self.assertEqual(self.events(state="parked"), parked)
        self.assertIn(b"Geparkt", parked[0]._clear_body())


@tagged("post_install", "-at_install")
class TestRecycledNumberRestored(RecycledCase):
    def test_the_journal_is_told_of_the_own_numbers_only(self):
        marks = self.env["wa.journal.mark"]
        last = marks.search([], order="id desc", limit=1).id
        self.write("STOP", NEW)
        self.erase(subject=self.former)
        told = marks.search([("id", ">", last)]).mapped("digest")
        self.assertIn(self.index(NEW), told)
        self.assertNotIn(self.index(), told)

    def test_a_no_is_of_who_had_the_number_then(self):
        ended = self.former.identity_ids.filtered("valid_to").valid_to
        before = fields.Datetime.subtract(ended, seconds=1)
        self.run_cron("cron_seal")
        self.lose(self.index(), at=f"{before.isoformat()}Z")
        self.replay_all()
        self.assertEqual(self.consent(NEW).state, "withdrawn")
        self.release()
        self.assert_answered()

    def test_and_of_who_has_it_now(self):
        self.run_cron("cron_seal")
        self.lose(self.index())
        self.replay_all()
        self.assertEqual(self.consent().state, "withdrawn")
        self.assertEqual(self.consent(NEW).state, "expired")
        self.assertTrue(self.listed())

    def test_an_erasure_concerns_who_was_erased(self):
        """Also in a line of an older version, which names former numbers."""
        self.run_cron("cron_seal")
        person = self.former._journal_index()
        self.lose(person, kind=f"{OF_PERSON}/identities")
        self.lose(*self.former._identity_indexes(), kind=f"{OF_IDENTITY}/identities")
        self.replay_all()
        self.run_cron("cron_run_erasures")
        self.assertTrue(self.former.erased_at)
        self.assertTrue(self.listed(NEW))
        self.release()
        self.assert_answered()

    def test_whoever_is_forgotten_takes_no_others_no_along(self):
        self.write("STOP")
        self.run_cron("cron_seal")
        person = self.former._journal_index()
        self.lose(person, kind=f"{OF_PERSON}/identities+forgotten")
        indexes = self.former._identity_indexes()
        self.lose(*indexes, kind=f"{OF_IDENTITY}/identities+forgotten")
        self.replay_all()
        self.run_cron("cron_run_erasures")
        self.assertTrue(self.listed())
