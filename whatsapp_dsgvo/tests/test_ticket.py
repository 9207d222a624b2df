"""Tickets: opened, continued, reopened and closed by rule."""

from datetime import timedelta

from markupsafe import Markup

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ERIKA, MAX
from .tools import ToolCase, change, text_message


@tagged("post_install", "-at_install")
class TestTicketLife(ToolCase):
    def scene(self):
        super().scene()
        self.ticket = self.agree()

    def test_ticket_has_team_company_channel_and_a_neutral_title(self):
        channel = self.env.ref("whatsapp_dsgvo.helpdesk_ticket_channel_whatsapp")
        self.assertEqual(self.ticket.team_id, self.team)
        self.assertEqual(self.ticket.company_id, self.company)
        self.assertEqual(self.ticket.channel_id, channel)
        self.assertNotIn("Rechnung", self.ticket.name + str(self.ticket.description))

    def test_time_in_the_future_does_not_keep_the_window_open(self):
        at = fields.Datetime.now() + timedelta(days=400)
        self.take(change(text_message("wamid.future", "Hallo", at=at)))
        now = fields.Datetime.now()
        self.assertLessEqual(self.conversation().last_inbound_at, now)

    def test_waiting_time_counts_from_the_first_message(self):
        first = self.messages(direction="in")[0]
        self.assertEqual(self.ticket.create_date, first.event_at)
        self.assertEqual(self.ticket.whatsapp_unanswered_since, first.event_at)

    def test_next_message_continues_the_ticket(self):
        self.write("Und noch etwas")
        self.assertEqual(self.messages(direction="in")[-1].ticket_id, self.ticket)

    def test_answer_ends_the_waiting_time_and_a_new_message_starts_it(self):
        self.answer(self.ticket)
        self.assertFalse(self.ticket.whatsapp_unanswered_since)
        self.write("Danke, aber?")
        self.assertTrue(self.ticket.whatsapp_unanswered_since)

    def test_message_within_the_set_days_reopens_it(self):
        self.close(self.ticket)
        self.later(days=6)
        self.write("Es geht noch nicht")
        self.assertFalse(self.ticket.closed)
        self.assertEqual(self.conversation().ticket_id, self.ticket)
        # not since the enquiry that somebody closed without an answer
        last = self.messages(direction="in")[-1]
        self.assertEqual(self.ticket.whatsapp_unanswered_since, last.event_at)

    def test_reopened_is_told_in_the_language_of_the_ticket(self):
        stages = self.ticket.team_id._get_applicable_stages()
        first = stages.filtered(lambda stage: not stage.closed)[:1]
        first.with_context(lang="de_DE").name = "Wieder neu"
        self.close(self.ticket)
        self.write("Es geht noch nicht")
        self.env.cr.precommit.run()
        tracked = self.ticket.sudo().message_ids.tracking_value_ids
        shown = tracked.filtered(lambda value: value.new_value_integer == first.id)
        self.assertEqual(shown[:1].new_value_char, "Wieder neu")

    def test_message_after_the_set_days_opens_a_new_one(self):
        self.close(self.ticket)
        self.later(days=8)
        self.write("Eine andere Sache")
        self.assertTrue(self.ticket.closed)
        self.assertNotEqual(self.conversation().ticket_id, self.ticket)

    def test_quoted_reply_goes_back_to_its_closed_ticket(self):
        quoted = self.free_texts() and self.received_by()[-1].id
        self.close(self.ticket)
        self.later(days=30)
        self.write("Dazu noch eine Frage", quote=quoted)
        self.assertEqual(self.conversation().ticket_id, self.ticket)

    def test_quote_of_another_person_leads_nowhere(self):
        quoted = self.messages(direction="in")[0]._wamid()
        self.agree("Ich bin Max", MAX)
        self.close(self.ticket)
        self.close(self.conversation(MAX).ticket_id)
        message = text_message("wamid.quote", "Dazu eine Frage", MAX)
        self.take(change({**message, "context": {"id": quoted}}))
        last = self.messages(MAX, direction="in")[-1]
        self.assertFalse(last.quoted_id)
        self.assertEqual(
            last.ticket_id.whatsapp_conversation_id.subject_id, self.subject(MAX)
        )
        self.assertTrue(self.ticket.closed)

    def test_archived_ticket_comes_back_with_the_next_message(self):
        self.ticket.active = False
        self.write("Ist da noch jemand?")
        self.assertTrue(self.ticket.active)
        self.assertEqual(self.messages(direction="in")[-1].ticket_id, self.ticket)

    def test_ticket_reopened_by_hand_takes_the_next_message(self):
        self.close(self.ticket)
        self.later(days=8)
        self.write("Eine andere Sache")
        self.close(self.conversation().ticket_id)
        self.env.flush_all()
        self.ticket.stage_id = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_new")
        self.write("Und noch eine Frage dazu")
        last = self.messages(direction="in")[-1]
        self.assertEqual((last.state, last.ticket_id), ("done", self.ticket))

    def test_thanks_after_closing_is_attached_and_reopens_nothing(self):
        self.close(self.ticket)
        for words in ("Danke!", "👍"):
            self.write(words)
        self.assertTrue(self.ticket.closed)
        self.assertEqual(self.messages(direction="in")[-1].ticket_id, self.ticket)

    def test_thanks_after_two_days_reopens(self):
        self.close(self.ticket)
        self.later(hours=49)
        self.write("Danke!")
        self.assertFalse(self.ticket.closed)

    def test_reaction_never_reopens(self):
        wamid = self.received_by()[-1].id
        self.close(self.ticket)
        self.sim.customer_reacts(ERIKA, wamid, "👍")
        self.work()
        self.assertTrue(self.ticket.closed)

    def test_one_open_ticket_for_each_conversation(self):
        self.close(self.ticket)
        self.later(days=8)
        self.write("Eine andere Sache")
        with (
            mute_logger("odoo.sql_db", "odoo.http"),
            self.assertRaisesRegex(ValidationError, "(open|offenes) WhatsApp"),
        ):
            self.rpc_write(self.ticket, stage_id=self.open_stage().id)

    def open_stage(self):
        return self.team._get_applicable_stages().filtered(lambda s: not s.closed)[:1]

    def rpc_write(self, ticket, **vals):
        """As a person does it: the database's answer turned into a sentence."""
        answer = self.rpc(
            "helpdesk.ticket", "write", [ticket.id], vals, user=self.agent
        )
        if "error" in answer:
            raise ValidationError(answer["error"]["data"]["message"])

    def test_ticket_without_team_still_opens(self):
        self.close(self.ticket)
        self.later(days=8)
        self.channel.team_id = False
        self.write("Eine andere Sache")
        self.assertTrue(self.conversation().ticket_id)


