"""An erasure is repeated after a restore as far as it went the first time."""

from odoo import fields
from odoo.tests import tagged

from ..lib.keys.restore import ERASURE, OF_IDENTITY, OF_PERSON, kind_of
from .common import ERIKA, MAX
from .erasing import ErasureCase
from .restoring import RestoreCase


@tagged("post_install", "-at_install")
class TestRestoreErasure(RestoreCase, ErasureCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("whatsapp_dsgvo.key_backup_days", "14")

    def scene(self):
        """As it stands in the backup: alive, and linked."""
        super().scene()
        self.agree()
        self.partner = self.env["res.partner"].create(
            {"name": "Erika Muster", "phone": ERIKA, "email": "erika@muster.example"}
        )
        self.subject().partner_id = self.partner

    def repeat(self, kind):
        self.lose(self.index(), kind=kind)
        self.replay_all()
        self.run_cron("cron_run_erasures")
        job = self.restore().erasure_ids
        self.assertEqual((job.state, job.error), ("done", False))
        return job

    def listed(self, customer=ERIKA):
        index = self.index(customer)
        return bool(self.env["wa.suppression"]._of(self.company, [index]))

    def test_the_contact_goes_again(self):
        job = self.repeat("erasure/contact")
        self.assertFalse(self.partner.exists())
        self.assertEqual(job._facts()["done"]["contact_deleted"], 1)
        self.assertTrue(self.listed())

    def test_a_contact_invoices_need_is_cleared_again(self):
        self.env["res.partner"].create({"name": "Kind", "parent_id": self.partner.id})
        self.repeat("erasure/contact+forgotten")
        self.assertFalse(self.partner.phone)
        self.assertTrue(self.partner.whatsapp_anonymise_on)

    def test_a_contact_that_stayed_stays_again(self):
        job = self.repeat("erasure/identities")
        self.assertEqual(self.partner.phone, ERIKA)
        self.assertFalse(self.asked_about_contact(job))

    def asked_about_contact(self, job):
        return job.request_id.activity_ids.filtered(
            lambda one: "Was the contact" in one.summary
        )

    def test_a_request_that_was_open_in_the_backup_is_carried_out(self):
        case = self.env["wa.request"]._receive(self.subject(), "erasure")
        job = self.repeat("erasure/contact")
        self.assertEqual(job.request_id, case)
        self.assertFalse(self.partner.exists())

    def test_a_job_that_waited_in_the_backup_gives_way(self):
        """It may go less far than the one that was carried out since."""
        subject = self.subject()
        proposed = self.propose(subject=subject, identity_level="1")
        job = self.repeat("erasure/identities+forgotten")
        self.assertEqual(proposed.state, "cancelled")
        self.assertEqual(job.request_id, proposed.request_id)
        self.assertTrue(subject.erased_at)
        self.assertFalse(self.listed())

    def test_a_job_that_had_begun_in_the_backup_goes_on_and_is_waited_for(self):
        begun = self.propose(subject=self.subject(), identity_level="1")
        self.confirm(begun)
        self.assertEqual(self.repeat("erasure/identities"), begun)

    def test_a_contact_older_than_its_first_message_is_pointed_at(self):
        contacts = self.env["res.partner"]
        back = contacts.create({"name": "Max Muster", "phone": "0151 555 00002"})
        other = contacts.create({"name": "Moritz", "phone": "0151 555 00009"})
        self.lose(self.index(MAX), kind="erasure/contact")
        self.replay_all()
        cases = self.env["wa.request"].search([("kind", "=", "erasure")])
        case = cases.filtered(lambda one: one.partner_id == back)
        self.assertEqual(case.activity_ids.user_id, self.coordinator)
        self.assertNotIn(other, cases.partner_id)
        self.assertTrue(back.exists())

    def test_people_look_where_an_older_line_does_not_say_it(self):
        job = self.repeat("erasure")
        self.assertTrue(self.partner.exists())
        todo = self.asked_about_contact(job)
        self.assertEqual(todo.user_id, self.coordinator)

    def test_an_extent_we_do_not_know_is_read_as_an_older_line(self):
        job = self.repeat("erasure/newer")
        self.assertTrue(self.partner.exists() and job.keep_suppression)

    def test_whoever_wanted_to_be_forgotten_is_on_no_list(self):
        self.write("STOPP")
        self.assertTrue(self.listed())
        self.repeat("erasure/identities+forgotten")
        self.assertFalse(self.listed())

    def test_nor_is_somebody_the_backup_never_knew(self):
        self.lose(self.index(MAX))
        self.lose(self.index(MAX), kind="erasure/contact+forgotten")
        self.replay_all()
        self.assertFalse(self.listed(MAX))

    def test_the_no_of_somebody_the_backup_never_knew_is_kept(self):
        for number, kind in enumerate(
            ("erasure_of_identity/contact", "erasure/identities", "erasure")
        ):
            with self.subTest(kind=kind):
                index = self.env["wa.vault"]._index("phone", f"+4915155505{number:03d}")
                self.lose(index, kind=kind)
        self.replay_all()
        for number in range(3):
            self.assertTrue(self.listed(f"+4915155505{number:03d}"))

    def somebody_else(self):
        """Has Erika's number since, and an ID of their own."""
        owner = self.env["wa.subject"].create({"company_id": self.company.id})
        identities = self.env["wa.identity"]
        identities.create(
            [
                identities._prepare_vals(owner, kind, value, fields.Datetime.now())
                for kind, value in (("phone", ERIKA), ("bsuid", "DE.9999999999"))
            ]
        )
        return owner

    def lose_erasure(self, person_index, identity_indexes, extent="contact"):
        self.lose(person_index, kind=f"erasure_of_person/{extent}")
        self.lose(*identity_indexes, kind=f"erasure_of_identity/{extent}")

    def test_who_had_the_number_before_somebody_erased_is_not_erased(self):
        """The backup knows neither the new owner nor that the number changed hands."""
        index = self.env["wa.vault"]._index
        self.lose_erasure(
            index("subject", "11111111-0000-4000-8000-000000000001"),
            [self.index(), index("bsuid", "DE.9999999999")],
        )
        self.replay_all()
        self.assertFalse(self.restore().erasure_ids)
        self.assertFalse(self.subject().erased_at)
        self.assertTrue(self.partner.exists())
        self.assertTrue(self.listed())

    def test_of_two_with_the_same_number_only_the_one_who_was_named_is_erased(self):
        former = self.subject()
        phone = former.sudo().identity_ids.filtered(lambda one: one.kind == "phone")
        phone._end(fields.Datetime.now())
        owner = self.somebody_else()
        # also where the journal names nothing that the owner doesn't have
        self.lose_erasure(former._journal_index(), owner._identity_indexes())
        self.replay_all()
        self.assertEqual(self.restore().erasure_ids.subject_ids, former)

    def test_one_person_is_named_and_all_their_identities_go(self):
        """The journal was cut short after the first line."""
        self.lose(self.subject()._journal_index(), kind="erasure_of_person/contact")
        self.replay_all()
        self.run_cron("cron_run_erasures")
        self.assertEqual(self.restore().erasure_ids.state, "done")
        self.assertFalse(self.partner.exists())
        self.assertTrue(self.listed())

    def test_an_extent_of_a_newer_version_stops_the_repetition(self):
        self.lose(self.subject()._journal_index(), kind="erasure_of_person/newer")
        self.blocks()
        self.replay()
        self.assertEqual(self.restore().stopped_by, "K-35")

    def test_a_no_that_was_said_afterwards_counts(self):
        now = fields.Datetime.now()
        at, after = (
            f"{fields.Datetime.add(now, minutes=n).isoformat(timespec='seconds')}Z"
            for n in (0, 1)
        )
        self.lose(self.index(), kind="erasure/identities+forgotten", at=at)
        self.lose(self.index(), at=after)
        self.replay_all()
        self.run_cron("cron_run_erasures")
        self.assertEqual(self.restore().erasure_ids.state, "done")
        self.assertTrue(self.listed())


@tagged("post_install", "-at_install")
class TestErasureTold(ErasureCase):
    def extents(self, **values):
        _ticket, partner = self.person()
        store = self.env["wa.vault"]._vault().store
        before = store.head().seq
        self.erase(partner, **values)
        told = {entry.kind for entry in store.journal_since(before)}
        kinds = {kind_of(kind) for kind in told}
        self.assertLessEqual({OF_PERSON, OF_IDENTITY}, {kind for kind, _e in kinds})
        return {extent for kind, extent in kinds if kind.startswith(ERASURE)}

    def test_with_the_contact(self):
        self.assertEqual(self.extents(), {"contact"})

    def test_without_the_contact(self):
        extents = self.extents(identity_level="1", erase_contact=False)
        self.assertEqual(extents, {"identities"})

    def test_and_nothing_kept_on_the_list(self):
        extents = self.extents(keep_suppression=False)
        self.assertEqual(extents, {"contact+forgotten"})
