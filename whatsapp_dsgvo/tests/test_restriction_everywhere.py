"""Art. 18: whatever model, field or method is asked, nothing of them comes back."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..models.wa_read_log import REASONS
from .media_tools import PDF, MediaCase

ZOE, TIM = "+4915155504711", "+4915155508822"
LETTER, HELD = "Quittung verlegt", "Hiermit kündige ich"
RESTRICTED = "Processing is restricted"
HELPDESK = "helpdesk_mgmt.group_helpdesk_manager"
OWN = "whatsapp_dsgvo.group_"
STATES = ("given", "withdrawn", "blocked", "pending")


class Restricted(MediaCase):
    def scene(self):
        super().scene()
        self.lead = self._user("lead", OWN + "agent", HELPDESK)
        self.sim.update_customer(ZOE, name="Zoe Zauber")
        self.sim.update_customer(TIM, name="Tim Taler")
        self.ticket = self.agree(LETTER, ZOE)
        self.receive(PDF, name="beleg-zoe.pdf", customer=ZOE)
        self.write(LETTER, ZOE)
        self.write(HELD, TIM)
        self.held = self.messages(TIM, state="held")
        self.people = self.subject(ZOE) | self.subject(TIM)
        for user in self.desk() | self.privacy():
            user.lang = "en_US"

    def _user(self, login, *groups):
        return new_test_user(
            self.env,
            f"test-restricted-{login}",
            groups=",".join(("base.group_user", "base.group_allow_export", *groups)),
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )

    def desk(self):
        """Who works with people and is no data protection role."""
        return self.agent | self.lead | self.triage | self.channel_admin

    def privacy(self):
        return self.coordinator | self.dpo

    def restrict(self, restricted=True):
        self.people.restricted = restricted
        self.env.invalidate_all()

    def secrets(self):
        return (
            *("Quittung", "Hiermit", "Zauber", "Taler", "beleg-zoe", "4711", "8822"),
            *self.people.mapped("uuid"),
        )

    def models(self):
        """Ours, and Odoo's that show something of ours."""
        own = [name for name in self.env.registry if name.startswith("wa.")]
        return [
            self.env[name]
            for name in (*own, "helpdesk.ticket", "mail.message", "mail.activity")
            if self.env[name]._auto and not self.env[name]._transient
        ]

    def told(self, user):
        """All a user can read of the company's records, as one text."""
        found = []
        for model in self.models():
            rows = model.with_user(user).with_context(active_test=False)
            try:
                rows = rows.search([])
                if "company_id" in rows:
                    rows = rows.filtered(lambda row: row.company_id == self.company)
                found += [(model._name, rows.read())]
            except AccessError:
                continue
        return self.as_json(found)


