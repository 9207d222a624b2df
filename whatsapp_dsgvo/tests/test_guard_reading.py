"""Who gets the readable text, and that everybody else gets the stub only."""

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .test_guard import GuardCase

WORDS = "Meine Rechnung stimmt nicht"
NOTE = "Bitte zurückrufen"


@tagged("post_install", "-at_install")
class TestReaders(GuardCase):
    def scene(self):
        super().scene()
        self.stranger = new_test_user(
            self.env,
            "test-other-team",
            groups="whatsapp_dsgvo.group_agent,helpdesk_mgmt.group_helpdesk_user_team",
            company_id=self.company.id,
            company_ids=[(6, 0, [self.company.id])],
        )

    def _fetch(self, user):
        return self.jsonrpc(
            "/mail/thread/messages",
            user,
            thread_model="helpdesk.ticket",
            thread_id=self.ticket.id,
        )

    def _bodies(self, user):
        data = self._fetch(user)["result"]["data"].get("mail.message", [])
        return [row["wa_body"] for row in data if "wa_body" in row]

    def test_agent_of_the_team_reads_messages_and_notes(self):
        texts = [body.get("text") for body in self._bodies(self.agent)]
        self.assertIn(WORDS, texts)
        self.assertIn(NOTE, texts)

    def test_colleague_of_the_team_reads_them_too(self):
        self.assertIn(WORDS, self.as_json(self._bodies(self.colleague)))

    @mute_logger("odoo.http")
    def test_nobody_else_gets_a_word(self):
        manager = new_test_user(
            self.env,
            "test-helpdesk-manager",
            groups="helpdesk_mgmt.group_helpdesk_manager",
            company_id=self.company.id,
            company_ids=[(6, 0, [self.company.id])],
        )
        portal = new_test_user(self.env, "test-portal", groups="base.group_portal")
        self.ticket.with_user(self.agent).whatsapp_link_partner(portal.partner_id.id)
        for user in (
            self.stranger,
            self.helpdesk_only,
            manager,
            portal,
            self.triage,
            self.coordinator,
            self.dpo,
            self.channel_admin,
            self.it_admin,
        ):
            with self.subTest(user.login):
                answer = self.as_json(self._fetch(user))
                self.assertNotIn(WORDS, answer)
                self.assertNotIn(NOTE, answer)

    def test_superuser_and_scheduled_actions_get_none(self):
        self.assertFalse(self.ticket.with_user(1)._whatsapp_is_readable())
        self.assertFalse(self.ticket.sudo().with_user(1)._whatsapp_is_readable())

    def test_sudo_does_not_widen_a_strangers_right(self):
        ticket = self.ticket.with_user(self.stranger).sudo()
        self.assertFalse(ticket._whatsapp_is_readable())

    def test_restricted_person_is_read_by_nobody(self):
        self.subject().sudo().restricted = True
        answer = self.as_json(self._bodies(self.agent))
        self.assertNotIn(WORDS, answer)

    def test_inbox_shows_the_text_to_a_reader_only(self):
        self.ticket.user_id = self.agent
        self.write("Noch eine Frage")
        answer = self.jsonrpc("/mail/inbox/messages", self.agent)
        self.assertIn("Noch eine Frage", self.as_json(answer))
        self.team.user_ids -= self.agent
        self.ticket.user_id = self.colleague
        self.ticket.message_unsubscribe(self.agent.partner_id.ids)
        answer = self.jsonrpc("/mail/inbox/messages", self.agent)
        self.assertNotIn("Noch eine Frage", self.as_json(answer))

    def test_fetching_by_id_is_for_readers_only(self):
        ids = self.ticket.message_ids.ids
        mine = self.ticket.with_user(self.agent).whatsapp_messages(ids)
        self.assertIn(WORDS, self.as_json(mine))
        for user in (self.stranger, self.helpdesk_only, self.dpo, self.it_admin):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.ticket.with_user(user).whatsapp_messages(ids)

    def test_fetching_by_id_gives_nothing_of_another_ticket(self):
        other = self.agree("Geheim", customer="+4915155500099")
        ids = other.message_ids.ids
        found = self.ticket.with_user(self.agent).whatsapp_messages(ids)
        self.assertEqual(found, [])


@tagged("post_install", "-at_install")
class TestStubOnly(GuardCase):
    """RPC, export and search know the neutral sentence only, even for a reader."""

    def _everything(self, user):
        messages = (
            self.env["mail.message"].with_user(user).browse(self.ticket.message_ids.ids)
        )
        return [
            messages.read(["body", "preview", "subject", "email_from"]),
            messages.web_read({"body": {}, "preview": {}, "author_id": {"fields": {}}}),
            messages._message_fetch(None)["messages"].mapped("body"),
        ]

    def test_reader_gets_the_stub_by_rpc(self):
        answer = self.as_json(self._everything(self.agent))
        self.assertNotIn(WORDS, answer)
        self.assertNotIn(NOTE, answer)

    def test_export_of_an_administrator_holds_the_stub(self):
        messages = self.env["mail.message"].with_user(self.admin)
        found = messages.browse(self.ticket.message_ids.ids)
        self.assertNotIn(WORDS, self.as_json(found.export_data(["body", "preview"])))

    def test_body_is_never_empty(self):
        stubs = self.ticket.message_ids.filtered("whatsapp_message_ids")
        self.assertTrue(all(stub.body for stub in stubs))

    def test_search_by_text_finds_nothing(self):
        messages = self.env["mail.message"].with_user(self.agent)
        self.assertFalse(messages.search([("body", "ilike", "Rechnung stimmt")]))
        found = messages._message_fetch(
            None, thread=self.ticket.with_user(self.agent), search_term="Rechnung"
        )
        self.assertFalse(found["messages"])

    def test_database_holds_no_word_of_message_or_note(self):
        for table, column in (
            ("mail_message", "body"),
            ("mail_message", "subject"),
            ("mail_mail", "body_html"),
            ("helpdesk_ticket", "name"),
            ("helpdesk_ticket", "description"),
            ("bus_bus", "message"),
            ("mail_tracking_value", "new_value_char"),
        ):
            with self.subTest(f"{table}.{column}"):
                query = f"SELECT count(*) FROM {table} WHERE {column}::text LIKE %s"
                self.assertEqual(self.count(query, f"%{WORDS}%"), 0)
                self.assertEqual(self.count(query, f"%{NOTE}%"), 0)

    def test_sealed_fields_are_for_the_system_only(self):
        message = self.messages(direction="in")[0]
        for user in (self.agent, self.triage, self.coordinator, self.dpo):
            with self.subTest(user.login), self.assertRaises(AccessError):
                message.with_user(user).read(["content_sealed"])

    def test_technical_admin_reads_ciphertext_only(self):
        message = self.messages(direction="in")[0].sudo()
        sealed = message.with_context(bin_size=False).content_sealed
        self.assertNotIn(WORDS.encode(), sealed)
