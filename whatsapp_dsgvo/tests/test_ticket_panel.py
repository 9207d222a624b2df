"""What the ticket tells an agent, and what it refuses with which sentence."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..lib.cloud_api import limits
from .common import ERIKA
from .tools import ToolCase

WHO = "+4915155500042"


@tagged("post_install", "-at_install")
class TestPanel(ToolCase):
    def scene(self):
        super().scene()
        self.ticket = self.agree()

    def _panel(self, user=None, lang="en_US"):
        ticket = self.ticket.with_user(user or self.agent)
        return ticket.with_context(lang=lang).whatsapp_panel()

    def test_agent_sees_person_consent_and_window(self):
        panel = self._panel()
        self.assertEqual(panel["consent"]["state"], "given")
        self.assertEqual(panel["consent"]["colour"], "green")
        self.assertEqual(panel["person"]["profile_name"], "Erika Muster")
        self.assertTrue(panel["window"]["open"])
        self.assertTrue(panel["sending"]["ok"])

    def test_number_is_masked(self):
        panel = self.as_json(self._panel())
        self.assertNotIn(ERIKA, panel)
        self.assertNotIn(ERIKA.lstrip("+"), panel)
        self.assertIn(ERIKA[-2:], self._panel()["person"]["masked"])

    def test_closed_window_is_said_in_german_and_english(self):
        self.later(hours=25)
        english = self._panel()["sending"]
        german = self._panel(lang="de_DE")["sending"]
        self.assertEqual((english["ok"], english["code"]), (False, "window_closed"))
        self.assertIn("24 hours", english["text"])
        self.assertIn("24 Stunden", german["text"])

    def test_stop_is_said_in_german_and_english(self):
        self.write("STOP")
        self.assertIn("STOP", self._panel()["sending"]["text"])
        german = self._panel(lang="de_DE")["sending"]["text"]
        self.assertIn("dürfen", german)

    def test_nobody_waits_in_a_closed_ticket(self):
        self.assertTrue(self._panel()["waiting_since"])
        self.close(self.ticket)
        self.assertFalse(self._panel()["waiting_since"])

    def test_colleagues_hear_of_a_new_stage_and_see_it(self):
        told = [("message", "like", "%whatsapp_dsgvo/ticket%")]
        bus = self.env["bus.bus"].sudo()
        self.env.cr.precommit.run()
        before = bus.search_count(told)
        self.close(self.ticket)
        self.ticket.user_id = self.agent
        self.env.cr.precommit.run()
        self.assertEqual(bus.search_count(told), before + 2)
        head = self._panel()["head"]
        self.assertEqual(head["stage_id"], self.ticket.stage_id.id)
        self.assertEqual(head["user_id"], self.agent.id)

    def test_so_they_do_of_another_contact_and_its_address(self):
        bus = self.env["bus.bus"].sudo()
        told = [("message", "like", "%whatsapp_dsgvo/ticket%")]
        before = bus.search_count(told)
        vals = {"name": "Erik Muster", "email": "erik@muster.example"}
        self.ticket.partner_id = self.env["res.partner"].create(vals)
        self.env.cr.precommit.run()
        self.assertEqual(bus.search_count(told), before + 1)
        self.assertEqual(self._panel()["email"], "erik@muster.example")

    def test_who_lost_the_ticket_is_told_so_in_plain_words(self):
        self.ticket.team_id = self.env["helpdesk.ticket.team"].create({"name": "Else"})
        ticket = self.ticket.with_user(self.agent)
        for call in (ticket.whatsapp_panel, lambda: ticket.whatsapp_send("Hallo")):
            with self.assertRaisesRegex(AccessError, "another team") as caught:
                call()
            self.assertNotIn("helpdesk.ticket", str(caught.exception))

    def test_restricted_person_shows_no_name(self):
        self.subject().sudo().restricted = True
        panel = self._panel()
        self.assertFalse(panel["person"])
        self.assertFalse(panel["sending"]["ok"])

    def test_reader_without_agent_group_sees_no_person(self):
        self.team.user_ids += self.helpdesk_only
        panel = self._panel(self.helpdesk_only)
        self.assertFalse(panel["readable"])
        self.assertFalse(panel["person"])
        self.assertEqual(panel["sending"]["code"], "no_right")

    def test_ordinary_ticket_has_no_panel(self):
        plain = self.env["helpdesk.ticket"].create({"name": "x", "description": "x"})
        self.assertEqual(plain.whatsapp_panel(), {"is_whatsapp": False})

    def test_list_columns_are_decrypted_for_agents_only(self):
        self.assertEqual(
            self.ticket.with_user(self.agent).whatsapp_name, "Erika Muster"
        )
        self.assertTrue(self.ticket.with_user(self.agent).whatsapp_last_line)
        self.team.user_ids += self.helpdesk_only
        self.assertFalse(self.ticket.with_user(self.helpdesk_only).whatsapp_name)
        self.assertFalse(self.ticket.sudo().with_user(1).whatsapp_name)

    def test_last_line_has_at_most_sixty_characters(self):
        self.write("x" * 200)
        self.assertEqual(len(self.ticket.with_user(self.agent).whatsapp_last_line), 60)


@tagged("post_install", "-at_install")
class TestSending(ToolCase):
    def scene(self):
        super().scene()
        self.ticket = self.agree()

    def test_empty_text_is_refused(self):
        for text in ("", "   ", None):
            with self.assertRaisesRegex(UserError, "write a message"):
                self.answer(self.ticket, text)

    def test_longest_text_is_accepted_and_one_more_is_refused(self):
        self.answer(self.ticket, "x" * limits.TEXT_BODY)
        with self.assertRaisesRegex(UserError, str(limits.TEXT_BODY)):
            self.answer(self.ticket, "x" * (limits.TEXT_BODY + 1))

    def test_templates_are_refused_with_a_sentence(self):
        for extra in ({"template_id": 1}, {"variables": ["Erika"]}):
            with self.assertRaisesRegex(UserError, "Templates can't be sent"):
                self.answer(self.ticket, **extra)
        self.assertFalse(self.messages(direction="out", author_id=self.agent))

    def test_only_readers_may_send(self):
        for user in (self.helpdesk_only, self.triage, self.dpo, self.it_admin):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.answer(self.ticket, user=user)

    def test_superuser_can_not_send(self):
        with self.assertRaises(AccessError):
            self.ticket.sudo().with_user(1).whatsapp_send(body="x")

    def test_answer_is_stored_encrypted(self):
        message = self.answer(self.ticket, "Ein Satz nur für Sie")
        sealed = message.with_context(bin_size=False).content_sealed
        self.assertNotIn(b"Satz", sealed)
        self.assertNotIn("Satz", message.mail_message_id.body)

    def test_quote_of_another_ticket_is_not_taken(self):
        other = self.agree("Geheim", customer="+4915155500099")
        foreign = other.message_ids.sudo().whatsapp_message_ids[-1]
        message = self.answer(self.ticket, reply_to_id=foreign.opaque_id)
        self.assertFalse(message.quoted_id)

    def test_ticket_by_other_means_can_not_be_answered(self):
        self.write("Ich kündige", "+4915155500098")
        held = self.messages("+4915155500098", state="held").with_user(self.triage)
        held.action_triage_legal()
        ticket = held.sudo().ticket_id
        self.team.user_ids += self.agent
        panel = ticket.with_user(self.agent).whatsapp_panel()
        self.assertFalse(panel["sending"]["ok"])
        with self.assertRaises(UserError):
            self.answer(ticket)

    def test_ticket_by_other_means_stays_so_after_a_later_yes(self):
        customer = "+4915155500098"
        self.write("Ich kündige", customer)
        self.messages(customer, state="held").with_user(
            self.triage
        ).action_triage_legal()
        ticket = self.messages(customer, direction="in").ticket_id
        self.write("Hallo?", customer)
        self.tap(0, customer)
        with self.assertRaises(UserError):
            self.answer(ticket)


@tagged("post_install", "-at_install")
class TestWhoItIs(ToolCase):
    def scene(self):
        super().scene()
        self.erika = self.env["res.partner"].create(
            {"name": "Erika Muster", "phone": "0151 55500042"}
        )
        self.ticket = self.agree(customer=WHO).with_user(self.agent)

    def _suggestion(self):
        return self.ticket.whatsapp_panel()["person"]["suggestion"]

    def test_unique_phone_match_is_suggested_and_not_linked(self):
        self.assertEqual(self._suggestion()["id"], self.erika.id)
        self.assertFalse(self.subject(WHO).partner_id)

    def test_two_matches_suggest_nobody(self):
        self.erika.copy({"phone": "+49 151 55500042"})
        self.assertFalse(self._suggestion())

    def test_linking_sets_person_and_tickets(self):
        self.ticket.whatsapp_link_partner(self.erika.id)
        self.assertEqual(self.subject(WHO).partner_id, self.erika)
        self.assertEqual(self.ticket.partner_id, self.erika)
        self.assertFalse(self._suggestion())

    def test_other_ways_to_answer_are_named_last_and_as_what_they_are(self):
        self.erika.email = "erika@muster.example"
        self.ticket.whatsapp_link_partner(self.erika.id)
        self.write("STOP", WHO)
        text = self.ticket.with_context(lang="en_US").whatsapp_panel()["sending"][
            "text"
        ]
        ways = f"Phone: {self.erika.phone} · E-mail: erika@muster.example"
        self.assertTrue(text.endswith(f"on WhatsApp. {ways}"), text)

    def test_refused_contact_is_not_suggested_again(self):
        self.ticket.whatsapp_refuse_partner(self.erika.id)
        self.assertFalse(self._suggestion())

    def test_contact_of_another_company_is_refused(self):
        other = self.env["res.company"].create({"name": "Andere Muster GmbH"})
        stranger = self.env["res.partner"].create({"name": "x", "company_id": other.id})
        for partner_id in (stranger.id, self.erika.create({"name": "y"}).id + 1):
            for answer in (
                self.ticket.whatsapp_link_partner,
                self.ticket.whatsapp_refuse_partner,
            ):
                with self.subTest(answer), self.assertRaises(UserError):
                    answer(partner_id)

    def test_profile_name_never_renames_a_contact(self):
        self.ticket.whatsapp_link_partner(self.erika.id)
        self.sim.update_customer(WHO, name="Chef")
        self.write("Hallo", WHO)
        self.assertEqual(self.erika.name, "Erika Muster")

    def test_privacy_button_opens_contact_or_consents(self):
        self.assertEqual(
            self.ticket.action_whatsapp_privacy()["res_model"], "wa.consent"
        )
        self.ticket.whatsapp_link_partner(self.erika.id)
        action = self.ticket.action_whatsapp_privacy()
        self.assertEqual(action["res_id"], self.erika.id)
