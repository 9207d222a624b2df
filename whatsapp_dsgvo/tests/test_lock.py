"""A locked message is readable for no agent, wherever it would be shown."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .media_tools import PDF, MediaCase

SECRET = "Meine Diagnose lautet anders"


@tagged("post_install", "-at_install")
class TestLock(MediaCase):
    def scene(self):
        super().scene()
        self.ticket = self.agree()
        self.write(SECRET)
        self.message = self.messages(direction="in")[-1]

    def lock(self, message=None, reason="special", user=None):
        ticket = self.ticket.with_user(user or self.agent)
        ticket.whatsapp_lock((message or self.message).opaque_id, reason)
        self.env.invalidate_all()

    def bodies(self):
        ticket = self.ticket.with_user(self.agent)
        ids = self.ticket.message_ids.ids
        return [row["wa_body"] for row in ticket.whatsapp_messages(ids)]

    def test_agents_do_not_read_it_any_more(self):
        self.assertIn(SECRET, self.as_json(self.bodies()))
        self.assertEqual(self.ticket.with_user(self.agent).whatsapp_last_line, SECRET)
        self.lock()
        self.assertNotIn(SECRET, self.as_json(self.bodies()))
        self.assertIn("restricted", [body["kind"] for body in self.bodies()])
        line = self.ticket.with_user(self.agent).whatsapp_last_line
        self.assertNotIn("Diagnose", line)

    def test_a_quote_does_not_tell_it(self):
        self.answer(self.ticket, "Danke", reply_to_id=self.message.opaque_id)
        self.assertIn("Diagnose", self.as_json(self.bodies()))
        self.lock()
        self.assertNotIn("Diagnose", self.as_json(self.bodies()))

    def test_its_file_is_served_to_nobody_at_the_desk(self):
        media = self.receive(PDF, name="befund.pdf")
        path = f"/whatsapp/media/{media.uuid}"
        self.assertEqual(self.get(path).content, PDF)
        self.lock(media.message_id)
        self.assertEqual(self.get(path).status_code, 404)

    def test_the_coordination_sees_why_and_unlocks(self):
        self.lock()
        seen = self.env["wa.message"].with_user(self.coordinator).search([])
        self.assertEqual(seen, self.message)
        self.assertEqual(seen.locked_text, SECRET)
        self.assertEqual(seen.locked_by_id, self.agent)
        seen.action_unlock()
        self.env.invalidate_all()
        self.assertIn(SECRET, self.as_json(self.bodies()))
        self.assertFalse(self.env["wa.message"].with_user(self.coordinator).search([]))

    def test_nobody_else_unlocks_or_sees_it(self):
        self.lock()
        for user in (self.agent, self.dpo, self.channel_admin, self.it_admin):
            with self.subTest(user.login):
                with self.assertRaises(AccessError):
                    self.message.with_user(user).action_unlock()
        self.assertFalse(self.message.sudo().locked_text)

    def test_only_readers_of_the_ticket_lock(self):
        for user in (self.helpdesk_only, self.triage, self.dpo):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.lock(user=user)

    def test_a_reason_is_needed_and_is_no_free_text(self):
        for reason in ("", "hat Diabetes"):
            with self.subTest(reason), self.assertRaises(UserError):
                self.lock(reason=reason)

    def test_a_message_of_another_ticket_can_not_be_locked(self):
        other = self.agree(customer="+4915155500099")
        foreign = other.message_ids.sudo().whatsapp_message_ids[-1]
        with self.assertRaises(UserError):
            self.lock(foreign)

    def test_access_still_reaches_it(self):
        """The person has a right to all of it (Art. 15 GDPR)."""
        self.lock()
        request = self.env["wa.request"]._receive(
            self.subject(), "access", identity_level="1"
        )
        rows = []
        list(self.env["wa.export"]._make(request)._files(rows))
        self.assertIn(SECRET, [row["text"] for row in rows])
