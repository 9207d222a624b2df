"""Odoo's own ways in: whoever reads no content finds none behind any of them.

Everything that is stored is asked for with an API key, as a script does, and whatever
Odoo's messaging answers, as the web client does.
"""

from datetime import timedelta

from odoo import fields
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import ERIKA
from .test_guard import GuardCase

WORDS = "Meine Rechnung stimmt nicht"
# what was said, what was noted, whose number it is, and what they call themselves
SECRETS = (WORDS, "zurückrufen", ERIKA.lstrip("+"), "Erika Muster")
MODELS = (
    "bus.bus",
    "discuss.channel",
    "helpdesk.ticket",
    "ir.attachment",
    "mail.activity",
    "mail.followers",
    "mail.mail",
    "mail.message",
    "mail.notification",
    "mail.tracking.value",
    "res.partner",
)
QUIET = mute_logger("odoo.http")


@tagged("post_install", "-at_install")
class TestDoors(GuardCase):
    def scene(self):
        super().scene()
        self.answer(self.ticket, f"Danke. {WORDS}? Ich prüfe das.")
        self.work()
        own = [name for name in self.env if name.startswith("wa.")]
        self.models = sorted([*own, *MODELS])
        self.assertGreater(len(own), 40)

    # -- the doors -------------------------------------------------------------------

    def key(self, user):
        keys = self.env["res.users.apikeys"].with_user(user)
        ends = fields.Datetime.now() + timedelta(hours=1)
        return keys._generate("rpc", "test", ends)

    def scripted(self, user):
        """{model: what a script with this user's key gets of it}."""
        headers = {"Authorization": f"bearer {self.key(user)}"}
        return {
            model: self.url_open(
                f"/json/2/{model}/search_read",
                json={"domain": [], "limit": 500},
                headers=headers,
            ).text
            for model in self.models
        }

    def browsed(self, user):
        """{address: what the web client gets there}."""
        thread = {"thread_model": "helpdesk.ticket", "thread_id": self.ticket.id}
        asked = [
            "init_messaging",
            "channels_as_member",
            ["mail.thread", {**thread, "request_list": ["activities", "attachments"]}],
        ]
        calls = {
            "/mail/thread/messages": thread,
            "/mail/inbox/messages": {},
            "/mail/history/messages": {},
            "/mail/starred/messages": {},
            "/mail/data": {"fetch_params": asked},
            "/mail/action": {"fetch_params": asked},
        }
        return {
            route: self.as_json(self.jsonrpc(route, user, **params))
            for route, params in calls.items()
        }

    def found(self, answers):
        """{(door, secret)}; JSON may spell other letters by number."""
        return {
            (door, secret)
            for door, text in answers.items()
            for secret in SECRETS
            if secret in text or secret in text.encode().decode("unicode_escape")
        }

    # -- who goes through them -------------------------------------------------------

    def elsewhere(self):
        """An agent of another company, who follows nothing of ours."""
        company = self.env["res.company"].create({"name": "Beispiel AG"})
        return new_test_user(
            self.env,
            "test-elsewhere",
            groups="whatsapp_dsgvo.group_agent,helpdesk_mgmt.group_helpdesk_user_team",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )

    def portal(self):
        groups = "base.group_portal"
        return new_test_user(self.env, "test-portal-door", groups=groups)

    @QUIET
    def test_whoever_reads_no_content_finds_none(self):
        people = (
            self.helpdesk_only,
            self.triage,
            self.dpo,
            self.coordinator,
            self.channel_admin,
            self.it_admin,
            self.elsewhere(),
            self.portal(),
        )
        for user in people:
            with self.subTest(user.login):
                self.assertEqual(self.found(self.browsed(user)), set())
                self.assertEqual(self.found(self.scripted(user)), set())

    @QUIET
    def test_the_agent_reads_in_the_ticket(self):
        """Or else the search above would find nothing because it can't."""
        found = self.found(self.browsed(self.agent))
        self.assertIn(("/mail/thread/messages", WORDS), found)
        self.assertIn(("/mail/thread/messages", "zurückrufen"), found)
        stored = self.scripted(self.agent)
        self.assertIn(self.ticket.number, stored["helpdesk.ticket"])

    @QUIET
    def test_a_script_of_the_agent_gets_what_the_list_of_tickets_shows(self):
        found = self.found(self.scripted(self.agent))
        self.assertEqual({door for door, _secret in found}, {"helpdesk.ticket"})
