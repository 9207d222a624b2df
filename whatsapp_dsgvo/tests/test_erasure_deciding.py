"""Who may erase: two people of the coordination, and nobody else."""

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ERIKA
from .erasing import ErasureCase
from .privacy_cases import hold


@tagged("post_install", "-at_install")
class TestErasureDeciding(ErasureCase):
    def scene(self):
        super().scene()
        self.write("Meine Rechnung stimmt nicht")
        self.person_ = self.subject()

    def test_it_waits_for_the_second_person(self):
        job = self.propose(subject=self.person_)
        self.run_job(job)
        self.assertEqual(job.state, "proposed")
        self.assertFalse(self.person_.erased_at)
        activity = job.request_id.activity_ids.filtered(
            lambda a: "confirm the erasure" in a.summary
        )
        self.assertEqual(activity.user_id, self.second)

    def test_the_case_leads_the_second_person_to_what_waits_for_them(self):
        job = self.propose(subject=self.person_)
        action = job.request_id.with_user(self.second).action_erase()
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("wa.erasure", job.id)
        )
        self.assertEqual(job.with_user(self.second).action_open(), action)
        job.with_user(self.coordinator).action_call_off()
        action = job.request_id.with_user(self.second).action_erase()
        self.assertEqual(action["res_model"], "wa.erasure.start")

    def test_the_second_person_sees_whom_and_how_much_it_concerns(self):
        job = self.propose(subject=self.person_).with_user(self.second)
        self.assertEqual(job.subject_ids, self.person_)
        messages = (
            self.env["wa.message"]
            .sudo()
            .search_count([("subject_id", "=", self.person_.id)])
        )
        self.assertIn(f": {messages}", job.with_context(lang="en_US").preview_text)
        job.action_confirm()
        self.assertFalse(job.preview_text)

    def test_the_second_person_sees_who_it_is_and_what_becomes_of_the_contact(self):
        _ticket, partner = self.person()
        job = self.propose(partner).with_user(self.second)
        asked = {
            "subject_ids": {"fields": {"name_shown": {}, "restricted": {}}},
            "partner_id": {"fields": {"display_name": {}}},
            "contact_text": {},
        }
        (told,) = job.web_read(asked)
        (person,) = told["subject_ids"]
        self.assertRegex(person["name_shown"], r"^Erika Muster .*\d{2}$")
        self.assertNotIn(ERIKA, person["name_shown"])
        self.assertEqual(told["partner_id"]["display_name"], "Erika Muster")
        self.assertEqual(told["contact_text"], "The contact is deleted.")
        job.action_confirm()
        self.assertFalse(job.contact_text)

    def test_who_asked_for_it_can_not_confirm(self):
        job = self.propose(subject=self.person_)
        with self.assertRaisesRegex(UserError, "somebody else"):
            job.with_user(self.coordinator).action_confirm()

    def test_only_the_chosen_person_confirms(self):
        job = self.propose(subject=self.person_)
        job._admitted_write({"second_user_id": self.dpo.id})
        with self.assertRaisesRegex(UserError, "was chosen"):
            job.with_user(self.second).action_confirm()

    def test_others_can_neither_start_nor_confirm_nor_call_off(self):
        job = self.propose(subject=self.person_)
        others = (self.dpo, self.agent, self.channel_admin, self.it_admin, self.triage)
        for user in others:
            mine = job.with_user(user)
            for call in (
                mine.action_confirm,
                mine.action_call_off,
                mine.action_retry,
                self.person_.with_user(user).action_erase,
            ):
                with (
                    self.subTest(user=user.login, call=call.__name__),
                    self.assertRaises(AccessError),
                ):
                    call()
        self.assertEqual(job.state, "proposed")

    def test_nobody_writes_a_job_by_hand(self):
        job = self.propose(subject=self.person_)
        with self.assertRaises(AccessError):
            job.sudo().write({"state": "confirmed"})
        with self.assertRaises(AccessError):
            job.sudo().unlink()

    def test_the_word_has_to_be_typed(self):
        for word in ("", "ja", "LOESCHEN"):
            with self.subTest(word=word), self.assertRaises(UserError):
                self.wizard(subject=self.person_, confirmation=word).action_start()
        self.assertFalse(
            self.env["wa.erasure"].search([("company_id", "=", self.company.id)])
        )

    def test_german_word_counts_too(self):
        job = self.propose(subject=self.person_, confirmation="löschen")
        self.assertEqual(job.state, "proposed")

    def test_the_second_person_is_of_the_coordination(self):
        for user in (self.coordinator, self.agent, self.dpo, self.env["res.users"]):
            wizard = self.wizard(subject=self.person_)
            wizard.second_user_id = user
            with self.subTest(user=user.login), self.assertRaises(UserError):
                wizard.action_start()

    def test_not_before_somebody_said_how_long_key_backups_live(self):
        for value in ("", "0", "bald"):
            self.env["ir.config_parameter"].set_param(
                "whatsapp_dsgvo.key_backup_days", value
            )
            with (
                self.subTest(value=value),
                self.assertRaisesRegex(UserError, "backups"),
            ):
                self.wizard(subject=self.person_)

    def test_called_off_erases_nothing_and_can_be_asked_for_again(self):
        job = self.propose(subject=self.person_)
        job.with_user(self.coordinator).action_call_off()
        self.run_job(job)
        self.assertEqual(job.state, "cancelled")
        self.assertTrue(self.rows_of(self.person_))
        again = self.propose(subject=self.person_)
        self.assertEqual(again.request_id, job.request_id)

    def test_confirmed_can_not_be_called_off(self):
        job = self.propose(subject=self.person_)
        self.confirm(job)
        with self.assertRaises(UserError):
            job.with_user(self.coordinator).action_call_off()

    def test_two_erasures_at_a_time_are_refused(self):
        self.propose(subject=self.person_)
        with self.assertRaises(UserError):
            self.propose(subject=self.person_)

    def test_a_hold_on_the_person_refuses_it_and_says_why(self):
        hold(self.env, self.person_)
        with self.assertRaisesRegex(UserError, "§ 147 AO"):
            self.propose(subject=self.person_)

    def test_it_is_said_before_a_preview_that_would_be_untrue_until_the_last_day(self):
        day = fields.Date.add(fields.Date.today(), days=3)
        hold(self.env, self.person_, reference="RE/1")
        hold(self.env, self.person_, reference="RE/2", until=day)
        with self.assertRaisesRegex(UserError, "RE/1"):
            self.person_.with_user(self.coordinator).action_erase()

    def test_a_hold_that_comes_before_the_confirmation_counts(self):
        job = self.propose(subject=self.person_)
        hold(self.env, self.person_)
        with self.assertRaisesRegex(UserError, "RE/2026/0815"):
            self.confirm(job)

    def test_a_contact_without_identity_says_so(self):
        partner = self.env["res.partner"].create({"name": "Max Muster"})
        with self.assertRaisesRegex(UserError, "no WhatsApp identity"):
            self.wizard(partner)
