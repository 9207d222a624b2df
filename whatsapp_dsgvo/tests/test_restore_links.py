"""Which contact somebody is: told to the journal, and made again after a restore."""

from odoo import fields
from odoo.tests import tagged

from ..lib.keys.restore import LINKED, linked
from ..models import guard
from .common import ERIKA, MAX
from .erasing import ErasureCase
from .restoring import RestoreCase

UNKNOWN = "11111111-0000-4000-8000-000000000001"


@tagged("post_install", "-at_install")
class TestRestoreLinks(RestoreCase, ErasureCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("whatsapp_dsgvo.key_backup_days", "14")

    def setUp(self):
        super().setUp()
        self.ticket = self.agree()
        self.partner = self.contact("Erika Muster")

    def contact(self, name, **values):
        return self.env["res.partner"].create({"name": name, **values})

    def link(self, partner):
        self.ticket.with_user(self.agent).whatsapp_link_partner(partner.id)

    def named(self, partner, person=None):
        """As the journal names both."""
        index = self.env["wa.vault"]._index
        person = person or self.subject()._journal_index()
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT create_date FROM res_partner WHERE id = %s", [partner.id]
        )
        (made,) = self.env.cr.fetchone()
        at = made.isoformat(" ", "microseconds")
        return linked(person, index("contact", f"{partner.id}/{at}"))

    def lose_link(self, partner, person=None):
        self.lose(self.named(partner, person), kind=LINKED)

    def somebody(self):
        return self.env["wa.vault"]._index("subject", UNKNOWN)

    def text(self, user=None):
        restore = self.restore().with_user(user or self.coordinator)
        return restore.with_context(lang="en_US").link_text or ""

    def test_the_journal_is_told_and_no_name_or_number_with_it(self):
        self.run_cron("cron_seal")
        known = self.store().head().seq
        self.link(self.partner)
        self.run_cron("cron_seal")
        (entry,) = self.store().journal_since(known)
        self.assertEqual(entry.kind, LINKED)
        self.assertEqual(entry.digest, f"{self.company.id}/{self.named(self.partner)}")
        self.assertRegex(entry.digest, r"^\d+/1:[0-9a-f]{64}\+1:[0-9a-f]{64}$")

    def test_a_forgotten_link_is_made_again_and_told(self):
        self.lose_link(self.partner)
        self.replay_all()
        self.assertEqual(self.subject().partner_id, self.partner)
        self.assertEqual(self.ticket.partner_id, self.partner)
        self.assertIn("Linked again: Erika Muster", self.text())
        self.release()
        self.run_cron("cron_seal")
        self.assertFalse(self.blocks())

    def test_of_several_the_last_one_stands(self):
        """Also where the backup knows one of them."""
        first, second = self.contact("Erika M."), self.contact("Frau Muster")
        self.link(self.partner)
        self.run_cron("cron_seal")
        for partner in (first, second):
            self.lose_link(partner)
        self.replay_all()
        self.assertEqual(self.subject().partner_id, second)

    def test_what_people_linked_since_the_restore_stays(self):
        self.lose_link(self.partner)
        self.blocks()
        self.later(minutes=1)
        other = self.contact("Frau Muster")
        self.link(other)
        self.replay()
        self.assertEqual(self.subject().partner_id, other)
        self.assertIn("linked with another contact: Erika Muster", self.text())

    def test_a_contact_with_the_same_number_in_the_table_is_not_the_same(self):
        """The backup gives the numbers anew that it does not know."""
        digest = self.named(self.partner)
        self.env.cr.execute(
            "UPDATE res_partner SET create_date = create_date + interval '1 hour'"
            " WHERE id = %s",
            [self.partner.id],
        )
        self.lose(digest, kind=LINKED)
        self.replay_all()
        self.assertFalse(self.subject().partner_id)
        self.assertIn("the contact is not in the backup", self.text())
        self.assertIn(self.subject().display_name, self.text())

    def test_whose_person_the_backup_does_not_know_is_listed(self):
        self.lose_link(self.partner, self.somebody())
        self.replay_all()
        self.assertIn("the person is not in the backup: Erika Muster", self.text())

    def test_neither_is_known(self):
        index = self.env["wa.vault"]._index
        self.lose(linked(self.somebody(), index("contact", "0/0")), kind=LINKED)
        self.replay_all()
        self.assertIn("neither of both: 1", self.text())

    def test_an_erasure_since_covers_the_contact_that_was_linked_since(self):
        self.lose_link(self.partner)
        person = self.subject()._journal_index()
        self.lose(person, kind="erasure_of_person/contact")
        self.replay_all()
        self.assertEqual(self.restore().erasure_ids.partner_ids, self.partner)
        self.run_cron("cron_run_erasures")
        self.assertEqual(self.restore().erasure_ids.state, "done")
        self.assertFalse(self.partner.exists())

    def test_an_erasure_without_the_contact_leaves_it(self):
        self.lose_link(self.partner)
        person = self.subject()._journal_index()
        self.lose(person, kind="erasure_of_person/identities")
        self.replay_all()
        self.run_cron("cron_run_erasures")
        self.assertEqual(self.restore().erasure_ids.state, "done")
        self.assertTrue(self.partner.exists())
        self.assertFalse(self.cases(self.partner))

    def cases(self, partner):
        own = [("kind", "=", "erasure"), ("partner_id", "=", partner.id)]
        return self.env["wa.request"].search(own)

    def test_who_came_was_linked_and_erased_since_the_contact_is_pointed_at(self):
        """It has no number: by that nobody would find it."""
        self.lose_link(self.partner, self.somebody())
        self.lose(self.somebody(), kind="erasure_of_person/contact")
        self.replay_all()
        case = self.cases(self.partner)
        self.assertEqual(case.activity_ids.user_id, self.coordinator)
        self.assertTrue(self.partner.exists())

    def test_a_link_no_journal_tells_of_is_looked_for_by_the_number(self):
        """It was made before links were written down."""
        self.partner.phone = ERIKA
        self.lose(self.subject()._journal_index(), kind="erasure_of_person/contact")
        self.lose(self.index(), kind="erasure_of_identity/contact")
        self.replay_all()
        self.assertTrue(self.cases(self.partner))

    def test_nobody_reads_of_another_company(self):
        other = self.env["res.company"].create({"name": "Andere GmbH"})
        at = f"{fields.Datetime.now().isoformat(timespec='seconds')}Z"
        self.lose(self.index(MAX), at=at)
        self.blocks()
        self.replay()
        restore = self.restore()
        guard.admitted(self.env["wa.journal.mark"]).create(
            {
                "company_id": other.id,
                "at": fields.Datetime.now(),
                "kind": LINKED,
                "digest": self.named(self.partner),
                "seq": restore.head_seq,
                "entry_hash": "0" * 64,
            }
        )
        self.assertEqual(self.text(), "")
