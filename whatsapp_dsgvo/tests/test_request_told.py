"""Who hears of a request: one of the coordination with a date, and the agents."""

from datetime import timedelta

from odoo.tests import new_test_user, tagged

from .erasing import ErasureCase


@tagged("post_install", "-at_install")
class TestCoordinationTold(ErasureCase):
    def task(self, case):
        kind = self.env.ref("whatsapp_dsgvo.activity_type_case")
        return case.sudo().activity_ids.filtered(lambda a: a.activity_type_id == kind)

    def by_whatsapp(self):
        self.write("Bitte löschen Sie alle meine Daten")
        return self.env["wa.request"]._open_of(self.subject(), "erasure")

    def by_agent(self):
        ticket = self.agree()
        action = ticket.with_user(self.agent).action_whatsapp_report_request()
        report = self.env["wa.request.report"].with_user(self.agent)
        report = report.with_context(**action["context"])
        report.create({"kind": "objection"}).action_report()
        return self.env["wa.request"].search([("ticket_id", "=", ticket.id)])

    def by_portal(self):
        user = new_test_user(self.env, "erika-portal", groups="base.group_portal")
        user.partner_id.name = "Erika Muster"
        asked = self.env["wa.request"].with_user(user)
        return asked._portal_ask(user.partner_id, self.company, "portability").sudo()

    def by_self_service(self):
        self.write("Hallo, eine Frage")
        visits = self.env["wa.self.visit"]
        token, code = visits._start(self.channel)
        self.write(f"DATEN {code[:3]} {code[3:]}")
        return visits._of_token(self.channel, token)._ask("access")

    def test_however_it_comes_one_of_the_coordination_has_a_date(self):
        for way in (
            self.by_agent,
            self.by_whatsapp,
            self.by_portal,
            self.by_self_service,
        ):
            with self.subTest(way.__name__):
                case = way()
                task = self.task(case)
                self.assertEqual(len(task), 1)
                self.assertIn(task.user_id, self.coordinator | self.second)
                self.assertEqual(task.date_deadline, case.internal_date)
                kind = case.with_context(lang="en_US")._kind_label()
                self.assertIn(f"{case.name}: {kind}, legal end ", task.summary)

    def test_what_is_sent_names_no_customer_and_comes_from_no_customer(self):
        case = self.by_portal()
        sent = self.env["mail.message"].search(
            [
                ("model", "=", "wa.request"),
                ("res_id", "=", case.id),
                ("message_type", "=", "user_notification"),
            ]
        )
        self.assertEqual(sent.author_id, self.env.ref("base.partner_root"))
        self.assertEqual(sent.notified_partner_ids, self.task(case).user_id.partner_id)
        self.assertIn(case.name, sent.body)
        for part in ("Erika", "Muster", "erika-portal"):
            self.assertNotIn(part, f"{sent.body} {sent.subject} {sent.email_from}")

    def test_who_notes_it_has_the_task_until_somebody_else_takes_over(self):
        requests = self.env["wa.request"].with_user(self.second)
        self.write("Hallo, eine Frage")
        case = requests.create(
            {
                "kind": "access",
                "company_id": self.company.id,
                "subject_ids": [(6, 0, self.subject().ids)],
            }
        )
        self.assertEqual(self.task(case).user_id, self.second)
        case.user_id = self.coordinator
        self.assertEqual(self.task(case).user_id, self.coordinator)
        case.user_id = False
        self.assertEqual(len(self.task(case)), 1)

    def test_who_accepts_a_proposal_gets_its_task(self):
        case = self.by_whatsapp()
        case.with_user(self.second).action_accept()
        self.assertEqual(self.task(case).user_id, self.second)

    def test_it_ends_with_the_case(self):
        dismissed = self.by_whatsapp()
        dismissed.with_user(self.coordinator).action_dismiss()
        done = self.case(kind="objection")
        done.action_done()
        for case in (dismissed, done):
            self.assertEqual(case.state, "done")
            self.assertFalse(self.task(case))

    def test_a_refusal_that_did_not_arrive_brings_it_back(self):
        case = self.case()
        letters = self.env["wa.request.letter"].with_user(self.coordinator)
        letter = letters.browse(case.action_refuse()["res_id"])
        letter.reason = "no_data"
        letter.text = letter._proposal()
        letter.action_send_whatsapp()
        self.assertFalse(self.task(case))
        letter.sudo().message_id._cancel("cap")
        self.assertEqual(len(self.task(case)), 1)

    def test_it_moves_with_the_dates(self):
        case = self.case()
        case.received_at -= timedelta(days=3)
        self.assertEqual(self.task(case).date_deadline, case.internal_date)
        letters = self.env["wa.request.letter"].with_user(self.coordinator)
        letter = letters.browse(case.action_extend()["res_id"])
        letter.reason = "many"
        letter.text = letter._proposal()
        letter.action_sent_by_letter()
        task = self.task(case)
        self.assertEqual(task.date_deadline, case.extended_date - timedelta(days=3))
        self.assertIn(str(case.extended_date.year), task.summary)

    def test_what_a_task_was_moved_to_by_hand_stays(self):
        case = self.by_whatsapp()
        day = case.internal_date - timedelta(days=4)
        self.task(case).date_deadline = day
        self.env["wa.request"]._tell_again()
        self.tap(0, message=self.received_by()[-1].id)
        self.assertEqual(case.state, "new")
        self.assertEqual(self.task(case).date_deadline, day)

    def test_as_long_as_the_case_is_open_it_comes_back(self):
        """Odoo deletes the tasks of a login that is archived."""
        case = self.case()
        self.assertEqual(self.task(case).user_id, self.coordinator)
        self.coordinator.action_archive()
        self.env["wa.request"]._tell_again()
        self.assertEqual(self.task(case).user_id, self.second)


