"""A legal hold and an erasure at the same time: one of them sees the other."""

from contextlib import closing
from unittest.mock import patch

import psycopg2

from odoo import SUPERUSER_ID, api, fields
from odoo.exceptions import UserError
from odoo.sql_db import db_connect
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.wa_erasure_run import StepFailed
from .erasing import ErasureCase, PersonCase
from .privacy_cases import hold

RUN = "odoo.addons.whatsapp_dsgvo.models.wa_erasure_run"
HELD = """
    INSERT INTO wa_hold (subject_id, company_id, reference, basis, norm, reason, until)
    SELECT id, company_id, 'RE/1', 'claims', '§ 147 AO', 'Klage', current_date + 9
      FROM wa_subject WHERE id = %s RETURNING id
"""


@tagged("post_install", "-at_install")
class TestErasureHold(PersonCase):
    @mute_logger(RUN)
    def test_a_hold_set_after_the_confirmation_stops_it_untouched(self):
        subject = self.subject()
        job = self.propose(subject=subject)
        self.confirm(job)
        held = hold(self.env, subject)
        self.run_job(job)
        self.assertEqual((job.state, job.error), ("stopped", "hold"))
        self.assertIn("is held by now", job.with_context(lang="en_US").progress)
        self.assertFalse(subject.erased_at)
        held.with_user(self.coordinator).action_release()
        self.later(minutes=2)
        self.run_job(job)
        self.assertEqual(job.state, "done")

    def test_once_it_has_begun_nothing_more_is_held(self):
        subject, messages = self.subject(), self.messages(kind="document")
        subject.erased_at = fields.Datetime.now()
        for held in ((), messages):
            with self.assertRaisesRegex(UserError, "has begun"):
                hold(self.env, subject, held)

    def test_nor_added_to_a_hold(self):
        subject = self.subject()
        held = hold(self.env, subject, self.messages(kind="document"))
        subject.erased_at = fields.Datetime.now()
        with self.assertRaisesRegex(UserError, "has begun"):
            held.message_ids |= self.messages()
        with self.assertRaisesRegex(UserError, "has begun"):
            held.message_ids = False

    def test_what_was_kept_may_be_held_for_another_reason_too(self):
        subject, kept = self.subject(), self.messages(kind="document")
        first = hold(self.env, subject, kept)
        self.erase(subject=subject)
        hold(self.env, subject, kept, norm="§ 257 HGB")
        first.with_user(self.coordinator).action_release()
        self.run_cron("cron_run_erasures")
        self.assertTrue(kept.exists())


@tagged("post_install", "-at_install")
class TestErasureHoldRace(ErasureCase):
    """In transactions of their own, as two processes have them."""

    def setUp(self):
        super().setUp()
        self.database = db_connect(self.env.cr.dbname)
        with closing(self.database.cursor()) as cr:
            company = {"company_id": self.env.ref("base.main_company").id}
            self.person_ = api.Environment(cr, SUPERUSER_ID, {})["wa.subject"]
            self.person_ = self.person_.create(company).id
            cr.commit()  # pylint: disable=invalid-commit
        self.addCleanup(self.forget)
        # not that of the test, whose view is of its beginning
        real = patch.object(self.env.registry, "cursor", self.database.cursor)
        self.enterContext(real)

    def forget(self):
        with closing(self.database.cursor()) as cr:
            for query in ("wa_hold WHERE subject_id", "wa_subject WHERE id"):
                cr.execute(f"DELETE FROM {query} = %s", [self.person_])
            cr.commit()  # pylint: disable=invalid-commit

    def view(self):
        """A cursor whose snapshot is taken now."""
        cr = self.enterContext(closing(self.database.cursor()))
        cr.execute("SELECT count(*) FROM wa_hold")
        return api.Environment(cr, SUPERUSER_ID, {})

    def close(self, env):
        env["wa.erasure"]._close(env["wa.subject"].browse(self.person_))
        env.cr.flush()
        env.cr.commit()  # pylint: disable=invalid-commit

    def set_hold(self, env):
        env.cr.execute(HELD, [self.person_])
        return env["wa.hold"].browse(env.cr.fetchone()[0])

    def test_the_erasure_sees_a_hold_its_own_view_is_too_old_for(self):
        erasing, holding = self.view(), self.view()
        self.set_hold(holding)
        holding.cr.commit()  # pylint: disable=invalid-commit
        erasing.cr.execute("SELECT count(*) FROM wa_hold")
        with self.assertRaises(StepFailed) as stopped:
            self.close(erasing)
        self.assertEqual(stopped.exception.code, "hold")
        erasing.cr.rollback()
        subject = self.view()["wa.subject"].browse(self.person_)
        self.assertFalse(subject.erased_at)

    def test_a_hold_sees_an_erasure_its_own_view_is_too_old_for(self):
        erasing, holding = self.view(), self.view()
        self.close(erasing)
        with mute_logger("odoo.sql_db"):
            # Odoo runs the request again, with a new view
            with self.assertRaises(psycopg2.errors.SerializationFailure):
                self.set_hold(holding)._check_not_erased()
        holding.cr.rollback()
        with self.assertRaisesRegex(UserError, "has begun"):
            self.set_hold(self.view())._check_not_erased()
