"""Nobody forges, changes or deletes a WhatsApp message, its stub, or evidence."""

import psycopg2

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .tools import ToolCase

TYPE = "whatsapp_message"
QUIET = mute_logger("odoo.http", "odoo.sql_db")


class GuardCase(ToolCase):
    def scene(self):
        super().scene()
        self.ticket = self.agree()
        self.stub = self.messages(direction="in")[0].mail_message_id
        self.note = self.ticket.with_user(self.agent).message_post(
            body="Bitte zurückrufen", message_type="comment"
        )
        self.admin = self.env.ref("base.user_admin")
        self.admin.company_ids += self.company

    def jsonrpc(self, route, user, **params):
        self.authenticate(user.login, user.login)
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        return self.url_open(route, json=body).json()

    def protected(self):
        return (self.stub, self.note.sudo())


@tagged("post_install", "-at_install")
class TestMessagesCanNotBeForged(GuardCase):
    def _values(self, **more):
        return {
            "model": "helpdesk.ticket",
            "res_id": self.ticket.id,
            "message_type": TYPE,
            "body": "Ich kündige",
            **more,
        }

    def test_nobody_creates_the_type(self):
        for user in (self.agent, self.admin, self.env.ref("base.user_root")):
            with self.subTest(user.login), self.assertRaises(UserError):
                self.env["mail.message"].with_user(user).create(self._values())

    def test_sudo_can_not_create_the_type(self):
        with self.assertRaises(UserError):
            self.env["mail.message"].sudo().create(self._values())

    def test_message_post_refuses_the_type(self):
        for user in (self.agent, self.admin):
            with self.subTest(user.login), self.assertRaises(UserError):
                self.ticket.with_user(user).message_post(body="x", message_type=TYPE)

    @QUIET
    def test_web_client_can_not_post_the_type(self):
        answer = self.jsonrpc(
            "/mail/message/post",
            self.agent,
            thread_model="helpdesk.ticket",
            thread_id=self.ticket.id,
            post_data={"body": "x", "message_type": TYPE},
        )
        self.assertIn("error", answer)

    @QUIET
    def test_web_client_can_not_post_the_type_elsewhere(self):
        partner = self.agent.partner_id
        answer = self.jsonrpc(
            "/mail/message/post",
            self.agent,
            thread_model="res.partner",
            thread_id=partner.id,
            post_data={"body": "x", "message_type": TYPE},
        )
        self.assertIn("error", answer)

    @QUIET
    def test_portal_user_can_not_post_the_type(self):
        portal = new_test_user(self.env, "test-portal", groups="base.group_portal")
        self.ticket.with_user(self.agent).whatsapp_link_partner(portal.partner_id.id)
        answer = self.jsonrpc(
            "/mail/message/post",
            portal,
            thread_model="helpdesk.ticket",
            thread_id=self.ticket.id,
            post_data={"body": "x", "message_type": TYPE},
        )
        self.assertIn("error", answer)

    def test_composer_can_not_make_the_type(self):
        composer = self.env["mail.compose.message"].with_user(self.agent)
        wizard = composer.with_context(
            default_model="helpdesk.ticket", default_res_ids=self.ticket.ids
        ).create({"body": "<p>x</p>", "composition_mode": "comment"})
        with self.assertRaises(ValueError):
            wizard.message_type = TYPE
            wizard.action_send_mail()

    @QUIET
    def test_no_default_brings_the_type(self):
        values = self._values()
        del values["message_type"]
        answer = self.rpc(
            "mail.message",
            "create",
            [values],
            user=self.agent,
            context={"default_message_type": TYPE},
        )
        self.assertIn("error", answer)
        self.env["ir.default"].set("mail.message", "message_type", TYPE)
        with self.assertRaises(UserError):
            self.env["mail.message"].with_user(self.agent).create(values)

    def test_no_ordinary_message_becomes_one(self):
        plain = self.ticket.message_post(body="x", message_type="notification")
        with self.assertRaises(UserError):
            plain.sudo().message_type = TYPE

    def test_incoming_mail_can_not_bring_the_type(self):
        before = self.ticket.message_ids
        with self.assertRaises(UserError):
            self.ticket.message_post(
                body="x", message_type=TYPE, subtype_xmlid="mail.mt_comment"
            )
        self.assertEqual(self.ticket.message_ids, before)


