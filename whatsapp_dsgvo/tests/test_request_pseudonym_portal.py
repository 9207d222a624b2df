"""LK-08: a closed case forgets who filed it in the portal, and leads to nobody else."""

from odoo.tests import tagged

from ..lib.privacy.retention_classes import NAMED_FOR
from .erasing import ErasureCase
from .test_rights_portal import PortalCase

DAYS = NAMED_FOR.days


@tagged("post_install", "-at_install")
class TestPortalPseudonym(PortalCase, ErasureCase):
    def ask(self, user, kind="access"):
        cases = self.env["wa.request"].with_user(user)
        return cases._portal_ask(user.partner_id, self.company, kind).sudo()

    def wait(self):
        self.later(days=DAYS + 1)
        self.env["wa.request"]._gc_names()
        self.env.invalidate_all()

    def close_and_wait(self, case):
        case.with_user(self.coordinator)._close("full")
        self.wait()

    def link(self, user):
        self.ticket.with_user(self.agent).whatsapp_link_partner(user.partner_id.id)

    def listed(self, user):
        return self.env["wa.request"].with_user(user)._portal_cases(user.partner_id)

    def at_contact(self, user):
        return user.partner_id.with_user(self.coordinator).whatsapp_request_ids

    def told_in(self, case):
        """Every column of the lines of the case."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT string_agg(to_jsonb(m)::text, ' ') FROM mail_message m"
            " WHERE model = 'wa.request' AND res_id = %s",
            [case.id],
        )
        return self.env.cr.fetchone()[0]

    def assertNobodyFiled(self, case, user):
        self.env.invalidate_all()
        lines, partner = case.message_ids, user.partner_id
        for records in (case, lines):
            self.assertNotIn(user, records.create_uid | records.write_uid)
        self.assertNotIn(partner, lines.author_id | lines.partner_ids)
        self.assertNotIn(partner, lines.notification_ids.res_partner_id)
        self.assertNotIn(partner, case.message_partner_ids)
        self.assertNotEqual(case.partner_id, partner)
        told = self.told_in(case)
        self.assertNotIn(user.email, told)
        self.assertNotIn(user.name, told)

    def test_neither_creator_nor_lines_name_who_filed_it(self):
        domain = self.env["mail.alias.domain"].create({"name": "muster.example"})
        for alias_domain in (domain, domain.browse()):
            with self.subTest(alias_domain.name):
                self.company.alias_domain_id = alias_domain
                case = self.ask(self.erika)
                self.assertEqual(case.create_uid, self.erika)
                self.assertIn(self.erika.name, self.told_in(case))
                case.message_subscribe(self.erika.partner_id.ids)
                case.with_user(self.coordinator).message_post(
                    body="Wir melden uns", subtype_xmlid="mail.mt_comment"
                )
                self.assertIn(
                    self.erika.partner_id, case.message_ids.notified_partner_ids
                )
                self.close_and_wait(case)
                self.assertNobodyFiled(case, self.erika)
                self.assertFalse(case.partner_id)
                self.assertIn(self.coordinator.partner_id, case.message_ids.author_id)

    def test_whoever_the_contact_is_now_the_one_who_filed_it_goes(self):
        for contact in (self.workmate.partner_id, self.env["res.partner"]):
            with self.subTest(contact.name):
                case = self.ask(self.erika)
                case.with_user(self.coordinator).partner_id = contact
                self.close_and_wait(case)
                self.assertNobodyFiled(case, self.erika)
                self.assertFalse(case.partner_id)

    def test_of_the_erased_too(self):
        case = self.ask(self.erika, "erasure")
        other = self.ask(self.erika)
        staff = self.coordinator.partner_id
        other.message_subscribe((self.erika.partner_id | staff).ids)
        job = self.erase(self.erika.partner_id, erase_contact=False)
        self.assertEqual((job.request_id, case.received_by), (case, "portal"))
        self.assertTrue(self.erika.partner_id.exists())
        # what is still open is worked on, by the same people
        self.assertEqual(other.state, "new")
        self.assertIn(staff, other.message_partner_ids)
        for one in (case, other):
            self.assertNobodyFiled(one, self.erika)
        self.close_and_wait(case)
        self.assertNobodyFiled(case, self.erika)

    def test_a_contact_noted_after_the_erasure_goes_too(self):
        case = self.ask(self.erika, "erasure")
        self.erase(self.erika.partner_id, erase_contact=False)
        self.assertTrue(case.subject_ids.restricted)
        case.with_user(self.coordinator).partner_id = self.erika.partner_id
        self.close_and_wait(case)
        self.assertNobodyFiled(case, self.erika)

    def test_who_is_linked_later_gets_no_case_of_the_one_before(self):
        for order in ("before it lost its name", "afterwards"):
            with self.subTest(order):
                self.link(self.erika)
                case = self.ask(self.erika)
                if order == "afterwards":
                    self.close_and_wait(case)
                    self.assertEqual(self.listed(self.erika), case)
                    self.link(self.workmate)
                else:
                    self.link(self.workmate)
                    self.close_and_wait(case)
                self.env.invalidate_all()
                self.assertFalse(self.listed(self.workmate))
                self.assertFalse(self.at_contact(self.workmate))
                self.assertFalse(self.at_contact(self.erika))
                case._open_again(was_refused=False)
                self.assertEqual(case.state, "new")
                self.assertFalse(case.partner_id)
                self.assertFalse(self.listed(self.workmate))
                case.with_user(self.coordinator)._close("none")

    def test_a_contact_that_was_deleted_meanwhile_leads_nobody_else_to_it(self):
        contact = self.env["res.partner"].create({"name": "Erika Muster"})
        self.ticket.with_user(self.agent).whatsapp_link_partner(contact.id)
        case = self.case(partner_id=contact.id).sudo()
        self.close_and_wait(case)
        contact.unlink()
        self.link(self.workmate)
        self.env.invalidate_all()
        self.assertFalse(self.at_contact(self.workmate))

    def test_a_case_that_never_had_a_contact_is_found_by_its_person(self):
        self.subject().partner_id = False
        case = self.case().sudo()
        self.link(self.erika)
        self.env.invalidate_all()
        self.assertEqual(self.at_contact(self.erika), case)
        self.close_and_wait(case)
        self.assertEqual(self.at_contact(self.erika), case)

    def test_the_person_goes_on_seeing_it_and_nobody_else(self):
        case = self.ask(self.erika)
        self.close_and_wait(case)
        self.assertEqual(self.listed(self.erika), case)
        self.assertFalse(self.listed(self.workmate))

    def test_of_somebody_without_whatsapp_only_the_case_stays(self):
        case = self.ask(self.workmate)
        self.assertFalse(case.subject_ids)
        self.close_and_wait(case)
        self.assertTrue(case.exists())
        self.assertFalse(case.partner_id)
        self.assertFalse(self.listed(self.workmate))
