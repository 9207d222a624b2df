"""A whole number is found by its keyed hash; a part of one never is."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import ERIKA, MAX
from .tools import ToolCase

NOBODY = "+4915155500099"


@tagged("post_install", "-at_install")
class TestFindNumber(ToolCase):
    def find(self, number, user=None):
        tickets = self.env["helpdesk.ticket"].with_user(user or self.agent)
        return tickets.with_company(self.company).whatsapp_find_number(number)

    def searches(self):
        return self.env["wa.number.search"].search([])

    def test_every_way_to_write_the_number_finds_the_ticket(self):
        ticket = self.agree()
        for number in (
            ERIKA,
            "004915155500001",
            "0151 555 00 001",
            " +49 (0)151/55500001",
        ):
            with self.subTest(number):
                self.assertEqual(self.find(number)["action"]["res_id"], ticket.id)

    def test_several_tickets_are_listed(self):
        first = self.agree()
        self.close(first)
        self.later(days=8)
        self.write("Eine andere Sache")
        second = self.conversation().ticket_id
        action = self.find(ERIKA)["action"]
        found = self.env["helpdesk.ticket"].search(action["domain"])
        self.assertEqual(found, first | second)

    def test_part_of_a_number_finds_nothing(self):
        self.agree()
        for part in (ERIKA[:-1], ERIKA[1:9], "0001", "55500001"):
            with self.subTest(part):
                try:
                    self.assertNotIn("action", self.find(part))
                except UserError as error:
                    self.assertIn("whole number", str(error))

    def test_nonsense_is_refused_with_a_sentence_and_not_logged(self):
        for words in ("", "  ", "Erika", None, "+" * 40, "9" * 40):
            with self.subTest(words), self.assertRaisesRegex(UserError, "whole number"):
                self.find(words)
        self.assertFalse(self.searches())

    def test_unknown_foreign_and_restricted_numbers_get_the_same_answer(self):
        unknown = self.find(NOBODY)
        foreign = self.agree(customer=MAX)
        foreign.team_id = self.env["helpdesk.ticket.team"].create(
            {"name": "Andere", "company_id": self.company.id, "alias_name": "andere"}
        )
        self.agree()
        self.subject().restricted = True
        self.assertEqual(self.find(MAX), unknown)
        self.assertEqual(self.find(ERIKA), unknown)
        self.assertEqual(set(unknown), {"sentence"})

    def test_number_with_a_new_owner_does_not_lead_to_the_old_ticket(self):
        self.agree()
        identity = self.subject().identity_ids.filtered(lambda i: i.kind == "phone")
        identity._end(identity.valid_from)
        self.assertNotIn("action", self.find(ERIKA))

    def test_people_without_the_teams_right_may_not_search(self):
        self.agree()
        own_only = new_test_user(
            self.env,
            "test-own-only",
            groups="base.group_user,whatsapp_dsgvo.group_agent",
            company_id=self.company.id,
            company_ids=[(6, 0, [self.company.id])],
        )
        others = (self.helpdesk_only, self.triage, self.channel_admin, self.it_admin)
        for user in (own_only, *others):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.find(ERIKA, user)
        with self.assertRaises(AccessError):
            self.env["helpdesk.ticket"].whatsapp_find_number(ERIKA)

    def test_each_search_is_logged_without_the_number(self):
        self.agree()
        self.find(ERIKA)
        self.find(NOBODY)
        self.assertEqual(self.searches().user_id, self.agent)
        self.assertEqual(len(self.searches()), 2)
        for number in (ERIKA, NOBODY):
            query = "SELECT count(*) FROM wa_number_search t WHERE t::text LIKE %s"
            self.assertEqual(self.count(query, f"%{number.lstrip('+')}%"), 0)

    def test_twenty_searches_an_hour_and_user(self):
        for _time in range(20):
            self.find(NOBODY)
        with self.assertRaisesRegex(UserError, "20 numbers"):
            self.find(NOBODY)
        self.find(NOBODY, self.colleague)
        self.later(minutes=61)
        self.find(NOBODY)

    def test_log_is_kept_for_six_months(self):
        self.find(NOBODY)
        self.later(days=182)
        self.env["wa.number.search"]._gc_searches()
        self.assertTrue(self.searches())
        self.later(days=2)
        self.env["wa.number.search"]._gc_searches()
        self.assertFalse(self.searches())

    def test_nobody_changes_or_deletes_the_log(self):
        self.find(NOBODY)
        for change in (
            lambda: self.searches().sudo().write({"user_id": self.dpo.id}),
            lambda: self.searches().sudo().unlink(),
        ):
            with self.assertRaises(AccessError):
                change()


@tagged("post_install", "-at_install")
class TestFindNumberOfContact(ToolCase):
    """From a contact nobody has linked yet."""

    def find(self, user, phone=ERIKA):
        partner = self.env["res.partner"].create({"name": "Erika", "phone": phone})
        partner = partner.with_user(user).with_company(self.company)
        return partner.action_whatsapp_find_number()

    def test_agents_get_their_ticket_and_data_protection_the_person(self):
        ticket = self.agree()
        action = self.find(self.agent)
        self.assertEqual(
            (action["res_model"], action["res_id"]), (ticket._name, ticket.id)
        )
        for user in (self.coordinator, self.dpo):
            action = self.find(user, "0151 555 00 001")
            self.assertEqual(
                (action["res_model"], action["res_id"]),
                ("wa.subject", self.subject().id),
            )

    def test_who_is_not_found_is_told_and_the_search_is_logged(self):
        for user in (self.agent, self.coordinator):
            with self.subTest(user.login):
                action = self.find(user, NOBODY)
                self.assertEqual(action["tag"], "display_notification")
                self.assertTrue(action["params"]["message"])
        searches = self.env["wa.number.search"].search([])
        self.assertEqual(searches.user_id, self.agent | self.coordinator)

    def test_contact_without_a_number_says_so(self):
        with self.assertRaisesRegex(UserError, "phone number"):
            self.find(self.coordinator, False)

    def test_others_may_not_search(self):
        for user in (self.helpdesk_only, self.triage, self.channel_admin):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.find(user)
