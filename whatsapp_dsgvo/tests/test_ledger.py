"""The ledger: sealed, verified, and what tampering in the database looks like."""

from odoo.tests import tagged

from ..models import wa_vault
from ..models.wa_ledger_anchor import ANCHOR_EVERY
from .tools import ToolCase


@tagged("post_install", "-at_install")
class TestLedger(ToolCase):
    def scene(self):
        super().scene()
        self.agree()
        self.write("STOP")
        self.run_cron("cron_seal")

    def _entries(self):
        domain = [("company_id", "=", self.company.id)]
        return self.env["wa.ledger.entry"].search(domain, order="seq")

    def _verify(self):
        self.env.invalidate_all()
        return self.env["wa.ledger.entry"]._verify(self.company)

    def _codes(self):
        return {problem.code for problem in self._verify().problems}

    def _tamper(self, query, *params):
        """As somebody with the database's password would."""
        cr = self.env.cr
        cr.execute("ALTER TABLE wa_ledger_entry DISABLE TRIGGER USER")
        cr.execute(query, params)
        cr.execute("ALTER TABLE wa_ledger_entry ENABLE TRIGGER USER")

    def test_entries_are_numbered_without_gaps_in_their_order(self):
        entries = self._entries()
        self.assertGreaterEqual(len(entries), 3)
        self.assertEqual(entries.mapped("seq"), list(range(1, len(entries) + 1)))
        self.assertEqual(entries.mapped("event")[:2], ["asked", "given"])

    def test_untouched_ledger_verifies(self):
        report = self._verify()
        self.assertTrue(report.ok)
        self.assertEqual(report.opened, len(self._entries()))

    def test_new_entries_continue_the_chain(self):
        self.later(days=8)
        self.write("Hallo")
        self.run_cron("cron_seal")
        self.assertTrue(self._verify().ok)

    def test_unsealed_tail_is_told_and_is_no_problem(self):
        self.later(days=8)
        self.write("Hallo")
        report = self._verify()
        self.assertTrue(report.ok)
        self.assertEqual(report.unsealed, 1)

    def test_changed_event_is_found(self):
        entry = self._entries()[1]
        self._tamper("UPDATE wa_ledger_entry SET event='x' WHERE id=%s", entry.id)
        self.assertIn("hash", self._codes())

    def test_deleted_entry_in_the_middle_is_found(self):
        entry = self._entries()[0]
        self.env.cr.execute(
            "UPDATE wa_message SET basis_entry_id = NULL WHERE direction = 'in'"
        )
        self._tamper(
            "UPDATE wa_consent SET last_entry_id=NULL WHERE last_entry_id=%s", entry.id
        )
        self._tamper("DELETE FROM wa_ledger_entry WHERE id = %s", entry.id)
        self.assertTrue(self._codes() & {"gap", "link"})

    def test_swapped_contents_are_found(self):
        first, second = self._entries()[:2]
        self._tamper(
            "UPDATE wa_ledger_entry e SET blob = o.blob FROM wa_ledger_entry o "
            "WHERE e.id = %s AND o.id = %s",
            first.id,
            second.id,
        )
        self.assertTrue(self._codes() & {"blob", "commitment"})

    def test_truncation_below_an_anchor_is_found(self):
        anchor = self.env["wa.ledger.anchor"].search(
            [("company_id", "=", self.company.id)], limit=1
        )
        self._tamper(
            "UPDATE wa_consent SET last_entry_id=NULL WHERE company_id=%s",
            self.company.id,
        )
        self._tamper(
            "DELETE FROM wa_ledger_entry WHERE company_id = %s AND seq >= %s",
            self.company.id,
            anchor.seq,
        )
        self.assertIn("truncated", self._codes())

    def test_anchor_is_written_when_due(self):
        anchors = self.env["wa.ledger.anchor"]
        count = anchors.search_count([("company_id", "=", self.company.id)])
        self.assertEqual(count, 1)
        self.assertGreater(ANCHOR_EVERY, len(self._entries()))

    def test_ledger_verifies_after_a_restart(self):
        wa_vault.forget_open_vaults()
        self.assertTrue(self._verify().ok)

    def test_dpo_verifies_with_a_button(self):
        ledger = self.env["wa.ledger.entry"].with_user(self.dpo)
        params = ledger.with_company(self.company).action_verify()["params"]
        self.assertEqual(params["type"], "success")

    def test_button_says_so_when_something_was_changed(self):
        entry = self._entries()[1]
        self._tamper("UPDATE wa_ledger_entry SET event='x' WHERE id=%s", entry.id)
        self.env.invalidate_all()
        params = (
            self.env["wa.ledger.entry"].with_user(self.dpo).action_verify()["params"]
        )
        self.assertEqual(params["type"], "danger")

    def test_ledger_names_no_contact_and_no_user(self):
        kinds = {
            field.comodel_name
            for field in self.env["wa.ledger.entry"]._fields.values()
            if field.type == "many2one"
        }
        self.assertEqual(kinds, {"res.company"})