@tagged("post_install", "-at_install")
class TestAgentsTold(ErasureCase):
    def scene(self):
        super().scene()
        self.ticket = self.agree()

    def ask(self, kind="erasure"):
        return self.env["wa.request"]._receive(self.subject(), kind)

    def told(self, case):
        return self.ticket.activity_ids.filtered(lambda a: case.name in a.summary)

    def test_who_takes_the_ticket_later_is_told_once(self):
        case = self.ask()
        self.assertFalse(self.told(case))
        for agent in (self.agent, self.colleague, self.agent):
            self.ticket.user_id = agent
        self.assertEqual(
            sorted(self.told(case).user_id.ids),
            sorted((self.agent | self.colleague).ids),
        )
        self.assertEqual(len(self.told(case)), 2)

    def test_who_was_told_and_is_done_is_not_told_again(self):
        case = self.ask()
        self.ticket.user_id = self.agent
        self.told(case).with_user(self.agent).action_feedback()
        self.ticket.user_id = self.colleague
        self.ticket.user_id = self.agent
        self.assertEqual(self.told(case).user_id, self.colleague)

    def test_of_a_closed_case_nobody_is_told(self):
        case = self.ask("objection")
        case.with_user(self.coordinator).action_done()
        self.ticket.user_id = self.agent
        self.assertFalse(self.told(case))

    def test_who_goes_on_with_a_closed_ticket_is_told(self):
        self.ticket.user_id = self.agent
        self.close(self.ticket)
        case = self.ask()
        self.assertFalse(self.told(case))
        self.ticket.stage_id = self.env.ref(
            "helpdesk_mgmt.helpdesk_ticket_stage_in_progress"
        )
        self.assertEqual(self.told(case).user_id, self.agent)

    def test_one_case_that_ends_leaves_the_word_of_the_other(self):
        self.ticket.user_id = self.agent
        erasure, objection = self.ask(), self.ask("objection")
        objection.with_user(self.coordinator).action_done()
        self.assertFalse(self.told(objection))
        self.assertEqual(self.told(erasure).user_id, self.agent)
