"""A request is closed by an answer, a letter or a deed, never just like that."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .erasing import ErasureCase


@tagged("post_install", "-at_install")
class TestRequestClosing(ErasureCase):
    def scene(self):
        super().scene()
        self.write("Hallo, eine Frage")

    def letter(self, action):
        letters = self.env["wa.request.letter"].with_user(self.coordinator)
        return letters.browse(action["res_id"])

    def sent_letter(self, action):
        letter = self.letter(action)
        letter.text = letter.text.replace("…", "die Landesbeauftragte")
        letter.action_sent_by_letter()
        return letter

    def test_what_was_accepted_is_not_dismissed_any_more(self):
        self.write("Bitte löschen Sie alle meine Daten")
        case = self.env["wa.request"]._open_of(self.subject())
        mine = case.with_user(self.coordinator)
        mine.action_accept()
        with self.assertRaisesRegex(UserError, "refuse it by letter"):
            mine.action_dismiss()
        self.assertEqual((case.state, case.decision), ("new", False))

    def test_what_is_closed_is_not_dismissed_afterwards(self):
        case = self.case(kind="objection")
        case.action_done()
        with self.assertRaises(UserError):
            case.action_dismiss()
        self.assertEqual(case.decision, "full")

    def test_access_is_not_granted_without_data_or_a_letter(self):
        for kind in ("access", "portability"):
            with self.subTest(kind):
                case = self.case(kind=kind, identity_level="1")
                with self.assertRaisesRegex(UserError, "given anything"):
                    case.action_done()
                case.action_export()
                with self.assertRaisesRegex(UserError, "given anything"):
                    case.action_done()
                self.assertEqual((case.state, case.decision), ("new", False))
                case.export_ids.action_release()
                case.action_done()
                self.assertEqual((case.state, case.decision), ("done", "full"))

    def test_a_letter_about_the_outcome_answers_it(self):
        self.channel.authority = "Landesbeauftragte"
        case = self.case()
        letter = self.letter(case.action_letter_outcome())
        self.assertNotIn("Abruf bereit", letter.text)
        with self.assertRaisesRegex(UserError, "gap"):
            letter.action_sent_by_email()
        letter.text = letter.text.replace("…", "Die Kopie liegt diesem Brief bei.")
        letter.action_sent_by_letter()
        self.assertEqual((case.state, case.decision), ("done", "full"))

    def test_a_letter_says_what_is_ready_or_locked_once_it_is(self):
        self.channel.authority = "Landesbeauftragte"
        access = self.case(identity_level="1")
        locked = self.case(kind="restriction")
        for case, words in ((access, "Abruf bereit"), (locked, "gesperrt")):
            with self.subTest(case.kind):
                self.assertNotIn(words, self.letter(case.action_letter_outcome()).text)
                if case == access:
                    case.action_export()
                    case.export_ids.action_release()
                else:
                    case.action_restrict()
                letter = self.letter(case.action_letter_outcome())
                self.assertIn(words, letter.text)
                letter.action_sent_by_email()
                self.assertEqual((case.state, case.decision), ("done", "full"))

    def test_a_receipt_or_a_draft_does_not_answer_it(self):
        case = self.case()
        self.sent_letter(case.action_letter_receipt())
        case.action_letter_outcome()
        with self.assertRaises(UserError):
            case.action_done()

    # -- copies of colleagues (Art. 19) ----------------------------------------------

    def copies_task(self):
        ticket, partner = self.person()
        request = self.erase(partner).request_id.with_user(self.coordinator)
        return ticket.activity_ids, request

    def test_the_task_about_own_copies_does_not_vanish(self):
        task, request = self.copies_task()
        todo = self.env.ref("mail.mail_activity_data_todo")
        for user in (self.agent, self.coordinator):
            mine = task.with_user(user)
            for call in (
                mine.unlink,
                mine.action_cancel,
                lambda mine=mine: mine.write({"activity_type_id": todo.id}),
            ):
                with self.subTest(user.login), self.assertRaises(AccessError):
                    call()
        with self.assertRaisesRegex(UserError, "copies .*test-agent"):
            request.action_done()
        task.with_user(self.agent).action_reschedule_tomorrow()
        task.with_user(self.agent).action_done()
        request.action_done()
        self.assertEqual(request.state, "done")

    def test_what_was_erased_is_not_refused_afterwards(self):
        ticket, partner = self.person()
        job = self.propose(partner)
        case = job.request_id.with_user(self.coordinator)
        letters = self.env["wa.request.letter"].with_user(self.coordinator)
        draft = letters.browse(case.action_refuse()["res_id"])
        draft.reason = "excessive"
        draft.text = draft._proposal().replace("…", "die Landesbeauftragte")
        self.confirm(job)
        self.run_job(job)
        self.assertEqual(case.state, "answer")
        for step in (case.action_refuse, draft.action_sent_by_letter):
            with (
                self.subTest(step.__name__),
                self.assertRaisesRegex(UserError, "carried out"),
            ):
                step()
        self.assertEqual((case.state, case.decision), ("answer", "full"))
        self.assertTrue(ticket.activity_ids)

    def test_a_colleague_who_leaves_hands_it_over(self):
        task, request = self.copies_task()
        self.agent.action_archive()
        self.assertEqual(task.user_id, self.coordinator)
        with self.assertRaises(UserError):
            request.action_done()

    def test_other_tasks_are_deleted_as_ever(self):
        ticket = self.agree()
        task = ticket.with_user(self.agent).activity_schedule(
            "mail.mail_activity_data_todo", summary="x", user_id=self.agent.id
        )
        task.with_user(self.agent).unlink()
        self.assertFalse(task.exists())
