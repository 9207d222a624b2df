"""What colleagues have typed on the ticket itself goes with the person (4.1, E-14)."""

from odoo.tests import tagged

from ..models.wa_retention_rule import today
from .common import ERIKA
from .erasing import ErasureCase
from .privacy_cases import hold

TODO = "mail.mail_activity_data_todo"


@tagged("post_install", "-at_install")
class TestErasureWords(ErasureCase):
    def scene(self):
        super().scene()
        self.ticket, self.partner = self.person()
        self.usual = self.ticket.name, self.ticket.description
        self.ticket.write(
            {
                "name": "Erika Muster: Mahnung",
                "description": "<p>Wohnt in der Beispielstraße</p>",
            }
        )
        self.task = self.ticket.activity_schedule(
            TODO,
            summary="Frau Muster anrufen",
            note="Ist nur abends da",
            user_id=self.agent.id,
        )

    def words(self):
        return self.ticket.name, self.ticket.description

    def test_title_description_and_tasks_go(self):
        told = self.wizard(self.partner).erased_text
        for line in ("descriptions of tickets: 1", "Tasks of colleagues on tickets: 1"):
            self.assertIn(line, told)
        job = self.erase(self.partner)
        self.assertEqual((job.state, job.error), ("done", False))
        self.assertEqual(self.words(), self.usual)
        self.assertFalse(self.task.exists())
        done = job._facts()["done"]
        self.assertEqual((done["titles"], done["tasks"]), (1, 1))
        self.assertEqual(
            self.ticket.activity_ids.activity_type_id,
            self.env.ref("whatsapp_dsgvo.activity_type_recipients"),
        )

    def test_a_ticket_nobody_has_retitled_is_not_counted(self):
        self.ticket.write(dict(zip(("name", "description"), self.usual, strict=True)))
        job = self.erase(self.partner)
        self.assertNotIn("titles", job._facts()["done"])
        self.assertEqual(self.words(), self.usual)

    def test_what_must_stay_keeps_its_title_until_it_need_not(self):
        message = self.messages(direction="in")[-1:]
        message = message or self.messages()[-1:]
        self.assertEqual(message.ticket_id, self.ticket)
        held = hold(self.env, self.subject(), message, until=today())
        job = self.erase(self.partner)
        self.assertEqual((job.state, job.error), ("done", False))
        self.assertEqual(self.ticket.name, "Erika Muster: Mahnung")
        self.assertTrue(self.task.exists())
        held.with_user(self.coordinator).action_release()
        self.run_cron("cron_run_erasures")
        self.assertEqual(self.words(), self.usual)
        self.assertFalse(self.task.exists())

    def test_the_contacts_name_in_another_ticket_is_pointed_at(self):
        """Also where the contact is gone by then."""
        other = self.env["helpdesk.ticket"].create(
            {
                "name": "Rückruf",
                "description": "<p>Erika Muster hat angerufen</p>",
                "team_id": self.team.id,
                "company_id": self.company.id,
            }
        )
        self.assertIn("Rückruf", self.wizard(self.partner).review_text)
        job = self.erase(self.partner)
        self.assertFalse(self.partner.exists())
        self.assertIn(["helpdesk.ticket", other.id], job._facts()["copies"])
        self.assertNotIn(["helpdesk.ticket", self.ticket.id], job._facts()["copies"])

    def test_what_a_dialog_has_left_behind_goes_and_nobody_is_sent_to_it(self):
        drafts = self.env["mail.compose.message"]
        draft = drafts.create({"body": f"Rückruf unter {ERIKA}", "subject": "x"})
        found = self.subject()._find_copies()
        self.assertFalse([record for record in found if record._transient])
        self.erase(subject=self.subject())
        self.assertFalse(draft.exists())
