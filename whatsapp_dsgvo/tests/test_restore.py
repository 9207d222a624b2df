"""A restored backup: the database is behind the journal outside it."""

import json

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ERIKA, MAX
from .restoring import RestoreCase


@tagged("post_install", "-at_install")
class TestRestore(RestoreCase):
    def test_a_no_of_somebody_unknown_is_kept(self):
        self.lose(self.index(MAX))
        self.replay_all()
        found = self.env["wa.suppression"]._of(self.company, [self.index(MAX)])
        self.assertTrue(found)

    def test_another_company_is_not_concerned(self):
        other = self.env["res.company"].create({"name": "Andere GmbH"})
        self.lose(self.index(MAX))
        self.replay_all()
        self.assertFalse(self.env["wa.suppression"]._of(other, [self.index(MAX)]))

    def test_the_repeated_erasure_asks_meta_nothing(self):
        """It may be a copy on another machine, and the first job has asked."""
        wizard = self.env["wa.block"].with_user(self.agent)
        wizard.create({"ticket_id": self.agree().id, "hint": False}).action_block()
        self.run_cron("cron_call_meta")
        self.lose(self.index(), kind="erasure")
        self.replay_all()
        before = len(self.sim.received)
        job = self.restore().erasure_ids
        self.run_cron("cron_run_erasures")
        self.assertEqual((job.state, job.error), ("done", False))
        self.assertEqual(self.sim.received[before:], [])
        meta = json.loads(job.certificate)["meta"]
        self.assertEqual((meta["quarantined"], meta["blocks"]), (True, 1))
        todo = job.request_id.activity_ids.mapped("summary")
        self.assertTrue([one for one in todo if "WhatsApp Manager" in one])

    def test_two_different_people_release_and_nobody_else(self):
        self.lose(self.index(MAX))
        self.env["wa.restore"]._blocks()
        restore = self.restore().with_user(self.coordinator)
        with self.assertRaises(UserError):
            restore.action_release()
        for user in (self.dpo, self.agent, self.channel_admin):
            with self.assertRaises(AccessError):
                self.restore().with_user(user).action_replay()
        self.replay()
        restore.action_release()
        with self.assertRaises(UserError):
            restore.action_release()
        self.assertFalse(restore.released_at)
        self.release_by_second()

    def release_by_second(self):
        self.restore().with_user(self.second).action_release()
        self.assertEqual(self.restore().state, "released")

    def test_nobody_connects_a_quarantined_number(self):
        self.lose(self.index(MAX))
        self.env["wa.restore"]._blocks()
        self.channel._resume()
        self.assertEqual(self.channel.state, "quarantined")

    def test_the_ledger_says_that_a_backup_was_restored(self):
        self.lose(self.index(MAX))
        self.env["wa.restore"]._blocks()
        found = [("event", "=", "restored"), ("company_id", "=", self.company.id)]
        entry = self.env["wa.ledger.entry"].search(found)
        self.assertEqual(entry._payload()["missing"], 1)