@tagged("post_install", "-at_install")
class TestRestrictionEverywhere(Restricted):
    def test_whatever_is_read_names_them_to_data_protection_only(self):
        before = {user: self.told(user) for user in self.desk()}
        seen = [secret in before[self.agent] for secret in ("Quittung", "Zauber")]
        self.assertTrue(all(seen), "the agent reads them before")
        self.assertIn("Hiermit", before[self.triage])
        self.restrict()
        for user in self.desk():
            told = self.told(user)
            for secret in self.secrets():
                with self.subTest(user.login, secret=secret):
                    self.assertNotIn(secret, told)
        self.assertIn("4711", self.told(self.coordinator))

    def test_linked_records_are_named_to_nobody_else(self):
        """Odoo names what a record links to with sudo, also in a draft of a form."""
        identity = self.subject(ZOE).identity_ids.filtered(lambda i: i.kind == "phone")
        values = {"identity_id": identity.id, "reason": REASONS[0][0]}
        wanted = {"identity_id": {"fields": {"display_name": {}}}}
        for restricted in (False, True):
            self.restrict(restricted)
            wizard = self.env["wa.number.show"].with_user(self.agent).create(values)
            told = self.as_json([wizard.read(), wizard.web_read(wanted)])
            with self.subTest(restricted=restricted):
                (self.assertNotIn if restricted else self.assertIn)("4711", told)

    def test_consents_are_named_to_their_readers_only(self):
        consent = self.consent(ZOE)
        wanted = {"consent_id": {"fields": {"display_name": {}}}}
        stranger = self._user("stranger", OWN + "agent")
        for user, restricted, shown in (
            (self.agent, False, True),
            (stranger, False, False),
            (self.agent, True, False),
        ):
            self.restrict(restricted)
            block = self.env["wa.block"].with_user(user)
            block = block.create({"consent_id": consent.id})
            told = self.as_json([block.read(), block.web_read(wanted)])
            with self.subTest(user.login, restricted=restricted):
                self.assertEqual(consent.person in told, shown)

    def test_lists_counts_groups_and_exports_of_the_triage_are_without_them(self):
        rows = self.env["wa.message"].with_user(self.triage)
        self.triage.group_ids += self.env.ref("base.group_allow_export")
        self.assertEqual(
            rows.search([("triage_label", "=", "legal")]).ids, self.held.ids
        )
        self.restrict()
        self.assertFalse(rows.search_count([]))
        self.assertFalse(rows.search([("triage_label", "=", "legal")]))
        self.assertFalse(rows.web_search_read([], {"triage_text": {}})["records"])
        groups = rows.formatted_read_group([], ["triage_label"], ["__count"])
        self.assertFalse(groups)
        for name in ("triage_label", "kind", "event_at", "subject_id"):
            with self.subTest(name), self.assertRaises(AccessError):
                rows.browse(self.held.ids).read([name])
        with self.assertRaises(AccessError):
            rows.browse(self.held.ids).export_data(["triage_label"])

    def test_an_open_screen_of_the_triage_says_why_and_whom_to_ask(self):
        held = self.held.with_user(self.triage)
        self.restrict()
        for action in ("nothing", "legal", "urgent", "open_file", "fetch_file"):
            with self.subTest(action), self.assertRaisesRegex(UserError, RESTRICTED):
                getattr(held, f"action_triage_{action}")()

    def test_searching_by_what_is_linked_finds_nothing_out(self):
        tickets = self.env["helpdesk.ticket"]
        person = "whatsapp_conversation_id.subject_id"
        domains = (
            [(f"{person}.restricted", "=", True)],
            [(f"{person}.uuid", "=", self.subject(ZOE).uuid)],
            [("whatsapp_conversation_id.last_inbound_at", "!=", False)],
            [(f"{person}.consent_ids.state", "=", "given")],
            [("whatsapp_conversation_id", "ilike", "1")],
        )
        self.restrict()
        for user in (self.agent, self.lead):
            for domain in domains:
                with self.subTest(user.login, domain=domain):
                    self.assertRaises(
                        AccessError, tickets.with_user(user).search, domain
                    )


@tagged("post_install", "-at_install")
class TestRestrictionOnTheTicket(Restricted):
    def panel(self, user):
        return self.ticket.with_user(user).whatsapp_panel()

    def test_the_head_says_so_and_nothing_else(self):
        self.conversation(ZOE)._block("abuse")
        self.restrict()
        for user in (self.agent, self.lead):
            panel = self.panel(user)
            told = {name: value for name, value in panel.items() if value}
            with self.subTest(user.login):
                self.assertIn(RESTRICTED, told.pop("sending")["text"])
                self.assertEqual(
                    set(told), {"is_whatsapp", "limit", "number", "bus_channel"}
                )
                for state in STATES:
                    self.assertNotIn(state, self.as_json(panel))
                self.assertFalse(self.ticket.with_user(user).whatsapp_blocked)

    def test_lifted_the_head_is_as_before(self):
        before = self.panel(self.agent)
        self.restrict()
        self.restrict(False)
        self.assertEqual(self.panel(self.agent), before)

    def test_nobody_who_may_not_read_the_ticket_hears_of_it(self):
        self.restrict()
        for user in self.privacy():
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.panel(user)

    def test_a_ticket_without_an_answer_on_whatsapp_says_so_too(self):
        """Not that they have not agreed."""
        self.held.with_user(self.triage).action_triage_legal()
        self.restrict()
        ticket = self.held.ticket_id.with_user(self.agent)
        self.assertEqual(ticket.whatsapp_panel()["sending"]["code"], "restricted")
        self.assertEqual(ticket.whatsapp_may_send()["code"], "restricted")

    def test_what_an_open_screen_still_calls_is_refused_in_words(self):
        uuid = self.messages(ZOE, direction="in")[:1].opaque_id
        stubs = self.ticket.message_ids.ids
        self.restrict()
        ticket = self.ticket.with_user(self.agent)
        calls = (
            lambda: ticket.whatsapp_messages(stubs),
            lambda: ticket.whatsapp_send(body="Guten Tag"),
            lambda: ticket.whatsapp_react(uuid, "👍"),
            lambda: ticket.whatsapp_retry(uuid),
            lambda: ticket.whatsapp_lock(uuid, "other"),
            ticket.whatsapp_typing,
            ticket.action_whatsapp_keep,
            ticket.action_whatsapp_hold,
            ticket.action_whatsapp_block,
            ticket.action_whatsapp_privacy,
            ticket.action_whatsapp_report_request,
        )
        for number, call in enumerate(calls):
            with self.subTest(number), self.assertRaisesRegex(AccessError, RESTRICTED):
                call()
