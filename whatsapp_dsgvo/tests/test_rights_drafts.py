"""`onchange` fills drafts with whatever is sent: no draft shows what is stored of others."""

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from .common import MAX
from .erasing import ErasureCase

SECRET = "Geheim von Max"


@tagged("post_install", "-at_install")
class TestDraftsShowNothing(ErasureCase):
    def scene(self):
        super().scene()
        self.ticket, self.contact = self.person()
        self.other = self.agree(SECRET, MAX)
        self.other_talk = self.other.whatsapp_conversation_id
        self.env.flush_all()

    def draft(self, records, values, *names):
        """What the form would show of these values, none of which is stored."""
        spec = {name: {} for name in (*values, *names)}
        answers = [records.onchange({**values}, c, spec) for c in ([], [*values])]
        return self.as_json(
            [{name: a["value"].get(name) for name in names} for a in answers]
        )

    def stranger(self, group):
        """Somebody of another company."""
        elsewhere = self.env["res.company"].create({"name": "Fremde AG"})
        return new_test_user(
            self.env,
            "test-foreigner",
            groups=f"base.group_user,whatsapp_dsgvo.{group}",
            company_id=elsewhere.id,
            company_ids=[(6, 0, elsewhere.ids)],
        )

    def test_a_ticket_does_not_show_the_person_of_a_conversation(self):
        stranger = self.stranger("group_agent")
        names = ("whatsapp_name", "whatsapp_masked_number", "whatsapp_last_line")
        values = {"whatsapp_conversation_id": self.other_talk.id}
        shown = self.other.with_user(self.agent).whatsapp_masked_number
        tickets = self.env["helpdesk.ticket"]
        for records in (
            tickets.with_user(stranger),
            tickets.with_user(self.agent),
            self.ticket.with_user(self.agent),
        ):
            with self.subTest(records):
                found = self.draft(records, values, *names)
                self.assertNotIn(shown[-4:], found)
                self.assertNotIn(SECRET, found)

    def test_a_ticket_in_a_form_keeps_its_head(self):
        mine = self.ticket.with_user(self.agent)
        shown = mine.whatsapp_masked_number
        self.assertTrue(shown)
        spec = {"name": {}, "whatsapp_masked_number": {}}
        values = mine.onchange({"name": "Neu"}, ["name"], spec)["value"]
        # what is not in the answer stays as it is
        self.assertEqual(values.get("whatsapp_masked_number", shown), shown)

    def test_an_emergency_access_shows_nothing_before_others_were_told(self):
        values = {
            "ticket_number": self.other.number,
            "pseudonym": self.other_talk.subject_id.uuid,
            "until": fields.Datetime.to_string(
                fields.Datetime.add(fields.Datetime.now(), hours=1)
            ),
        }
        for user in (self.dpo, self.channel_admin):
            with self.subTest(user.login):
                mine = {**values, "user_id": user.id}
                found = self.draft(
                    self.env["wa.emergency"].with_user(user), mine, "text"
                )
                self.assertNotIn(SECRET, found)

    def test_a_line_of_an_export_shows_its_own_message_only(self):
        request = self.env["wa.request"]._receive(
            self.subject(), "access", identity_level="1"
        )
        request.with_user(self.coordinator).action_export()
        export = request.export_ids.with_user(self.coordinator)
        secret = self.messages(MAX, direction="in")[0]
        lines = [[0, "virtual_1", {"message_id": secret.id}]]
        spec = {"line_ids": {"fields": {"shown": {}}}}
        for names in ([], ["line_ids"]):
            with self.subTest(names):
                found = export.onchange({"line_ids": lines}, names, spec)
                self.assertNotIn(SECRET, self.as_json(found))

    def test_a_preview_of_an_erasure_is_for_those_who_may_see_the_people(self):
        stranger = self.stranger("group_privacy_coordinator")
        wizard = self.env["wa.erasure.start"].with_user(stranger)
        values = {"subject_ids": [[6, 0, self.subject().ids]]}
        try:
            found = self.draft(wizard, values, "open_text", "erased_text")
        except UserError:
            found = ""
        self.assertNotIn(self.ticket.number, found)

    def test_a_block_tells_nobody_else_when_the_person_wrote(self):
        values = {"ticket_id": self.ticket.id}
        for user, told in ((self.agent, True), (self.stranger("group_agent"), False)):
            with self.subTest(user.login):
                records = self.env["wa.block"].with_user(user)
                found = records.onchange(values, [], {"hint_possible": {}})["value"]
                self.assertEqual(bool(found.get("hint_possible")), told)

    def test_messages_to_keep_tell_nobody_else_when_they_came(self):
        message = self.messages(direction="in")[0]
        lines = [[0, "virtual_1", {"message_id": message.id}]]
        spec = {"line_ids": {"fields": {"at": {}, "shown": {}}}}
        stranger = self.stranger("group_agent")
        for ticket in (self.ticket, self.other):
            with self.subTest(ticket.number):
                values = {"ticket_id": ticket.id, "line_ids": lines}
                records = self.env["wa.hold.start"].with_user(stranger)
                found = records.onchange(values, [], spec)
                self.assertNotIn(str(message.event_at.year), self.as_json(found))
