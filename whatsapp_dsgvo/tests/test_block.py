"""Blocking a person: here at once, at Meta a moment later, and back."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import ERIKA
from .tools import ToolCase

HINT = "Auf WhatsApp können wir Ihnen nicht antworten."


class BlockCase(ToolCase):
    def scene(self):
        super().scene()
        self.ticket = self.agree()

    # pylint: disable-next=missing-return
    def work(self):
        super().work()
        if self.env["wa.meta.call"]._count_to_call():
            self.run_cron("cron_call_meta")

    def wizard(self, user=None, **vals):
        values = {"ticket_id": self.ticket.id, **vals}
        return self.env["wa.block"].with_user(user or self.agent).create(values)

    def block(self, user=None, work=True, **vals):
        self.wizard(user, **vals).action_block()
        if work:
            self.work()

    def unblock(self, user=None, note="Hat sich entschuldigt", **vals):
        self.wizard(user, note=note, **vals).action_unblock()
        self.work()

    def at_meta(self, customer=ERIKA):
        """Whether the stand-in lets this person write to the number."""
        blocked = self.sim.world.numbers[self.channel.phone_number_id].blocked
        return self.sim.person(customer).id in blocked

    def shown(self):
        return self.ticket.with_user(self.agent).whatsapp_panel()["block"]


@tagged("post_install", "-at_install")
class TestBlock(BlockCase):
    def test_block_stops_everything_and_reaches_meta(self):
        waiting = self.answer(self.ticket)
        self.block(hint=False, note="Drohung am Telefon")
        self.assertEqual(
            (waiting.state, waiting.cancel_reason), ("cancelled", "blocked")
        )
        self.assertEqual(self.consent().state, "blocked")
        self.assertTrue(self.at_meta())
        self.assertEqual(self.free_texts()[1:], [])
        self.assertIn("Also blocked", self.shown()["text"])
        self.assertFalse(self.shown()["again"])
        with self.assertRaisesRegex(UserError, "Abuse or threats"):
            self.answer(self.ticket)

    def test_evidence_names_who_when_and_why_encrypted(self):
        self.block(reason="minor", note="Mutter rief an")
        entry = self.consent().last_entry_id
        self.assertEqual((entry.event, entry.actor_kind), ("blocked", "agent"))
        proven = entry._payload()
        self.assertEqual(proven["reason"], "minor")
        self.assertEqual(proven["by"], self.agent.id)
        self.assertEqual(proven["note"], "Mutter rief an")
        blob = entry.with_context(bin_size=False).blob
        self.assertNotIn(b"Mutter", bytes(blob))

    def test_closing_hint_goes_out_once_and_before_metas_block(self):
        """Meta takes no message to somebody it has blocked."""
        self.block(work=False)
        self.run_cron("cron_call_meta")
        self.assertFalse(self.at_meta(), "the hint is still under way")
        self.work()
        hint = self.messages(exception_code="SAFETY")
        self.assertEqual((len(hint), hint.state), (1, "delivered"))
        self.assertTrue(self.free_texts()[-1].startswith(HINT))
        self.later(seconds=3)
        self.work()
        self.assertTrue(self.at_meta())
        self.block()
        self.assertEqual(len(self.messages(exception_code="SAFETY")), 1)

    def test_hint_that_never_gets_away_holds_up_the_block_for_minutes_only(self):
        self.sim.add_fault("500", times=0)
        self.block()
        self.sim.clear_faults()
        self.later(minutes=11)
        self.run_cron("cron_call_meta")
        self.assertTrue(self.at_meta())

    def test_minor_is_asked_to_let_the_parents_write(self):
        self.block(reason="minor")
        self.assertIn("Unter 16", self.free_texts()[-1])

    def test_block_is_none_of_metas_if_one_does_not_want_it(self):
        self.block(at_meta=False, hint=False)
        self.write("Ich kündige meinen Vertrag")
        self.assertFalse(self.at_meta())
        held = self.messages(state="held")
        self.assertEqual((len(held), held.triage_label), (1, "legal"))
        self.assertIn("held", self.shown()["text"])

    def test_stop_of_a_blocked_person_counts_when_the_block_is_lifted(self):
        self.block(at_meta=False, hint=False)
        self.write("STOP")
        self.assertEqual(self.consent().state, "blocked")
        self.assertEqual(self.consent().last_entry_id.event, "withdrawn")
        self.unblock()
        self.assertEqual(self.consent().state, "withdrawn")


@tagged("post_install", "-at_install")
class TestUnblock(BlockCase):
    def test_lifted_block_gives_no_consent_and_asks_again(self):
        self.block(hint=False)
        self.unblock()
        self.assertFalse(self.at_meta())
        self.assertFalse(self.shown())
        self.assertEqual(self.consent().last_entry_id.event, "unblocked")
        with self.assertRaisesRegex(UserError, "expired"):
            self.answer(self.ticket)
        self.later(hours=1)
        self.write("Darf ich wieder schreiben?")
        self.assertEqual(self.consent().state, "pending")
        self.tap(0)
        self.assertEqual(self.consent().state, "given")
        self.answer(self.ticket)
        self.work()
        self.assertEqual(self.free_texts()[-1], "Ich prüfe das.")

    def test_lifting_before_meta_was_told_tells_it_nothing_wrong(self):
        self.block(hint=False, work=False)
        self.unblock()
        self.assertFalse(self.at_meta())
        calls = [c for c in self.sim.received if c["path"].endswith("block_users")]
        self.assertEqual([c["method"] for c in calls], ["DELETE"])

    def test_lifting_needs_a_reason(self):
        self.block(hint=False)
        with self.assertRaises(UserError):
            self.unblock(note=" ")
        self.assertEqual(self.consent().state, "blocked")

    def test_block_of_a_minor_is_lifted_by_the_coordination_only(self):
        self.block(reason="minor", hint=False)
        for call in (
            self.ticket.with_user(self.agent).action_whatsapp_unblock,
            self.unblock,
        ):
            with self.assertRaisesRegex(UserError, "coordination"):
                call()
        consent = self.consent().with_user(self.coordinator)
        action = consent.action_lift_block()
        wizard = self.env["wa.block"].with_user(self.coordinator)
        wizard = wizard.with_context(**action["context"])
        wizard.create({"note": "Einwilligung der Eltern liegt vor"}).action_unblock()
        self.work()
        self.assertEqual(self.consent().state, "expired")
        self.assertFalse(self.at_meta())


@tagged("post_install", "-at_install")
class TestBlockRefused(BlockCase):
    def test_who_wrote_long_ago_is_blocked_at_meta_when_they_write_again(self):
        self.later(hours=25)
        self.block(hint=False)
        self.assertEqual(self.consent().state, "blocked", "with us it counts at once")
        self.assertFalse(self.at_meta())
        self.assertTrue(self.shown()["again"])
        self.write("Hallo?")
        self.assertTrue(self.at_meta())
        self.assertFalse(self.shown()["again"])

    def test_refusal_is_shown_in_words_and_can_be_tried_again(self):
        self.sim.add_fault("error", code=139101, endpoint="block_users")
        self.block(hint=False)
        self.assertIn("list of blocked people is full", self.shown()["text"])
        self.ticket.with_user(self.agent).whatsapp_block_again()
        self.work()
        self.assertTrue(self.at_meta())

    def test_outage_is_tried_again_by_itself(self):
        for fault in ("500", "cut_before", "cut_after"):
            with self.subTest(fault):
                self.sim.add_fault(fault, endpoint="block_users")
                self.block(hint=False)
                self.later(minutes=10)
                self.work()
                self.assertTrue(self.at_meta())
                self.unblock()

    def test_worker_that_died_leaves_nothing_undone(self):
        self.block(hint=False, work=False)
        calls = self.env["wa.meta.call"]._claim_to_call()
        self.assertEqual(calls.state, "calling")
        self.later(minutes=3)
        self.run_cron("cron_call_meta")
        self.assertTrue(self.at_meta())

    def test_number_that_rests_tells_meta_later(self):
        self.channel.action_pause()
        self.block(hint=False)
        self.assertFalse(self.at_meta())
        self.assertIn("being told", self.shown()["text"])
        self.channel.action_connect()
        self.work()
        self.assertTrue(self.at_meta())


@tagged("post_install", "-at_install")
class TestBlockRights(BlockCase):
    def test_only_those_who_may_answer_block(self):
        for user in (self.helpdesk_only, self.coordinator, self.dpo, self.it_admin):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.block(user)
            with self.assertRaises(AccessError):
                self.ticket.with_user(user).action_whatsapp_block()
            with self.assertRaises(AccessError):
                self.ticket.with_user(user).whatsapp_block_again()
        self.assertEqual(self.consent().state, "given")

    def test_nobody_lifts_by_a_consent_but_the_coordination(self):
        self.block(hint=False)
        for user in (self.helpdesk_only, self.dpo, self.agent):
            vals = {"consent_id": self.consent().id, "note": "Bitte"}
            with self.subTest(user.login), self.assertRaises(AccessError):
                wizard = self.env["wa.block"].with_user(user).create(vals)
                wizard.action_unblock()

    def test_coordination_of_another_company_lifts_nothing(self):
        self.block(hint=False)
        other = self.env["res.company"].create({"name": "Beispiel AG"})
        stranger = new_test_user(
            self.env,
            "test-other-coordinator",
            groups="base.group_user,whatsapp_dsgvo.group_privacy_coordinator",
            company_id=other.id,
            company_ids=[(6, 0, [other.id])],
        )
        vals = {"consent_id": self.consent().id, "note": "Bitte"}
        with self.assertRaises(AccessError):
            self.env["wa.block"].with_user(stranger).create(vals).action_unblock()
