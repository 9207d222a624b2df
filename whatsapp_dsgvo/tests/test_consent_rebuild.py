"""The table of consents, built from the ledger alone, is the very same table."""

from odoo.tests import tagged

from .common import AYSE, ERIKA, MAX
from .tools import ToolCase


@tagged("post_install", "-at_install")
class TestConsentRebuild(ToolCase):
    def scene(self):
        super().scene()
        self.consents = self.env["wa.consent"]
        self.tell_a_varied_story()

    def tell_a_varied_story(self):
        """Yes, no, STOP, yes again, silence, a no to advertising, an expiry."""
        self.agree(customer=ERIKA)
        self.write("STOPP", ERIKA)
        self.write("Doch noch eine Frage", ERIKA)
        self.agree(customer=MAX)
        self.sim.customer_prefers(MAX, "stop")
        self.work()
        self.write("Guten Tag", AYSE)
        self.conversation(MAX)._withdraw("service", "phone")
        self.later(days=40)
        self.run_cron("cron_check_health")
        self.write("Hallo?", AYSE)
        self.agree("Noch etwas", MAX)

    def rows(self):
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT subject_id, channel_id, purpose, company_id, state, since, reason,"
            " prior, coalesce(notice_version, 0), last_entry_id FROM wa_consent"
            " WHERE company_id = %s ORDER BY 1, 2, 3",
            [self.company.id],
        )
        return [tuple(value or None for value in row) for row in self.env.cr.fetchall()]

    def rebuild(self, **options):
        self.env.invalidate_all()
        return self.consents._rebuild(self.company, **options)

    def test_nothing_differs(self):
        states = {row[4] for row in self.rows()}
        self.assertGreaterEqual(len(states), 3, states)
        self.assertTrue({row[2] for row in self.rows()} >= {"service", "marketing"})
        self.assertEqual(self.rebuild(write=False), [])

    def test_a_lost_table_comes_back_row_by_row(self):
        before = self.rows()
        self.env.cr.execute(
            "DELETE FROM wa_consent WHERE company_id = %s", [self.company.id]
        )
        self.assertEqual(len(self.rebuild()), len(before))
        self.assertEqual(self.rows(), before)

    def test_a_row_changed_in_the_database_is_found_and_put_right(self):
        before = self.rows()
        for change in (
            "state = 'given'",
            "since = since - interval '1 day'",
            "reason = 'made up'",
            "notice_version = 99",
            "prior = 'given'",
        ):
            with self.subTest(change):
                subject = self.subject(AYSE)
                self.env.cr.execute(
                    f"UPDATE wa_consent SET {change} WHERE subject_id = %s",
                    [subject.id],
                )
                self.assertTrue(self.rebuild(write=False))
                self.assertEqual(len(self.rebuild()), 1)
                self.assertEqual(self.rows(), before)

    def test_a_consent_that_nobody_gave_is_found_and_removed(self):
        before = self.rows()
        self.env.cr.execute(
            "INSERT INTO wa_consent (subject_id, channel_id, company_id, purpose, state,"
            " since) SELECT subject_id, channel_id, company_id, 'survey', 'given', since"
            " FROM wa_consent WHERE company_id = %s AND purpose = 'service' LIMIT 1",
            [self.company.id],
        )
        self.assertEqual(len(self.rebuild()), 1)
        self.assertEqual(self.rows(), before)

    def test_nothing_is_made_of_an_erased_persons_entries(self):
        subject = self.subject(AYSE)
        self.env["wa.ledger.entry"]._redact(subject)
        self.env.cr.execute(
            "DELETE FROM wa_consent WHERE subject_id = %s", [subject.id]
        )
        self.assertEqual(self.rebuild(), [])