@tagged("post_install", "-at_install")
class TestMessagesCanNotBeChanged(GuardCase):
    def test_no_field_that_matters_can_be_written(self):
        changes = {
            "body": "<p>Ich kündige</p>",
            "author_id": self.agent.partner_id.id,
            "date": fields.Datetime.now(),
            "res_id": self.ticket.id + 1,
            "message_type": "comment",
            "attachment_ids": [(0, 0, {"name": "x.txt", "raw": b"x"})],
        }
        for message in self.protected():
            for name, value in changes.items():
                with self.subTest(name), self.assertRaises(UserError):
                    message.sudo().write({name: value})

    def test_user_can_not_write_the_subject(self):
        for message in self.protected():
            with self.assertRaises(UserError):
                message.with_user(self.admin).subject = "Ich kündige"

    def test_nobody_can_delete_one(self):
        for message in self.protected():
            for user in (self.agent, self.admin):
                with self.subTest(user.login), self.assertRaises(UserError):
                    message.with_user(user).unlink()

    def test_sudo_can_not_delete_one(self):
        for message in self.protected():
            with self.assertRaises(UserError):
                message.sudo().unlink()

    @QUIET
    def test_web_client_can_not_edit_or_empty_one(self):
        for message in self.protected():
            for body in ("Ich kündige", ""):
                answer = self.jsonrpc(
                    "/mail/message/update_content",
                    self.agent,
                    message_id=message.id,
                    update_data={"body": body, "attachment_ids": []},
                )
                self.assertIn("error", answer)

    def test_deleting_a_ticket_can_not_take_them_along(self):
        with self.assertRaises(UserError):
            self.ticket.sudo().unlink()

    def test_reader_may_star_one(self):
        message = self.stub.with_user(self.agent)
        message.toggle_message_starred()
        self.assertTrue(message.starred)

    def test_message_row_can_not_be_written_or_deleted(self):
        message = self.messages(direction="in")[0].sudo()
        for change in ({"state": "held"}, {"event_at": fields.Datetime.now()}):
            with self.assertRaises(UserError):
                message.write(change)
        with self.assertRaises(UserError):
            message.unlink()


@tagged("post_install", "-at_install")
class TestEvidenceCanNotBeChanged(GuardCase):
    def scene(self):
        super().scene()
        self.write("STOP")
        self.run_cron("cron_seal")

    def _evidence(self):
        return (
            self.consent(),
            self.consent().last_entry_id,
            self.env["wa.suppression"].search([("company_id", "=", self.company.id)]),
            self.env["wa.ledger.anchor"].search([("company_id", "=", self.company.id)]),
        )

    def test_sudo_can_not_delete_evidence(self):
        for records in self._evidence():
            self.assertTrue(records)
            with self.subTest(records._name), self.assertRaises(UserError):
                records.sudo().unlink()

    def test_sudo_can_not_write_evidence(self):
        for records in self._evidence():
            with self.subTest(records._name), self.assertRaises(UserError):
                records.sudo().write({"company_id": self.env.company.id})

    def test_sudo_can_not_create_evidence(self):
        for records in self._evidence():
            with self.subTest(records._name), self.assertRaises(UserError):
                self.env[records._name].sudo().create({"company_id": self.company.id})

    @QUIET
    def test_database_refuses_to_change_the_ledger(self):
        entry = self.consent().last_entry_id.id
        for query in (
            "UPDATE wa_ledger_entry SET event = 'given' WHERE id = %s",
            "UPDATE wa_ledger_entry SET seq = 999 WHERE id = %s",
            "UPDATE wa_ledger_entry SET blob = NULL WHERE id = %s",
            "DELETE FROM wa_ledger_entry WHERE id = %s",
            "TRUNCATE wa_ledger_entry CASCADE",
        ):
            with self.subTest(query), self.assertRaises(psycopg2.Error):
                with self.env.cr.savepoint():
                    self.env.cr.execute(query, [entry] if "%s" in query else None)
