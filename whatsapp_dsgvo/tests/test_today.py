"""The figures of the start page, as those who see them may count them."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import AYSE, ERIKA, MAX
from .tools import ToolCase

CHECK = "wa_message_basis_check"
MANAGER = "helpdesk_mgmt.group_helpdesk_manager"


@tagged("post_install", "-at_install")
class TestWithoutBasis(ToolCase):
    def setUp(self):
        super().setUp()
        self.sent = self.answer(self.agree())
        # as if it had been lost on the way, in a dump of another version say
        self.env.cr.execute("ALTER TABLE wa_message DROP CONSTRAINT " + CHECK)

    def seen(self, user):
        messages = self.env["wa.message"].with_user(user)
        return messages.search([("without_basis", "=", True)])

    def lose(self, **values):
        self.sent._admitted_write({"basis_entry_id": False, **values})

    def test_nothing_is_counted_of_what_has_a_basis_or_a_named_exception(self):
        self.assertIn("NOTICE", self.messages(direction="out").mapped("exception_code"))
        for user in (self.dpo, self.coordinator):
            self.assertFalse(self.seen(user))

    def test_what_has_neither_is_seen_by_those_who_answer_for_it(self):
        for code in (False, "MARKETING"):
            self.lose(exception_code=code)
            for user in (self.dpo, self.coordinator):
                with self.subTest(f"{code} {user.login}"):
                    self.assertEqual(self.seen(user), self.sent)
                    self.assertTrue(self.seen(user).without_basis)

    def test_the_officer_reads_no_other_message_and_no_content(self):
        messages = self.env["wa.message"].with_user(self.dpo)
        self.assertFalse(messages.search([]))
        self.lose()
        self.assertEqual(messages.search([]), self.sent)
        self.assertFalse(messages.search([]).triage_text)
        with self.assertRaises(AccessError):
            messages.search([]).read(["content_sealed"])

    def test_another_company_does_not_see_it(self):
        self.lose()
        other = self.env["res.company"].create({"name": "Fremde AG"})
        self.dpo.write(
            {"company_ids": [Command.set(other.ids)], "company_id": other.id}
        )
        self.assertFalse(self.seen(self.dpo))

    def test_counting_reads_the_few_exceptions_and_not_every_message(self):
        self.env.cr.execute(
            "SELECT indexdef FROM pg_indexes WHERE tablename = 'wa_message' AND "
            "indexdef LIKE '%basis_entry_id IS NULL%'"
        )
        self.assertEqual(len(self.env.cr.fetchall()), 1)


@tagged("post_install", "-at_install")
class TestKeyBackupLight(ToolCase):
    def test_those_who_see_it_on_the_start_page_may_read_it(self):
        self.channel.action_check_connection()
        for user in (self.dpo, self.coordinator, self.channel_admin):
            with self.subTest(user.login):
                lights = self.env["wa.check"].with_user(user)
                light = lights.search([("code", "=", "key_backup")], limit=1)
                self.assertEqual(light.company_id, self.company)
                self.assertEqual(light.read(["colour", "finding"])[0]["colour"], "grey")


@tagged("post_install", "-at_install")
class TestTeamFigures(ToolCase):
    def setUp(self):
        super().setUp()
        self.lead = self.colleague
        self.lead.group_ids += self.env.ref(MANAGER)
        more = [self.triage, self.coordinator, self.dpo]
        self.team.user_ids += self.env["res.users"].union(*more)

    def figures(self, user=None):
        self.env.flush_all()
        teams = self.env["helpdesk.ticket.team"].with_user(user or self.lead)
        return [row for row in teams.whatsapp_figures() if row["id"] == self.team.id]

    def answer_after(self, minutes, customer):
        """A ticket that was opened so many minutes before its answer went out."""
        ticket = self.agree("Frage", customer)
        self.answer(ticket)
        self.work()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE helpdesk_ticket t SET create_date = m.sent_at - "
            "make_interval(mins => %s) FROM wa_message m WHERE m.ticket_id = t.id AND "
            "t.id = %s AND m.author_id IS NOT NULL",
            [minutes, ticket.id],
        )
        self.assertEqual(self.env.cr.rowcount, 1)

    def test_first_answer_is_the_one_half_of_the_customers_had_by_then(self):
        for customer, minutes in ((ERIKA, 10), (MAX, 30), (AYSE, 250)):
            self.answer_after(minutes, customer)
        (row,) = self.figures()
        self.assertEqual((row["open"], row["minutes"], row["late"]), (3, 30, 1))

    def test_who_waits_for_more_than_four_hours_counts_before_the_answer(self):
        ticket = self.agree()
        (row,) = self.figures()
        self.assertEqual((row["open"], row["minutes"], row["late"]), (1, False, 0))
        self.later(hours=5)
        self.assertEqual(self.figures()[0]["late"], 1)
        self.close(ticket)
        (row,) = self.figures()
        self.assertEqual((row["open"], row["late"]), (0, 0))

    def test_what_the_machine_says_and_a_reaction_are_no_answer(self):
        ticket = self.agree()
        heard = self.messages(direction="in", kind="text")[:1]
        ticket.with_user(self.agent).whatsapp_react(heard.opaque_id, "👍")
        self.work()
        self.assertTrue(self.messages(direction="out").filtered("sent_at"))
        self.assertIs(self.figures()[0]["minutes"], False)

    def test_older_tickets_are_open_but_no_figure_of_the_week(self):
        self.agree()
        self.later(days=8)
        (row,) = self.figures()
        self.assertEqual((row["open"], row["minutes"], row["late"]), (1, False, 0))

    def test_a_team_of_four_has_no_figures(self):
        self.agree()
        self.team.user_ids -= self.dpo
        self.assertEqual(self.figures(), [])

    def test_another_company_s_team_is_not_shown(self):
        other = self.env["res.company"].create({"name": "Fremde AG"})
        elsewhere = self.team.copy({"company_id": other.id, "alias_name": "fremd"})
        elsewhere.user_ids = self.team.user_ids
        teams = self.env["helpdesk.ticket.team"].with_user(self.lead)
        self.assertNotIn(elsewhere.id, [row["id"] for row in teams.whatsapp_figures()])

    def test_who_does_not_lead_sees_none(self):
        for user in (self.agent, self.dpo, self.helpdesk_only, self.channel_admin):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.figures(user)


@tagged("post_install", "-at_install")
class TestHeads(ToolCase):
    def head(self, user=None, lang="en_US"):
        self.env.flush_all()
        channels = self.env["wa.channel"].with_context(lang=lang)
        channels = channels.with_user(user or self.agent)
        heads = channels.whatsapp_heads()
        return next(head for head in heads if head["id"] == self.channel.id)

    def test_everybody_who_works_with_it_sees_that_a_number_lives(self):
        self.assertEqual(self.head()["heard"], "")
        self.write("Frage")
        heard = self.conversation().last_inbound_at
        for user in (self.agent, self.triage, self.dpo, self.channel_admin):
            with self.subTest(user.login):
                head = self.head(user)
                self.assertEqual((head["state"], head["text"]), ("connected", ""))
                self.assertEqual(head["heard"], str(heard))
                self.assertEqual(head["number"], self.channel.display_number)

    def test_last_answer_is_one_of_ours_that_went_out(self):
        ticket = self.agree()
        self.assertEqual(self.head()["answered"], "")
        sent = self.answer(ticket)
        self.assertEqual(self.head()["answered"], "")
        self.work()
        self.assertEqual(self.head()["answered"], str(sent.sent_at))

    def test_silence_is_told_only_beside_the_weeks_before(self):
        # or a change to summer time might fall among these weeks
        self.company.resource_calendar_id.tz = "UTC"
        for _week in range(4):
            self.write("Frage")
            head = self.head()
            self.assertEqual((head["silence"], head["usual"]), (0, 0))
            self.later(weeks=1)
        self.later(minutes=-35)
        self.write("Frage")
        self.later(minutes=55)
        for user in (self.agent, self.dpo):
            head = self.head(user)
            self.assertEqual((head["silence"], head["usual"]), (55, 20))
        self.write("Test")
        head = self.head()
        self.assertEqual((head["silence"], head["usual"]), (0, 0))

    def test_why_nothing_goes_out_and_how_much_waits(self):
        ticket = self.agree()
        self.sim.add_fault("190")
        self.answer(ticket)
        self.work()
        head = self.head()
        self.assertEqual((head["state"], head["waiting"]), ("paused", 1))
        self.assertIn("Nothing goes out: ", head["text"])
        self.assertIn("190", head["text"])
        self.assertIn("Es geht nichts hinaus: ", self.head(lang="de_DE")["text"])
        self.assertEqual(head["since"], str(self.channel.paused_at))
        self.assertFalse(head["remedy"])

    def test_who_can_do_something_about_it_is_led_there(self):
        self.channel.sudo()._pause("190", code=190)
        for lang, label in (("en_US", "Renew token"), ("de_DE", "Token erneuern")):
            remedy = self.head(self.channel_admin, lang)["remedy"]
            self.assertEqual(remedy["label"], label)
            self.assertEqual(remedy["id"], self.channel.id)
        self.channel.sudo()._resume()
        head = self.head(self.channel_admin)
        self.assertEqual((head["since"], head["remedy"]), ("", False))
        self.channel.with_user(self.channel_admin).action_pause()
        label = self.head(self.channel_admin)["remedy"]["label"]
        self.assertEqual(label, "Open number")
        for user in (self.agent, self.triage, self.dpo):
            self.assertFalse(self.head(user)["remedy"])

    def test_numbers_of_other_companies_and_drafts_are_not_there(self):
        other = self.env["res.company"].create({"name": "Fremde AG"})
        draft = self.channel.copy({"name": "Neu"})
        numbers = self.env["wa.channel"].with_user(self.agent)
        self.assertNotIn(draft.id, [head["id"] for head in numbers.whatsapp_heads()])
        self.agent.write(
            {"company_ids": [Command.set(other.ids)], "company_id": other.id}
        )
        numbers = self.env["wa.channel"].with_user(self.agent)
        self.assertEqual(numbers.whatsapp_heads(), [])

    def test_others_are_refused(self):
        for user in (self.helpdesk_only, self.it_admin):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.head(user)
