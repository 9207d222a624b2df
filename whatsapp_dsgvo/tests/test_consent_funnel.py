"""Who was asked, who agreed and how soon: the figure for whether strict consent works."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import AYSE, ERIKA, MAX
from .tools import ToolCase

FOURTH = "+4915155500004"


@tagged("post_install", "-at_install")
class TestConsentFunnel(ToolCase):
    def scene(self):
        super().scene()
        self.colleague.group_ids += self.env.ref("helpdesk_mgmt.group_helpdesk_manager")

    def funnel(self, user=None):
        self.env.flush_all()
        consents = self.env["wa.consent"].with_user(user or self.dpo)
        return consents.whatsapp_funnel()

    def agree_after(self, customer, **delta):
        self.write("Frage", customer)
        self.later(**delta)
        self.tap(0, customer)
        self.assertEqual(self.consent(customer).state, "given")

    def found(self, unclearly, user=None):
        self.env.flush_all()
        consents = self.env["wa.consent"].with_user(user or self.dpo)
        return consents.search(
            [
                ("state", "=", "pending"),
                ("purpose", "=", "service"),
                ("answered_unclearly", "=", unclearly),
            ]
        )

    def test_how_many_agreed_and_how_soon_half_and_nearly_all_of_them_had(self):
        self.agree_after(ERIKA, seconds=30)
        self.agree_after(MAX, minutes=10)
        self.agree_after(AYSE, hours=3)
        self.write("Frage", FOURTH)
        found = self.funnel()
        self.assertEqual((found["asked"], found["yes"]), (4, 3))
        self.assertAlmostEqual(found["half"], 600, delta=60)
        # between ten minutes and three hours, four fifths of the way
        self.assertAlmostEqual(found["most"], 600 + 0.8 * 10_200, delta=60)

    def test_without_a_yes_there_is_no_time(self):
        nobody = {"asked": 0, "yes": 0, "half": False, "most": False}
        self.assertEqual(self.funnel(), nobody)
        self.write("Frage")
        self.tap(1)
        self.assertEqual(self.funnel(), {**nobody, "asked": 1})

    def test_who_was_asked_before_the_week_began_is_not_counted(self):
        self.agree_after(ERIKA, seconds=30)
        self.later(days=7)
        self.agree_after(MAX, seconds=30)
        self.write("STOPP")
        self.assertEqual(self.consent().state, "withdrawn")
        self.assertEqual(self.funnel()["asked"], 1)

    def test_silence_and_words_that_are_neither_yes_nor_no_are_told_apart(self):
        self.write("Frage", ERIKA)
        self.write("Frage", MAX)
        self.write("und noch etwas", MAX)
        # in the same breath, before anybody can have read the question
        self.assertFalse(self.found(True))
        self.later(minutes=2)
        self.write("Wie lange dauert das denn?", MAX)
        self.assertEqual(self.found(True), self.consent(MAX))
        self.assertTrue(self.found(True).answered_unclearly)
        self.assertEqual(self.found(False), self.consent(ERIKA))
        self.assertFalse(self.found(False).answered_unclearly)
        self.tap(0, MAX)
        self.assertFalse(self.found(True))

    def test_those_who_lead_the_desk_count_what_they_may_read(self):
        self.agree_after(ERIKA, seconds=30)
        self.write("Frage", MAX)
        for user in (self.colleague, self.dpo, self.coordinator):
            with self.subTest(user.login):
                found = self.funnel(user)
                readable = self.env["wa.consent"].with_user(user)
                readable = readable.search([("purpose", "=", "service")])
                self.assertEqual(found["asked"], len(readable))
                self.assertEqual(found["yes"], 1)

    def test_others_are_refused(self):
        for user in (self.agent, self.helpdesk_only, self.triage, self.channel_admin):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.funnel(user)

    def test_another_company_is_not_counted(self):
        self.agree_after(ERIKA, seconds=30)
        other = self.env["res.company"].create({"name": "Fremde AG"})
        self.dpo.write(
            {"company_ids": [Command.set(other.ids)], "company_id": other.id}
        )
        self.assertEqual(self.funnel()["asked"], 0)
