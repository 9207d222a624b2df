"""Who may read, and who may forge, the file of a message."""

import base64
import os

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..models import guard
from .media_tools import PDF, MediaCase


@tagged("post_install", "-at_install")
class TestMediaGuard(MediaCase):
    def scene(self):
        super().scene()
        self.ticket = self.agree()
        self.media = self.receive(PDF, name="Rechnung.pdf")
        self.attachment = self.media.attachment_id

    def statuses(self, user):
        paths = (
            f"/whatsapp/media/{self.media.uuid}",
            f"/web/content/{self.attachment.id}",
            f"/web/content/{self.attachment.id}?download=1",
            f"/web/content/ir.attachment/{self.attachment.id}/datas",
        )
        return {self.get(path, user).status_code for path in paths}

    def test_agents_of_the_ticket_read_nobody_else(self):
        self.assertEqual(self.statuses(self.agent), {200})
        self.assertEqual(self.statuses(self.colleague), {200})
        others = (self.helpdesk_only, self.triage, self.coordinator, self.dpo)
        for user in (*others, self.channel_admin, self.it_admin):
            self.assertEqual(self.statuses(user), {404}, user.login)

    def test_an_agent_of_another_team_and_the_portal_are_refused(self):
        stranger = new_test_user(
            self.env,
            "test-stranger",
            groups="whatsapp_dsgvo.group_agent,helpdesk_mgmt.group_helpdesk_user_own",
            company_id=self.company.id,
            company_ids=[(6, 0, [self.company.id])],
        )
        portal = new_test_user(self.env, "test-portal-file", groups="base.group_portal")
        self.ticket.partner_id = portal.partner_id
        self.ticket.user_id = self.colleague
        self.assertEqual(self.statuses(stranger), {404})
        self.assertEqual(self.statuses(portal), {404})

    def test_without_login_there_is_nothing(self):
        self.authenticate(None, None)
        answer = self.url_open(
            f"/whatsapp/media/{self.media.uuid}", allow_redirects=False
        )
        self.assertEqual(answer.status_code, 303)
        answer = self.url_open(f"/web/content/{self.attachment.id}")
        self.assertEqual(answer.status_code, 404)

    def test_nobody_reads_a_restricted_person(self):
        self.subject().restricted = True
        self.assertEqual(self.statuses(self.agent), {404})

    def test_a_token_of_the_attachment_opens_nothing(self):
        # sudo: the token a careless server action might make
        token = guard.admitted(self.attachment.sudo()).generate_access_token()[0]
        path = f"/web/content/{self.attachment.id}?access_token={token}"
        self.assertEqual(self.get(path, self.helpdesk_only).status_code, 404)

    def test_rpc_gives_ciphertext(self):
        fields = ["name", "mimetype", "datas", "index_content"]
        answer = self.rpc(
            "ir.attachment", "read", self.attachment.ids, fields, user=self.agent
        )
        (row,) = answer["result"]
        self.assertEqual(row["name"], self.media.uuid)
        self.assertEqual(row["mimetype"], "application/octet-stream")
        self.assertFalse(row["index_content"])
        sealed = base64.b64decode(row["datas"])
        self.assertEqual(sealed[:1], b"\x01")
        self.assertNotIn(b"PDF", sealed)
        self.assertEqual(self.attachment.with_user(self.agent).raw, sealed)

    def test_the_ticket_and_its_messages_have_no_attachments(self):
        self.assertFalse(self.media.message_id.mail_message_id.attachment_ids)
        of_ticket = [("res_model", "=", "helpdesk.ticket")]
        self.assertFalse(
            self.env["ir.attachment"].search(
                [*of_ticket, ("res_id", "=", self.ticket.id)]
            )
        )

    def test_nobody_changes_moves_or_deletes_it(self):
        for user in (self.agent, self.it_admin):
            attachment = self.attachment.with_user(user)
            for vals in ({"raw": b"x"}, {"res_model": False}, {"public": True}):
                with self.assertRaises(AccessError):
                    attachment.write(vals)
                with self.assertRaises(AccessError):
                    attachment.sudo().write(vals)
            with self.assertRaises(AccessError):
                attachment.sudo().unlink()

    def test_nobody_puts_a_file_into_a_conversation(self):
        attachments = self.env["ir.attachment"].with_user(self.it_admin).sudo()
        forged = {"name": "x", "res_model": "wa.media", "res_id": self.media.id}
        with self.assertRaises(AccessError):
            attachments.create(forged)
        with self.assertRaises(AccessError):
            attachments.with_context(
                default_res_model="wa.media", default_res_id=self.media.id
            ).create({"name": "x"})
        own = attachments.create({"name": "x"})
        with self.assertRaises(AccessError):
            own.write({"res_model": "wa.media", "res_id": self.media.id})
        with self.assertRaises(AccessError):
            self.env["wa.media"].with_user(self.it_admin).sudo().create({})

    def test_the_rows_themselves_are_nobodys(self):
        for user in (self.agent, self.triage, self.channel_admin, self.it_admin):
            media = self.media.with_user(user)
            with self.assertRaises(AccessError):
                media.search([])
            with self.assertRaises(AccessError):
                media.read(["state"])

    def test_only_readers_ask_for_a_file(self):
        with self.assertRaises(AccessError):
            self.ticket.with_user(self.helpdesk_only).whatsapp_fetch_file("x")

    def test_a_changed_file_is_not_served(self):
        path = self.attachment._full_path(self.attachment.store_fname)
        with open(path, "r+b") as file:
            file.seek(40)
            file.write(b"\x00\x00\x00")
        with mute_logger("odoo.addons.whatsapp_dsgvo.models.wa_media"):
            self.assertEqual(self.statuses(self.agent), {404})
        os.unlink(path)
        with mute_logger("odoo.addons.whatsapp_dsgvo.models.wa_media"):
            self.assertEqual(self.statuses(self.agent), {404})

    def test_moving_the_storage_keeps_the_bytes(self):
        before = self.attachment.raw
        self.attachment._migrate()
        self.assertEqual(self.attachment.raw, before)
