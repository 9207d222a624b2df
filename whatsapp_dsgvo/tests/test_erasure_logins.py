"""Who is erased has no portal login left, whose name is their e-mail address."""

from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .erasing import ErasureCase

LOGIN = "erika@muster.example"


@tagged("post_install", "-at_install")
class TestErasureLogins(ErasureCase):
    def scene(self):
        super().scene()
        self.known = self.customer()

    def customer(self):
        """Erika, who has a login in the portal, a session, a key and an invitation."""
        _ticket, partner = self.person()
        user = new_test_user(
            self.env, LOGIN, groups="base.group_portal", partner_id=partner.id
        )
        partner.email = LOGIN
        partner.signup_prepare()
        self.env["res.users.apikeys"].with_user(user).sudo()._generate(
            "rpc", "Skript", None
        )
        self.env["res.device.log"].create(
            {"session_identifier": "x" * 42, "user_id": user.id, "ip_address": "::1"}
        )
        return partner, user

    def devices(self):
        return self.env["res.device.log"].search([("ip_address", "=", "::1")])

    def stored(self, user):
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT row_to_json(u)::text FROM res_users u WHERE id = %s", [user.id]
        )
        return self.env.cr.fetchone()[0]

    def test_login_and_contact_are_deleted(self):
        partner, user = self.known
        told = self.wizard(partner).contact_text
        self.assertIn("The contact is deleted.", told)
        self.assertIn("Portal logins that are deleted", told)
        job = self.erase(partner)
        self.assertFalse(user.exists() or partner.exists() or self.devices())
        done = job._facts()["done"]
        self.assertEqual((done["logins_deleted"], done["contact_deleted"]), (1, 1))

    def test_a_contact_that_stays_has_no_login_and_no_invitation(self):
        partner, user = self.known
        token = partner._generate_signup_token()
        self.env["res.partner"].create({"name": "Kind", "parent_id": partner.id})
        self.erase(partner)
        self.assertFalse(user.exists())
        self.assertFalse(partner.active or partner.signup_type)
        self.assertFalse(self.env["res.partner"]._get_partner_from_token(token))

    def test_a_login_others_refer_to_is_closed_and_unreadable(self):
        partner, user = self.known
        user.signature = "<p>Erika Muster</p>"
        self.env.cr.execute(
            "CREATE TABLE test_needs (user_id int REFERENCES res_users)"
        )
        self.env.cr.execute("INSERT INTO test_needs VALUES (%s)", [user.id])
        with mute_logger("odoo.sql_db"):
            job = self.erase(partner)
        self.assertFalse(user.active or user.api_key_ids or self.devices())
        stored = self.stored(user)
        for word in ("muster", "Muster", "Erika", "pbkdf2"):
            self.assertNotIn(word, stored)
        self.assertFalse(partner.active)
        self.assertEqual(job._facts()["done"]["logins_closed"], 1)
        told = ["|", ("email_to", "ilike", LOGIN), ("recipient_ids", "in", partner.ids)]
        self.assertFalse(self.env["mail.mail"].search(told))

    def test_the_login_of_a_colleague_is_not_touched(self):
        partner = self.helpdesk_only.partner_id
        self.subject().partner_id = partner
        before = self.stored(self.helpdesk_only)
        told = self.wizard(partner).contact_text
        self.assertIn("login of a colleague is not touched: 1", told)
        self.assertNotIn("Portal", told)
        self.erase(partner)
        self.assertTrue(self.helpdesk_only.active)
        self.assertEqual(self.stored(self.helpdesk_only), before)

    def test_with_the_identity_alone_the_login_stays(self):
        partner, user = self.known
        self.erase(partner, identity_level="1", erase_contact=False)
        self.assertEqual((user.login, user.active), (LOGIN, True))
