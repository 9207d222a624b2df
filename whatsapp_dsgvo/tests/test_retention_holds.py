"""What a run leaves alone, also when that was said a moment before."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from ..models.wa_retention_run import UNLOCKED
from .common import MAX
from .retention_tools import RetentionCase


@tagged("post_install", "-at_install")
class TestHolds(RetentionCase):
    def hold(self, ticket, messages=None):
        vals = {
            "subject_id": ticket.whatsapp_conversation_id.subject_id.id,
            "reference": "R-1",
            "norm": "§ 147 AO",
            "reason": "Prüfung",
            "until": fields.Date.today() + timedelta(days=360),
        }
        if messages:
            vals["message_ids"] = [(6, 0, messages.ids)]
        return self.env["wa.hold"].create(vals)

    def test_a_hold_set_a_moment_before_the_run_is_kept(self):
        ticket = self.closed("no")
        other = self.closed("no", MAX)
        count = len(self.of_ticket(ticket))
        self.later(days=200)
        self.hold(ticket)
        run = self.delete_due()
        self.assertEqual(len(self.of_ticket(ticket)), count)
        self.assertFalse(self.of_ticket(other))
        self.assertEqual((self.line("LK-03").held, run.overdue), (count, 0))
        self.assertTrue(self.living_key(self.subject().uuid))

    def test_a_hold_on_one_message_keeps_that_one(self):
        ticket = self.closed("no")
        kept = self.of_ticket(ticket)[0]
        self.later(days=200)
        self.hold(ticket, kept)
        self.delete_due()
        self.assertEqual(self.of_ticket(ticket), kept)

    def test_released_or_over_it_holds_nothing(self):
        ticket = self.closed("no")
        hold = self.hold(ticket)
        self.later(days=200)
        hold.action_release()
        self.delete_due()
        self.assertFalse(self.of_ticket(ticket))

    def test_who_asked_for_their_data_finds_them(self):
        ticket = self.closed("no")
        self.later(days=200)
        request = self.env["wa.request"]._receive(self.subject(), "access")
        self.delete_due()
        self.assertTrue(self.of_ticket(ticket))
        request.write({"state": "done", "closed_at": fields.Datetime.now()})
        self.later(days=1)
        self.delete_due()
        self.assertFalse(self.of_ticket(ticket))

    def test_a_restricted_person_is_left_alone(self):
        ticket = self.closed("no")
        self.subject().restricted = True
        self.later(days=200)
        self.delete_due()
        self.assertTrue(self.of_ticket(ticket))
        self.assertTrue(self.line("LK-03").held)

    def test_each_batch_begins_with_waiting_for_holds(self):
        """Under REPEATABLE READ only the first statement may wait for others."""
        self.closed("no")
        self.later(days=200)
        seen = []
        run = type(self.env["wa.retention.run"])
        commit, batch = run._commit, run._batch
        cursor = type(self.env.cr)
        execute = cursor.execute

        def noted(cr, query, *args, **kwargs):
            seen.append(str(query))
            return execute(cr, query, *args, **kwargs)

        def committed(*args):
            done = commit(*args)
            seen.append("commit")
            return done

        def begun(this, step, *args):
            seen.append("batch" if step not in UNLOCKED else step)
            return batch(this, step, *args)

        with (
            patch.object(cursor, "execute", noted),
            patch.object(run, "_commit", committed),
            patch.object(run, "_batch", begun),
        ):
            self.delete_due()
        starts = [i for i, query in enumerate(seen) if query == "batch"]
        self.assertTrue(starts)
        for start in starts:
            last = max(i for i in range(start) if seen[i] == "commit")
            between = [q for q in seen[last + 1 : start] if "SAVEPOINT" not in q]
            self.assertIn("LOCK TABLE wa_hold", between[0])
