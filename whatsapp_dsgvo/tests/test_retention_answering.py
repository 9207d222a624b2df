"""A run, and somebody who answers at that very moment: their notices stay."""

from contextlib import closing
from datetime import timedelta

import psycopg2

from odoo import SUPERUSER_ID, api, fields
from odoo.sql_db import db_connect
from odoo.tests import tagged

from .common import ERIKA, WhatsAppCase
from .retention_tools import RetentionCase

PERSON = """
    WITH s AS (INSERT INTO wa_subject (uuid, company_id)
               VALUES ('race', %(company)s) RETURNING id),
         a AS (INSERT INTO wa_app (company_id, name, uuid, webhook_key)
               VALUES (%(company)s, 'race', 'race', 'race') RETURNING id),
         n AS (INSERT INTO wa_channel (company_id, app_id, messages_per_second, name,
                    uuid, api_base_url, path_style, auth_scheme, state, consent_mode,
                    reading_told)
               SELECT %(company)s, a.id, 1, 'race', 'race', 'http://127.0.0.1:9',
                      'graph', 'bearer', 'draft', 'strict', 'off' FROM a RETURNING id),
         c AS (INSERT INTO wa_consent (subject_id, company_id, channel_id, purpose,
                    state, since)
               SELECT s.id, %(company)s, n.id, 'service', 'expired', %(at)s
                 FROM s, n RETURNING id),
         v AS (INSERT INTO wa_conversation (subject_id, channel_id, company_id,
                    language)
               SELECT s.id, n.id, %(company)s, 'de' FROM s, n RETURNING id),
         m AS (INSERT INTO wa_message (company_id, channel_id, conversation_id,
                    subject_id, opaque_id, direction, kind, key_class, state,
                    retention_class, event_at, exception_code)
               SELECT %(company)s, n.id, v.id, s.id, 'race', 'out', 'text', 'content',
                      'sent', 'LK-03', %(at)s, 'NOTICE' FROM s, n, v RETURNING id)
    SELECT s.id, a.id, v.id, m.id FROM s, a, n, c, v, m
"""
REOPENED = "UPDATE wa_consent SET state = 'pending' WHERE subject_id = %s"


@tagged("post_install", "-at_install")
class TestAnswering(RetentionCase):
    def test_who_has_answered_unheard_is_left_alone(self):
        self.write("Hallo, sind Sie da?")
        held = self.messages(state="held")
        held.with_user(self.triage).action_triage_nothing()
        self.later(days=8)
        self.env["wa.conversation"]._expire_consents()
        self.env.flush_all()
        notice = self.last_notice()
        asked = self.received_by()[-1].id
        self.sim.customer_sends_text(ERIKA, "Doch, ich bin da")
        self.deliver()
        self.assertTrue(self.events(state="new"))
        self.delete_due()
        self.assertTrue(notice.exists())
        self.assertFalse(notice.retention_from)
        self.work()
        self.assertEqual(self.consent().state, "pending")
        self.tap(message=asked)
        self.assertEqual(self.consent().state, "given")

    def test_nor_is_anything_deleted_that_has_its_period_already(self):
        """A yes in the seventh night brings the enquiry to the desk."""
        self.write("Hallo, sind Sie da?")
        held = self.messages(state="held")
        held.with_user(self.triage).action_triage_nothing()
        self.later(days=6, hours=23)
        self.delete_due()
        self.assertTrue(held.retention_from)
        self.sim.customer_taps(ERIKA, self.received_by()[-1].id, 0)
        self.deliver()
        self.later(days=1, hours=2)
        self.delete_due()
        self.assertTrue(held.exists())
        self.work()
        self.assertEqual(self.consent().state, "given")
        self.assertEqual(held.ticket_id, self.conversation().ticket_id)
        self.assertFalse(held.retention_from)


@tagged("post_install", "-at_install")
class TestAnsweringRace(WhatsAppCase):
    """In transactions of their own, as two processes have them."""

    def setUp(self):
        super().setUp()
        self.database = db_connect(self.env.cr.dbname)
        with closing(self.database.cursor()) as cr:
            at = fields.Datetime.now() - timedelta(days=8)
            company = self.env.ref("base.main_company").id
            cr.execute(PERSON, {"company": company, "at": at})
            self.person, self.app_, self.talk, self.notice = cr.fetchone()
            cr.commit()  # pylint: disable=invalid-commit
        self.addCleanup(self.forget)

    def forget(self):
        with closing(self.database.cursor()) as cr:
            cr.execute("DELETE FROM wa_message WHERE subject_id = %s", [self.person])
            cr.execute("DELETE FROM wa_consent WHERE subject_id = %s", [self.person])
            cr.execute(
                "DELETE FROM wa_conversation WHERE subject_id = %s", [self.person]
            )
            cr.execute("DELETE FROM wa_channel WHERE app_id = %s", [self.app_])
            cr.execute("DELETE FROM wa_app WHERE id = %s", [self.app_])
            cr.execute("DELETE FROM wa_subject WHERE id = %s", [self.person])
            cr.commit()  # pylint: disable=invalid-commit

    def view(self):
        """A cursor whose snapshot is taken now."""
        cr = self.enterContext(closing(self.database.cursor()))
        cr.execute("SELECT count(*) FROM wa_consent")
        return api.Environment(cr, SUPERUSER_ID, {})

    def commit(self, env):
        env.cr.flush()
        env.cr.commit()  # pylint: disable=invalid-commit

    def run_(self, env):
        return env["wa.message"]._start_without_ticket(100)

    def answer(self, env):
        env.cr.execute(REOPENED, [self.person])
        talk = env["wa.conversation"].browse(self.talk)
        env["wa.message"]._stop_periods_of_notices(talk)

    def stamped(self):
        return bool(self.view()["wa.message"].browse(self.notice).retention_from)

    def test_a_run_begins_the_period_of_a_notice_nobody_answers(self):
        run = self.view()
        self.assertEqual(self.run_(run), 1)
        self.commit(run)
        self.assertTrue(self.stamped())

    def test_it_passes_over_whoever_is_answering(self):
        answering = self.view()
        self.answer(answering)
        self.assertEqual(self.run_(self.view()), 0)

    def test_it_looks_anew_when_somebody_has_answered_since(self):
        run, answering = self.view(), self.view()
        self.answer(answering)
        self.commit(answering)
        with self.assertRaises(psycopg2.errors.SerializationFailure):
            self.run_(run)
        run.cr.rollback()
        self.assertEqual(self.run_(run), 0)
        self.assertFalse(self.stamped())

    def test_who_answers_looks_anew_when_a_run_was_faster(self):
        run, answering = self.view(), self.view()
        self.run_(run)
        self.commit(run)
        with self.assertRaises(psycopg2.errors.SerializationFailure):
            self.answer(answering)
        answering.cr.rollback()
        self.answer(answering)
        self.commit(answering)
        self.assertFalse(self.stamped())
