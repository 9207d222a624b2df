"""Where only an administrator can help, an activity says so, and ends by itself."""

from odoo.tests import tagged

from .common import ERIKA
from .test_outbox import TEXT, OutboxCase
from .tools import change


@tagged("post_install", "-at_install")
class TestAlarm(OutboxCase):
    def alarms(self, code=None):
        alarms = self.channel._alarms().filtered(
            lambda alarm: alarm.user_id == self.channel_admin
        )
        return alarms.filtered(lambda alarm: code in (None, alarm.whatsapp_code))

    def refuse(self, code, text=TEXT):
        self.sim.add_fault("error", code=code)
        return self.send(text)

    def test_refused_token_becomes_an_activity_of_the_number(self):
        self.refuse(190)
        self.assertEqual(self.alarms().whatsapp_code, 190)
        self.assertEqual(self.alarms().res_name, self.channel.name)

    def test_each_administrator_of_the_company_is_told_and_nobody_else(self):
        self.refuse(190)
        told = self.channel._alarms().user_id
        self.assertIn(self.channel_admin, told)
        self.assertFalse(told & (self.agent | self.dpo | self.it_admin))

    def test_hundred_refusals_of_one_kind_are_one_activity(self):
        for number in range(3):
            self.refuse(131005, f"{TEXT} {number}")
        self.assertEqual(len(self.alarms()), 1)

    def test_another_code_is_another_activity(self):
        self.refuse(131005)
        self.refuse(131037, "Noch etwas")
        self.assertEqual(set(self.alarms().mapped("whatsapp_code")), {131005, 131037})

    def test_it_ends_once_the_number_sends_again(self):
        self.refuse(190)
        self.channel.action_connect()
        self.assertTrue(self.alarms())
        self.later(minutes=1)
        self.work()
        self.assertFalse(self.alarms())

    def test_what_never_stopped_the_number_stays_until_it_is_done(self):
        self.refuse(131005)
        self.send("Noch etwas")
        self.assertTrue(self.alarms(131005))

    def test_it_names_neither_the_person_nor_their_words(self):
        self.sim.add_fault("error", code=131005, details=f"{ERIKA} {TEXT}")
        self.send()
        told = self.as_json(self.alarms().read())
        mails = self.as_json(self.env["mail.mail"].sudo().search([]).read())
        for secret in (ERIKA.lstrip("+"), TEXT, "Erika"):
            self.assertNotIn(secret, told + mails)

    def test_it_is_written_in_the_administrators_language(self):
        self.channel_admin.lang = "de_DE"
        self.refuse(190)
        self.assertIn("Zugriffstoken", str(self.alarms().note))

    def test_agent_reads_that_the_administrator_has_been_told(self):
        message = self.refuse(131005)
        self.assertIn("has been told", message._readable()["error"]["remedy"])

    def test_nobody_is_said_to_be_told_where_there_is_nobody(self):
        for admin in self.channel._admins():
            admin.group_ids -= self.env.ref("whatsapp_dsgvo.group_channel_admin")
        message = self.refuse(131005)
        self.assertNotIn("has been told", message._readable()["error"]["remedy"])

    def test_trouble_of_one_recipient_is_nobody_elses(self):
        self.refuse(131026)
        self.assertFalse(self.alarms())

    def test_payment_problem_told_by_a_status_stops_the_number(self):
        self.sim.add_fault("failed_status", code=131042)
        message = self.send()
        self.work()
        self.assertEqual((message.state, self.channel.state), ("failed", "paused"))
        self.assertTrue(self.alarms(131042))

    def test_who_looks_after_the_number_is_told_what_to_do_in_their_language(self):
        self.channel_admin.lang = "de_DE"
        self.sim.add_fault("190")
        self.send()
        self.work()
        [alarm] = self.alarms(190).filtered(lambda a: a.user_id == self.channel_admin)
        self.assertIn("Bitte hinterlegen Sie", alarm.note)
        self.assertNotIn("Administration", alarm.note)
        note = str(self.channel.message_ids[0].body)
        self.assertIn("Zugriffstoken", note)
        self.assertIn("angehalten", note)
        for lang, words in (("de_DE", "abgelaufen"), ("en_US", "expired")):
            self.assertIn(words, self.channel.with_context(lang=lang).pause_text)

    def test_lost_customer_message_is_told_to_the_administrator(self):
        self.take(change(errors=[{"code": 131035, "title": "Lost"}]))
        self.assertTrue(self.alarms(131035))


@tagged("post_install", "-at_install")
class TestNotice(OutboxCase):
    def sending(self, lang="en_US"):
        ticket = self.ticket.with_user(self.agent).with_context(lang=lang)
        return ticket.whatsapp_panel()["sending"]

    def test_number_out_of_order_is_a_red_notice_with_cause_in_both_languages(self):
        self.sim.add_fault("190")
        self.send()
        self.assertTrue(self.sending()["ok"] and self.sending()["alarm"])
        self.assertIn("access token", self.sending()["text"])
        self.assertIn("Zugriffstoken", self.sending("de_DE")["text"])
        self.assertIn("goes out by itself", self.sending()["text"])

    def test_number_paused_by_a_person_is_a_hint(self):
        self.channel.action_pause()
        self.assertTrue(self.sending()["text"])
        self.assertNotIn("alarm", self.sending())

    def test_notice_is_gone_once_the_number_is_connected(self):
        self.sim.add_fault("190")
        self.send()
        self.channel.action_connect()
        self.assertEqual(self.sending(), {"ok": True, "code": "", "text": ""})

    def test_token_that_is_refused_is_no_green_fact_any_more(self):
        self.channel.action_check_connection()
        token = self.channel.check_ids.filtered(lambda c: c.code == "token")
        self.assertEqual(token.colour, "green")
        self.sim.add_fault("190")
        self.send()
        self.assertEqual(token.colour, "red")
        self.channel.access_token = "EAAanew"
        self.assertEqual((token.colour, token.checked_at), ("grey", False))

    def test_administrator_reads_why_in_their_language(self):
        self.sim.add_fault("190")
        self.send()
        channel = self.channel.with_user(self.channel_admin)
        self.assertIn("190", channel.with_context(lang="de_DE").pause_text)
        self.assertIn("Zugriffstoken", channel.with_context(lang="de_DE").pause_text)


@tagged("post_install", "-at_install")
class TestWords(OutboxCase):
    def test_message_given_up_after_several_attempts_asks_for_a_click(self):
        self.sim.add_fault("500", times=0)
        message = self.send()
        self.assertIn("automatically", message._readable()["error"]["remedy"])
        for _time in range(6):
            self.later(hours=1)
            self.run_cron("cron_send_messages")
        error = message._readable()["error"]
        self.assertEqual((message.state, error["retry"]), ("failed", True))
        self.assertNotIn("automatically", error["remedy"])
        self.assertIn("send it again", error["remedy"])
