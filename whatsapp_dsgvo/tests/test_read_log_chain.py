"""The read log is a chain: what was changed in it is found, and by number."""

from contextlib import closing
from unittest.mock import patch

import psycopg2

from odoo import api
from odoo.sql_db import db_connect
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..lib.ledger.chain import Head
from ..models import wa_read_log_chain
from ..models.wa_read_log import KEPT_FOR
from .reading import ReadLogCase

WAIT = "SET LOCAL lock_timeout = '2s'"


@tagged("post_install", "-at_install")
class TestReadLogChain(ReadLogCase):
    # -- sealing ---------------------------------------------------------------------

    def test_entries_are_numbered_in_their_order_and_verify(self):
        entries = self.entries()
        self.assertEqual(entries.mapped("seq"), list(range(1, 7)))
        self.assertEqual(entries, entries.sorted("id"))
        report = self.verify()
        self.assertTrue(report.ok)
        self.assertEqual((report.count, report.unsealed), (6, 0))

    def test_new_entries_continue_and_wait_for_the_sealer(self):
        self.add(0)
        self.assertEqual(self.verify().unsealed, 1)
        self.run_cron("cron_seal")
        report = self.verify()
        self.assertTrue(report.ok)
        self.assertEqual((report.head_seq, report.unsealed), (7, 0))

    def test_number_and_hash_are_given_once_and_nothing_else_with_them(self):
        self.add(0)
        self.env.flush_all()
        sealed, waiting = self.entries()[0], self.entries()[-1]
        for entry, values in (
            (sealed, "seq = NULL, prev_hash = NULL, entry_hash = NULL"),
            (sealed, "entry_hash = 'x'"),
            (waiting, "seq = 7, prev_hash = 'x', entry_hash = 'x', count = 9"),
            (waiting, "entry_hash = 'x'"),
        ):
            with (
                self.subTest(values),
                mute_logger("odoo.sql_db"),
                self.assertRaisesRegex(psycopg2.errors.RaiseException, "append-only"),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(
                    f"UPDATE wa_read_log SET {values} WHERE id = %s", [entry.id]
                )

    def test_asking_for_the_name_changes_no_hash(self):
        entry = self.entries()[2]
        entry.with_user(self.dpo).action_resolve()
        entry.with_user(self.coordinator).action_resolve()
        self.assertTrue(entry.asked_by_id)
        self.assertTrue(self.verify().ok)

    # -- nobody waits ----------------------------------------------------------------

    def reader(self, cr):
        """Somebody of another session, whom it sees, too."""
        admin = self.env.ref("base.user_admin")
        return api.Environment(cr, admin.id, {})["wa.read.log"]

    def test_two_read_at_once_and_while_the_sealer_works(self):
        connection = db_connect(self.env.cr.dbname)
        with (
            closing(connection.cursor()) as first,
            closing(connection.cursor()) as second,
            closing(connection.cursor()) as sealer,
        ):
            company = self.reader(sealer).env.company
            self.reader(sealer)._wait_for_sealer(company)
            for cr in (first, second):
                cr.execute(WAIT)
                self.reader(cr)._log("file")
                cr.execute("SELECT count(*) FROM wa_read_log WHERE seq IS NULL")
                self.assertEqual(cr.fetchone()[0], 1, "its own, and none is committed")
            self.assertEqual(self.reader(first)._seal_company(company), 0)

    def test_what_a_read_only_cursor_read_is_chained_too(self):
        company = self.env.ref("base.user_admin").company_id
        before = self.log.search([("company_id", "=", company.id)])
        with db_connect(self.env.cr.dbname, readonly=True).cursor() as cr:
            self.assertTrue(cr.readonly)
            self.reader(cr)._log("list", None, 3)
        self.env.invalidate_all()
        added = self.log.search([("company_id", "=", company.id)]) - before
        self.assertEqual(added.mapped("count"), [3])
        self.run_cron("cron_seal")
        self.assertTrue(added.seq)
        self.assertTrue(self.log._verify(company).ok)

    # -- tampering -------------------------------------------------------------------

    def test_a_changed_entry_is_named(self):
        self.tamper(
            "UPDATE wa_read_log SET reader_index = '1:cd' WHERE id = %s",
            self.entries()[2].id,
        )
        self.assertEqual(self.problems(), [(3, "hash")])

    def test_a_deleted_entry_is_named(self):
        self.cut("=", 3)
        self.assertEqual(self.problems(), [(3, "gap")])

    def test_an_inserted_entry_is_named(self):
        for step in (1001, -1000):
            self.tamper(
                "UPDATE wa_read_log SET seq = seq + %s"
                " WHERE seq > 3 AND company_id = %s",
                step,
                self.company.id,
            )
        self.tamper(
            "INSERT INTO wa_read_log (company_id, at, reader_index, what, count, seq,"
            " prev_hash, entry_hash) SELECT company_id, at, '1:cd', what, count, 4,"
            " entry_hash, repeat('0', 64) FROM wa_read_log WHERE id = %s",
            self.entries()[2].id,
        )
        self.assertEqual(self.problems()[0], (4, "hash"))

    def test_a_tail_that_was_cut_is_found_by_the_head_in_the_ledger(self):
        self.cut(">", 4)
        self.assertEqual(self.problems(), [], "no head was noted yet")
        self.add(0, 0)
        self.run_cron("cron_seal")
        self.note_head()
        self.cut(">", 4)
        self.assertEqual(self.problems(), [(6, "truncated")])

    def test_an_emptied_log_is_found(self):
        self.note_head()
        self.cut(">", 0)
        self.assertEqual(self.problems(), [(6, "truncated")])

    def test_a_chain_computed_anew_is_found_by_the_head_in_the_ledger(self):
        self.note_head()
        self.forge()
        self.assertEqual(self.problems(), [(6, "anchor")])

    # -- databases that had no chain -------------------------------------------------

    def test_entries_of_before_are_chained_from_the_oldest_on(self):
        self.tamper(
            "UPDATE wa_read_log SET seq = NULL, prev_hash = NULL, entry_hash = NULL"
            " WHERE company_id = %s",
            self.company.id,
        )
        self.add(0)
        self.run_cron("cron_seal")
        entries = self.entries()
        self.assertEqual(entries.mapped("seq"), list(range(1, 8)))
        self.assertEqual(entries, entries.sorted("id"))
        self.assertTrue(self.verify().ok)


@tagged("post_install", "-at_install")
class TestReadLogStart(ReadLogCase):
    """The oldest entries go after their time, by right and with the trigger's leave."""

    ages = ()

    def old_and_young(self):
        self.add(*(KEPT_FOR.days + days for days in (3, 2, 1)))
        self.run_cron("cron_seal")
        self.note_head()
        self.add(3, 2, 1)
        self.run_cron("cron_seal")
        self.note_head()

    def test_after_their_time_the_oldest_go_and_the_rest_verifies(self):
        self.old_and_young()
        self.assertEqual(self.log._gc_read_log(), (3, False))
        self.assertEqual(self.entries().mapped("seq"), [4, 5, 6])
        self.assertEqual(self.problems(), [])

    def test_after_everything_went_the_chain_goes_on(self):
        self.add(KEPT_FOR.days + 2, KEPT_FOR.days + 1)
        self.run_cron("cron_seal")
        self.note_head()
        self.log._gc_read_log()
        self.assertFalse(self.entries())
        self.assertEqual(self.problems(), [])
        self.add(0)
        self.run_cron("cron_seal")
        self.assertEqual(self.entries().seq, 3)
        self.note_head()
        self.assertEqual(self.problems(), [])

    def test_it_goes_in_portions(self):
        self.old_and_young()
        with patch.object(wa_read_log_chain, "BATCH", 2):
            self.assertEqual(self.log._gc_read_log(), (2, True))
            self.assertEqual(self.problems(), [])
            self.assertEqual(self.log._gc_read_log(), (1, False))
        self.assertEqual(self.problems(), [])

    def test_one_that_is_chained_behind_a_younger_one_waits_for_it(self):
        self.add(1, KEPT_FOR.days + 1)
        self.run_cron("cron_seal")
        self.log._gc_read_log()
        self.assertEqual(len(self.entries()), 2)
        self.assertEqual(self.problems(), [])

    def test_a_gap_at_the_beginning_is_found(self):
        self.old_and_young()
        self.log._gc_read_log()
        self.cut("<", 5)
        self.assertEqual(self.problems(), [(4, "gap")])

    def test_it_is_found_though_the_start_was_moved(self):
        self.old_and_young()
        self.add(0)
        self.run_cron("cron_seal")
        last = self.entries()[5]
        head = Head(last.seq, last.entry_hash)
        self.env["wa.read.log.start"]._move(self.company, head)
        self.cut("<=", 6)
        self.assertEqual(self.problems(), [(6, "early")])