@tagged("post_install", "-at_install")
class TestRestoreOfCustomers(RestoreCase):
    def scene(self):
        super().scene()
        self.ticket = self.agree()

    def test_a_database_that_knows_everything_is_not_quarantined(self):
        self.write("STOPP")
        self.run_cron("cron_seal")
        self.assertFalse(self.env["wa.restore"]._blocks())

    def test_what_was_told_before_a_crash_is_known_again(self):
        self.write("STOPP")
        waiting = self.env["wa.journal.mark"].search([("seq", "=", False)])
        store = self.env["wa.vault"]._vault().store
        entry = store.journal_append(waiting[0]._event())
        self.assertFalse(self.env["wa.restore"]._blocks())
        self.run_cron("cron_seal")
        self.assertEqual(waiting[0].seq, entry.seq)
        self.assertFalse(self.restore())

    def test_nothing_is_sent_in_quarantine(self):
        before = len(self.sim.sent)
        self.lose(self.index(MAX))
        message = self.answer(self.ticket)
        self.run_cron("cron_send_messages")
        self.assertEqual(self.channel.state, "quarantined")
        self.assertEqual(self.restore().missing_count, 1)
        self.assertEqual((message.state, len(self.sim.sent)), ("queued", before))

    def test_events_are_accepted_and_wait(self):
        self.lose(self.index(MAX))
        wamid = self.sim.customer_sends_text(ERIKA, "Noch da?")
        self.work()
        self.assertTrue(self.events(state="new"))
        indexed = self.env["wa.vault"]._index("wamid", wamid)
        self.assertFalse(self.env["wa.message"].search([("wamid_index", "=", indexed)]))
        self.replay()
        self.release()
        self.assertFalse(self.events(state="new"))
        self.assertIn("Noch da?", self.texts())

    def test_a_lost_withdrawal_counts_again(self):
        message = self.answer(self.ticket)
        self.lose(self.index())
        self.replay_all()
        self.assertEqual(self.consent().state, "withdrawn")
        self.assertEqual(message.state, "cancelled")
        before = len(self.sim.sent)
        self.release()
        self.assertEqual(
            (self.channel.state, len(self.sim.sent)), ("connected", before)
        )

    def test_an_erased_person_is_erased_again(self):
        subject = self.subject()
        self.lose(self.index(), kind="erasure")
        self.replay_all()
        job = self.restore().erasure_ids
        self.assertEqual((job.subject_ids, job.state), (subject, "confirmed"))
        self.restore().with_user(self.coordinator).action_replay()
        with self.assertRaises(UserError):
            self.restore().with_user(self.coordinator).action_release()

    def test_a_new_owner_of_an_erased_persons_number_is_not_erased(self):
        """The journal names former numbers, too; the new owner has another ID."""
        erased = self.subject()
        others = erased.sudo().identity_ids.filtered(lambda i: i.kind != "phone")
        self.assertTrue(others)
        erased.sudo().identity_ids.filtered(lambda i: i.kind == "phone")._end(
            fields.Datetime.now()
        )
        owner = self.env["wa.subject"].create({"company_id": self.company.id})
        identities = self.env["wa.identity"]
        identities.create(
            [
                identities._prepare_vals(owner, kind, value, fields.Datetime.now())
                for kind, value in (("phone", ERIKA), ("bsuid", "DE.9999999999"))
            ]
        )
        self.lose(*erased._identity_indexes(), kind="erasure")
        self.replay_all()
        self.assertEqual(self.restore().erasure_ids.subject_ids, erased)

    def test_repeating_twice_changes_nothing(self):
        self.lose(self.index())
        self.replay_all()
        entries = self.env["wa.ledger.entry"].search_count([])
        again = {"state": "replaying", "replayed_seq": self.restore().known_seq}
        self.restore()._admitted_write(again)
        self.run_cron("cron_seal")
        self.assertEqual(self.env["wa.ledger.entry"].search_count([]), entries)

    def test_the_journal_is_not_told_before_all_is_repeated(self):
        self.lose(self.index(MAX))
        self.env["wa.restore"]._blocks()
        self.conversation()._withdraw("service", "phone")
        self.run_cron("cron_seal")
        waiting = [("seq", "=", False)]
        self.assertTrue(self.env["wa.journal.mark"].search(waiting))
        self.replay()
        self.run_cron("cron_seal")
        self.assertFalse(self.env["wa.journal.mark"].search(waiting))

    def test_meta_is_not_asked(self):
        """Neither by a check, nor for a block that was decided before the backup."""
        self.env["wa.meta.call"]._queue(self.conversation(), "block")
        self.lose(self.index(MAX))
        before = len(self.sim.received)
        self.channel.state = "connected"  # as it stands in the backup
        for name in ("cron_check_health", "cron_call_meta"):
            self.run_cron(name)
        for press in ("action_check_connection", "action_set_up_template"):
            with self.assertRaises(UserError) as refused:
                getattr(self.channel, press)()
            self.assertIn("quarantine", str(refused.exception))
        self.assertEqual(self.sim.received[before:], [])

    def test_the_agent_reads_why(self):
        self.lose(self.index(MAX))
        self.env["wa.restore"]._blocks()
        self.env.invalidate_all()
        hint = self.ticket.with_user(self.agent)._whatsapp_hint(
            self.ticket.sudo().whatsapp_conversation_id, "not_connected"
        )
        self.assertIn("older than the erasure journal", hint["text"])
