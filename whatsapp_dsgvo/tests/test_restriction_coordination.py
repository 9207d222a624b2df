"""Art. 18: what the coordination reads, and what it hears, of a restricted person."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_restriction_everywhere import LETTER, OWN, RESTRICTED, TIM, ZOE, Restricted


@tagged("post_install", "-at_install")
class TestRestrictionOfWhatIsLocked(Restricted):
    def scene(self):
        super().scene()
        message = self.messages(ZOE, direction="in")[:1]
        self.ticket.with_user(self.agent).whatsapp_lock(message.opaque_id, "other")
        self.env.invalidate_all()
        self.locked = message.with_user(self.coordinator)

    def test_the_list_of_locked_messages_says_so_instead_of_the_text(self):
        self.assertIn(LETTER, self.locked.locked_text)
        logs = self.env["wa.read.log"]
        self.restrict()
        before = logs.search_count([("what", "=", "locked")])
        (row,) = self.locked.web_read({"locked_text": {}})
        self.assertIn(RESTRICTED, row["locked_text"])
        self.assertNotIn(LETTER, self.as_json(row))
        self.assertEqual(logs.search_count([("what", "=", "locked")]), before)

    def test_nobody_unlocks_what_nobody_may_read(self):
        self.restrict()
        with self.assertRaisesRegex(UserError, RESTRICTED):
            self.locked.action_unlock()
        self.restrict(False)
        self.assertIn(LETTER, self.locked.locked_text)
        self.locked.action_unlock()
        self.assertFalse(self.locked.sudo().locked_at)

    def test_an_administrators_emergency_does_not_reach_them(self):
        self.restrict()
        for user, shown in ((self.channel_admin, False), (self.dpo, True)):
            access = self.env["wa.emergency"].with_user(user)
            access = access.create(
                {
                    "ticket_number": self.ticket.number,
                    "reason": "Beschwerde, Kollege ist krank",
                }
            )
            with self.subTest(user.login):
                self.assertEqual(RESTRICTED not in access.text, shown)


@tagged("post_install", "-at_install")
class TestRestrictedWhoWrites(Restricted):
    """Nobody sees it, but a declaration counts on receipt: somebody has to know."""

    def request_of(self, customer, user=None):
        request = self.env["wa.request"]._receive(self.subject(customer), "restriction")
        request.user_id = user
        return request

    def tell(self, times=1):
        self.env.flush_all()
        for _time in range(times):
            # a transaction of its own, so of a later time
            with self.env.registry.cursor() as cr:
                self.env(cr=cr)["wa.request"]._tell_of_held()
        self.env.invalidate_all()

    def told(self, request):
        kind = self.env.ref("whatsapp_dsgvo.activity_type_restricted")
        return request.activity_ids.filtered(
            lambda a: a.active and a.activity_type_id == kind
        )

    def test_the_coordination_hears_once_that_somebody_wrote(self):
        request = self.request_of(TIM)
        self.tell()
        self.assertFalse(self.told(request))
        self.restrict()
        self.tell(2)
        activity = self.told(request)
        self.assertEqual(len(activity), 1)
        self.assertIn(request.name, activity.summary)
        self.assertNotIn("kündige", activity.summary)
        self.assertTrue(activity.user_id.has_group(OWN + "privacy_coordinator"))

    def test_it_hears_as_soon_as_somebody_writes(self):
        request = self.request_of(TIM)
        self.restrict()
        self.write("Ich kündige meinen Vertrag.", TIM)
        self.assertEqual(len(self.told(request)), 1)

    def test_what_is_done_does_not_come_back_the_next_day(self):
        request = self.request_of(TIM)
        self.restrict()
        self.tell()
        self.told(request).with_user(self.coordinator).action_feedback()
        # times of rows are real ones, and read in whole seconds
        self.env.flush_all()
        for table in ("wa_message", "mail_activity"):
            back = f"UPDATE {table} SET create_date = create_date - interval '1 day'"
            self.env.cr.execute(back)  # pylint: disable=sql-injection
        self.tell()
        self.assertFalse(self.told(request))
        self.write("Hallo?", TIM)
        self.assertTrue(self.told(request))

    def test_it_hears_of_those_who_had_agreed_too(self):
        request = self.request_of(ZOE)
        self.restrict()
        for _message in range(2):
            self.write("Hiermit kündige ich.", ZOE)
        self.assertEqual(len(self.told(request)), 1)

    def test_without_a_case_it_stands_at_the_number(self):
        self.restrict()
        self.write("Hallo?", TIM)
        self.assertIn("restricted person", self.channel.activity_ids[:1].summary)

    def test_who_handles_the_case_is_told(self):
        request = self.request_of(TIM, self.coordinator)
        self.restrict()
        self.tell()
        self.assertEqual(self.told(request).user_id, self.coordinator)

    def test_nobody_is_told_of_what_is_decided_or_in_a_ticket(self):
        request = self.request_of(ZOE)
        self.restrict()
        self.tell()
        self.assertFalse(self.told(request))
