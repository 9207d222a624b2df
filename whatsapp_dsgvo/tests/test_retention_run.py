"""A run among others: holds, pauses, kills, errors, files, and who is told."""

import contextlib
import os
import uuid
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models import guard
from .common import MAX
from .media_tools import PDF, MediaCase
from .retention_tools import RetentionCase


class Killed(BaseException):
    """Nothing in the addon catches it."""


@tagged("post_install", "-at_install")
class TestInterrupted(RetentionCase):
    def setUp(self):
        super().setUp()
        self.batches_of(2)

    def killed_after(self, batches):
        """The process dies with the next batch's work not committed."""
        run = type(self.env["wa.retention.run"])
        delete, left = run._delete_due, [batches]

        def until_killed(records, code, ids):
            done = delete(records, code, ids)
            if code == "LK-03":
                left[0] -= 1
            if left[0] < 0:
                raise Killed
            return done

        with patch.object(run, "_delete_due", until_killed):
            self.env.flush_all()
            # assertRaises would take back what was committed before
            with contextlib.suppress(Killed), self.registry.cursor() as cr:
                self.env(cr=cr)["wa.retention.run"]._cron_run()
        self.env.invalidate_all()

    def test_killed_in_the_middle_it_goes_on_and_counts_everything_once(self):
        ticket = self.closed("no")
        count = len(self.of_ticket(ticket))
        self.assertGreater(count, 3)
        self.later(days=200)
        ids = self.of_ticket(ticket).ids
        self.killed_after(1)
        first = self.last_run()
        left = len(self.env["wa.message"].browse(ids).exists())
        self.assertTrue(0 < left < count)
        self.assertEqual(first.state, "running")
        self.delete_due()
        self.assertEqual(self.last_run(), first)
        self.assertEqual((first.state, first.turns), ("done", 2))
        self.assertFalse(self.env["wa.message"].browse(ids).exists())
        self.assertEqual(self.line("LK-03").done, count)

    def store(self, conversation, text):
        """As the inbox does it."""
        messages = guard.admitted(conversation.env["wa.message"])
        messages.create(
            {
                **messages._row(conversation, str(uuid.uuid4()), {"text": text}),
                "direction": "in",
                "kind": "text",
                "state": "received",
                "event_at": fields.Datetime.now(),
            }
        )

    def test_messages_that_come_while_it_works_stay(self):
        self.closed("no")
        self.closed("no", MAX)
        self.later(days=200)
        run = type(self.env["wa.retention.run"])
        claim, came = run._claim, []

        def interrupted(records, *args):
            if not came:
                came.append(True)
                conversation = records.env["wa.conversation"].browse(
                    self.conversation().id
                )
                self.store(conversation, "Gerade eben")
            return claim(records, *args)

        with patch.object(run, "_claim", interrupted):
            self.delete_due()
        self.assertIn("Gerade eben", self.texts())

    def test_an_error_in_one_class_does_not_stop_the_others(self):
        letter = self.closed("yes")
        enquiry = self.closed("no", MAX)
        self.later(days=365 * 8)
        run = type(self.env["wa.retention.run"])
        claim = run._claim

        def broken(records, code, *args):
            if code == "LK-03":
                raise ValueError
            return claim(records, code, *args)

        with patch.object(run, "_claim", broken):
            with self.assertLogs("odoo.addons.whatsapp_dsgvo", "ERROR"):
                done = self.delete_due()
        self.assertEqual((done.state, done.light), ("failed", "red"))
        self.assertEqual(done.error, "LK-03 ValueError")
        self.assertFalse(self.of_ticket(letter))
        self.assertTrue(self.of_ticket(enquiry))
        self.assertEqual(done.overdue, len(self.of_ticket(enquiry)))


@tagged("post_install", "-at_install")
class TestPause(RetentionCase):
    def test_paused_nothing_is_deleted_until_the_coordination_resumes(self):
        ticket = self.closed("no")
        self.later(days=200)
        self.company.with_user(self.dpo)._whatsapp_pause_retention()
        self.assertFalse(self.delete_due())
        self.company.with_user(self.coordinator)._whatsapp_resume_retention()
        self.delete_due()
        self.assertFalse(self.of_ticket(ticket))

    def test_paused_in_the_middle_it_ends_red_and_says_what_is_left(self):
        self.batches_of(2)
        ticket = self.closed("no")
        self.later(days=200)
        run = type(self.env["wa.retention.run"])
        delete = run._delete_due

        def then_paused(*args):
            self.company.with_user(self.dpo)._whatsapp_pause_retention()
            self.env.flush_all()
            return delete(*args)

        with patch.object(run, "_delete_due", then_paused):
            done = self.delete_due()
        self.assertEqual((done.state, done.light), ("paused", "red"))
        left = len(self.of_ticket(ticket))
        self.assertEqual(self.line("LK-03").overdue, left)
        self.assertTrue(left)


@tagged("post_install", "-at_install")
class TestFiles(RetentionCase, MediaCase):
    def test_file_row_attachment_and_bytes_are_gone(self):
        ticket = self.agree()
        media = self.receive(PDF)
        attachment = media.sudo().attachment_id
        path = attachment._full_path(attachment.store_fname)
        self.assertTrue(os.path.isfile(path))
        self.decide(ticket, "no")
        self.close(ticket)
        self.later(days=200)
        self.delete_due()
        self.assertEqual(self.line("LK-03").files, 1)
        self.assertFalse(media.exists())
        self.assertFalse(attachment.exists())
        self.assertFalse(os.path.exists(path))


@tagged("post_install", "-at_install")
class TestNow(RetentionCase):
    def runs(self, user=None):
        return self.env["wa.retention.run"].with_user(user or self.coordinator)

    def test_what_is_due_is_told_and_nothing_deleted(self):
        ticket = self.closed("no")
        count = len(self.of_ticket(ticket))
        self.later(days=200)
        told = self.runs().action_dry_run()["params"]["message"]
        self.assertIn(f"{count} due", told)
        self.assertIn("LK-03 ", told)
        self.assertEqual(len(self.of_ticket(ticket)), count)
        self.assertFalse(self.last_run())

    def test_nothing_due_is_said(self):
        self.assertIn("Nothing", self.runs().action_dry_run()["params"]["message"])

    def test_a_second_run_of_the_day_deletes_what_became_due(self):
        self.delete_due()
        ticket = self.closed("no")
        messages = self.of_ticket(ticket)
        messages._admitted_write(
            {"retention_from": fields.Datetime.subtract(fields.Datetime.now(), years=1)}
        )
        self.delete_due()
        self.assertTrue(messages.exists())
        self.runs().action_run_now()
        self.delete_due()
        self.assertFalse(messages.exists())

    def test_two_runs_at_once_and_a_paused_one_are_refused(self):
        self.runs().action_run_now()
        with self.assertRaisesRegex(UserError, "under way"):
            self.runs().action_run_now()
        self.delete_due()
        self.env["res.company"].browse(
            self.company.id
        ).whatsapp_retention_paused_at = fields.Datetime.now()
        with self.assertRaisesRegex(UserError, "paused"):
            self.runs().action_run_now()

    def test_only_the_coordination_starts_one(self):
        for user in (self.dpo, self.channel_admin):
            for name in ("action_run_now", "action_dry_run"):
                with self.subTest(f"{user.login} {name}"):
                    with self.assertRaises(AccessError):
                        getattr(self.runs(user), name)()
