"""A login proves by a code from WhatsApp which person it is; agents are not overruled."""

import re

from odoo.http import Request
from odoo.tests import tagged

from .common import ERIKA, MAX
from .test_rights_portal import PortalCase

TAKEN = "belongs to another customer account"


@tagged("post_install", "-at_install")
class TestPortalLink(PortalCase):
    def scene(self):
        super().scene()
        self.workmate.lang = "en_US"

    def page(self, **typed):
        self.authenticate(self.workmate.login, self.workmate.login)
        data = typed and {"csrf_token": Request.csrf_token(self), **typed}
        answer = self.url_open("/my/whatsapp", data=data or None)
        self.env.invalidate_all()
        self.assertEqual(answer.status_code, 200)
        return answer.text

    def code(self):
        found = re.search(
            r"(DATEN|DATA) \d{3} \d{3}", self.page(link=self.channel.uuid)
        )
        return found and found[0]

    def test_code_from_the_own_whatsapp_links_person_and_tickets(self):
        ticket = self.agree("Wo bleibt mein Paket?", MAX)
        self.write(self.code(), MAX)
        mine = self.workmate.partner_id
        self.assertEqual(self.subject(MAX).partner_id, mine)
        self.assertEqual(ticket.partner_id, mine)
        text = self.page()
        self.assertIn("···· 0002", text)
        self.assertNotIn(TAKEN, text)

    def test_code_is_no_message_to_the_desk_and_no_yes(self):
        self.write("Hallo", MAX)
        self.write(self.code(), MAX)
        self.assertEqual(self.consent(MAX).state, "pending")
        self.assertEqual(self.subject(MAX).partner_id, self.workmate.partner_id)

    def test_what_an_agent_has_linked_stays_and_the_login_is_told(self):
        self.write(self.code(), ERIKA)
        self.assertEqual(self.subject(ERIKA).partner_id, self.erika.partner_id)
        text = self.page()
        self.assertIn(TAKEN, text)
        self.assertNotIn("0001", text)

    def test_what_an_agent_has_refused_stays_refused(self):
        ticket = self.agree("Wo bleibt mein Paket?", MAX)
        ticket.with_user(self.agent).whatsapp_refuse_partner(
            self.workmate.partner_id.id
        )
        self.write(self.code(), MAX)
        self.assertFalse(self.subject(MAX).partner_id)

    def test_old_or_wrong_codes_link_nobody(self):
        self.write("Hallo", MAX)
        code = self.code()
        wrong = f"{code[:-1]}{(int(code[-1]) + 1) % 10}"
        self.write(wrong, MAX)
        self.env["wa.self.visit"].search([]).flush_recordset()
        self.env.cr.execute(
            "UPDATE wa_self_visit SET started_at = started_at - interval '16 minutes'"
        )
        self.env.invalidate_all()
        self.write(code, MAX)
        self.assertFalse(self.subject(MAX).partner_id)

    def test_one_login_gets_five_codes_in_an_hour(self):
        codes = [self.code() for _each in range(6)]
        self.assertTrue(all(codes[:5]))
        self.assertIsNone(codes[5])