@tagged("post_install", "-at_install")
class TestMails(ToolCase):
    def scene(self):
        super().scene()
        self.ticket = self.agree()
        self.partner = self.env["res.partner"].create(
            {"name": "Erika Muster", "email": "erika@muster.example"}
        )
        self.ticket.with_user(self.agent).whatsapp_link_partner(self.partner.id)

    def _mails(self):
        return self.env["mail.mail"].sudo().search([])

    def test_closing_sends_no_mail(self):
        before = self._mails()
        self.close(self.ticket)
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.assertEqual(self._mails(), before)

    def test_customer_is_never_a_follower(self):
        self.write("Noch eine Frage")
        self.assertNotIn(self.partner, self.ticket.message_partner_ids)

    def test_note_is_encrypted_and_its_mention_mail_is_neutral(self):
        self.colleague.notification_type = "email"
        before = self._mails()
        self.ticket.with_user(self.agent).message_post(
            body="Bitte Frau Muster anrufen",
            message_type="comment",
            partner_ids=self.colleague.partner_id.ids,
        )
        mails = self._mails() - before
        text = " ".join(mails.mapped("body_html")) + " ".join(mails.mapped("subject"))
        stored = "SELECT count(*) FROM mail_message WHERE body LIKE %s"
        self.assertEqual(self.count(stored, "%Frau Muster anrufen%"), 0)
        self.assertTrue(mails)
        self.assertNotIn("anrufen", text)

    def test_note_is_readable_for_the_team(self):
        note = self.ticket.with_user(self.agent).message_post(
            body="<p>Bitte zurückrufen</p>", message_type="comment"
        )
        found = self.ticket.with_user(self.colleague).whatsapp_messages(note.ids)
        self.assertEqual(found[0]["wa_body"]["text"].strip(), "Bitte zurückrufen")

    def test_mention_in_a_note_is_a_name_without_an_address(self):
        body = '<p>Bitte <a href="/odoo/res.partner/43">@Lena</a> danke</p>'
        note = self.ticket.with_user(self.agent).message_post(
            body=Markup(body), message_type="comment"
        )
        found = self.ticket.with_user(self.colleague).whatsapp_messages(note.ids)
        self.assertEqual(found[0]["wa_body"]["text"].strip(), "Bitte @Lena danke")

    def test_email_from_the_ticket_is_an_email(self):
        mail = self.ticket.with_user(self.agent).message_post(
            body="Ihr Beleg liegt an.",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=self.partner.ids,
        )
        self.assertIn("Ihr Beleg", mail.body)
        self.assertFalse(mail.sudo().whatsapp_message_ids)

    def test_assignee_hears_of_a_message_by_a_stub(self):
        self.ticket.user_id = self.agent
        self.write("Noch eine Frage")
        stub = self.messages(direction="in")[-1].mail_message_id
        told = stub.notification_ids.filtered(
            lambda n: n.res_partner_id == self.agent.partner_id
        )
        self.assertTrue(told)
        self.assertNotIn("Frage", stub.body)

    def test_assignee_by_mail_gets_a_neutral_mail_from_no_reply(self):
        self.agent.notification_type = "email"
        self.ticket.user_id = self.agent
        before = self._mails()
        self.write("Noch eine Frage")
        mails = self._mails() - before
        self.assertTrue(mails)
        self.assertNotIn("Noch eine Frage", " ".join(mails.mapped("body_html")))
        self.assertTrue(all("no-reply" in mail.reply_to for mail in mails))
