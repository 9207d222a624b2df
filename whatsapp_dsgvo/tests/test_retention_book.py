"""Meta's contact book loses whom the retention run has forgotten."""

import re
from datetime import timedelta
from unittest.mock import patch

from odoo.tests import tagged

from .common import ERIKA
from .test_documents_sdm import SdmCase
from .test_retention_people import PeopleCase

AWAY = "http://127.0.0.1:9"


@tagged("post_install", "-at_install")
class TestRetentionBook(SdmCase, PeopleCase):
    def setUp(self):
        super().setUp()
        _ticket, self.person = self.due_soon()
        self.bsuid = self.sim.person(ERIKA).user_id
        self.assertTrue(self.kept_at_meta())

    def kept_at_meta(self):
        return self.bsuid in {bsuid for _b, bsuid in self.sim.world.contact_book}

    def forgotten(self):
        self.years_later()
        self.delete_due()
        self.assertFalse(self.person.exists())

    def call(self):
        own = [("channel_id", "=", self.channel.id), ("kind", "=", "forget")]
        return self.env["wa.meta.call"].search(own)

    def work_off(self):
        self.run_cron("cron_call_meta")

    def todo(self):
        """Whoever is told, in their own language."""
        return self.channel.activity_ids.filtered(
            lambda one: re.search("contact book|Kontaktbuch", one.summary or "")
        )

    def key(self):
        return self.living_key(f"forget/{self.last_run().uuid}", "forget")

    def keys_of_today_are_old(self):
        calls = "odoo.addons.whatsapp_dsgvo.models.wa_meta_call_forget"
        return patch(f"{calls}.ORPHAN_AFTER", -timedelta(days=1))

    def test_the_run_asks_nobody_and_the_worker_does(self):
        self.forgotten()
        self.assertFalse(self.sim.calls("contact_book"))
        self.assertTrue(self.call().bsuid_sealed)
        self.work_off()
        self.assertFalse(self.kept_at_meta())
        self.assertEqual(self.call().state, "done")
        self.assertFalse(self.call().bsuid_sealed)
        self.work_off()
        self.assertEqual(len(self.sim.calls("contact_book")), 1)

    def test_the_measures_count_what_was_asked_for(self):
        self.assertIn("entries 0, in vain 0", self.rows()["M60.P13"][0])
        self.forgotten()
        self.assertIn("entries 0, in vain 0", self.rows()["M60.P13"][0])
        self.work_off()
        self.assertIn("entries 1, in vain 0", self.rows()["M60.P13"][0])
        self.call()._note("failed")
        value, _status = self.rows()["M60.P13"]
        self.assertIn("of the last 30 days: contact book entries 1, in vain 1", value)

    def test_who_never_answered_goes_there_as_well(self):
        silent = "+4915155500002"
        self.write("Hallo?", silent)
        held = self.messages(silent, state="held", triage_decision=False)
        held.with_user(self.triage).action_triage_nothing()
        bsuid = self.sim.person(silent).user_id
        self.assertIn(bsuid, {one for _b, one in self.sim.world.contact_book})
        for _day in range(2):
            self.later(days=8)
            self.env["wa.conversation"]._expire_consents()
            self.delete_due()
        self.assertFalse(self.subject(silent))
        self.work_off()
        kept = {one for _b, one in self.sim.world.contact_book}
        self.assertNotIn(bsuid, kept)

    def test_the_id_is_sealed_and_its_key_goes(self):
        self.forgotten()
        self.env.flush_all()
        self.env.cr.execute("SELECT bsuid_sealed FROM wa_meta_call WHERE kind='forget'")
        self.assertNotIn(self.bsuid.encode(), bytes(self.env.cr.fetchone()[0]))
        scope = self.call().key_scope
        self.assertIn(scope, self.env["wa.vault"]._living_scopes())
        with self.keys_of_today_are_old():
            self.env["wa.meta.call"]._gc_forgetting()
        self.assertTrue(self.key())
        self.work_off()
        self.assertNotIn(scope, self.env["wa.vault"]._living_scopes())
        with self.keys_of_today_are_old():
            self.env["wa.meta.call"]._gc_forgetting()
        self.assertIsNone(self.key())

    def test_meta_away_is_asked_again(self):
        self.forgotten()
        self.sim.add_fault("503", times=1, endpoint="contact_book")
        self.work_off()
        self.assertEqual(self.call().state, "waiting")
        self.assertTrue(self.kept_at_meta())
        self.later(hours=2)
        self.work_off()
        self.assertFalse(self.kept_at_meta())
        self.assertFalse(self.todo())

    def test_a_crash_while_asking_asks_once_more(self):
        self.forgotten()
        self.env["wa.meta.call"]._claim_to_call()
        self.assertEqual(self.call().state, "calling")
        self.later(minutes=5)
        self.work_off()
        self.assertFalse(self.kept_at_meta())

    def test_after_three_days_people_are_told_and_nothing_is_kept(self):
        self.forgotten()
        self.channel.api_base_url = AWAY
        for _day in range(4):
            self.work_off()
            self.later(days=1)
        self.assertFalse(self.todo())
        self.env["wa.meta.call"]._gc_forgetting()
        self.assertEqual(self.call().state, "failed")
        self.assertFalse(self.call().bsuid_sealed)
        self.assertIn(self.coordinator, self.todo().user_id)
        self.assertNotIn(self.bsuid, self.todo()[:1].summary)

    def test_a_refusal_is_told_once_and_stops_no_number(self):
        self.forgotten()
        self.sim.add_fault("error", times=0, endpoint="contact_book", code=100)
        self.work_off()
        self.assertEqual(self.call().state, "failed")
        before = len(self.todo())
        self.assertTrue(before)
        self.channel._tell_book_kept()
        self.assertEqual(len(self.todo()), before)
        self.assertEqual(self.channel.state, "connected")

    def test_a_token_that_is_refused_there_stops_no_number(self):
        self.forgotten()
        self.sim.add_fault("error", times=1, endpoint="contact_book", code=190)
        self.work_off()
        self.assertEqual(self.call().state, "waiting")
        self.assertEqual(self.channel.state, "connected")

    def test_who_wrote_since_stays_in_the_book(self):
        self.forgotten()
        self.write("Guten Tag")
        self.work_off()
        self.assertEqual(self.call().state, "dropped")
        self.assertFalse(self.call().bsuid_sealed)
        self.assertTrue(self.kept_at_meta())

    def test_a_held_person_is_not_asked_for(self):
        self.person.restricted = True
        self.years_later()
        self.delete_due()
        self.assertFalse(self.call())
