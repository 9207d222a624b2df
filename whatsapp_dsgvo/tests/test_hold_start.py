"""Agents keep chosen messages; a second person of data protection confirms."""

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .retention_tools import RetentionCase

WORDS = "Bitte heben Sie das auf"


@tagged("post_install", "-at_install")
class TestHoldStart(RetentionCase):
    def scene(self):
        super().scene()
        self.ticket = self.closed("no", text=WORDS)

    def wizard(self, user=None):
        ticket = self.ticket.with_user(user or self.agent)
        action = ticket.action_whatsapp_hold()
        return ticket.env["wa.hold.start"].browse(action["res_id"])

    def hold(self, **values):
        wizard = self.wizard()
        line = wizard.line_ids.filtered(lambda x: x.shown == WORDS)
        line.chosen = True
        wizard.write(
            {
                "reference": "RE/2026/0815",
                "norm": "§ 147 AO",
                "reason": "Beleg",
                "until": fields.Date.add(fields.Date.today(), months=11),
                **values,
            }
        )
        wizard.action_hold()
        return self.env["wa.hold"].search([("user_id", "=", self.agent.id)], limit=1)

    def test_what_was_chosen_survives_its_period_and_the_rest_does_not(self):
        hold = self.hold()
        kept, others = hold.message_ids, self.of_ticket(self.ticket) - hold.message_ids
        self.assertEqual(kept._content()["text"], WORDS)
        self.later(days=200)
        self.delete_due()
        self.assertTrue(kept.exists()._content())
        self.assertFalse(others.exists())

    def test_no_text_is_stored_with_the_choice(self):
        wizard = self.wizard()
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT row_to_json(l)::text FROM wa_hold_start_line l WHERE wizard_id = %s",
            [wizard.id],
        )
        rows = self.env.cr.fetchall()
        self.assertTrue(rows)
        self.assertNotIn(WORDS, str(rows))

    def test_a_locked_message_is_not_told(self):
        message = self.of_ticket(self.ticket).filtered(lambda m: m.direction == "in")
        self.ticket.with_user(self.agent).whatsapp_lock(message[0].opaque_id, "other")
        self.assertNotIn(WORDS, self.wizard().line_ids.mapped("shown"))

    def test_nothing_chosen_or_no_reason_holds_nothing(self):
        with self.assertRaisesRegex(UserError, "choose"):
            self.wizard().action_hold()
        with self.assertRaisesRegex(UserError, "why"):
            self.hold(reason=False)

    def test_who_does_not_read_the_ticket_chooses_nothing(self):
        for user in (self.dpo, self.coordinator, self.helpdesk_only):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.wizard(user)

    def test_a_line_of_another_ticket_shows_and_holds_nothing(self):
        other = self.agree("Geheim", "+4915155500002")
        secret = self.of_ticket(other).filtered(lambda m: m.direction == "in")[0]
        other.user_id = self.colleague
        self.team.user_ids -= self.agent
        self.ticket.user_id = self.agent
        wizard = self.wizard()
        line = self.env["wa.hold.start.line"].create(
            {"wizard_id": wizard.id, "message_id": secret.id, "chosen": True}
        )
        self.assertFalse(line.with_user(self.agent).shown)

    def test_somebody_else_confirms(self):
        hold = self.hold()
        for user in (self.agent, self.it_admin, self.coordinator):
            with self.subTest(user.login), self.assertRaises(AccessError):
                hold.with_user(user).action_confirm()
        hold.with_user(self.dpo).action_confirm()
        self.assertEqual(hold.confirmed_by_id, self.dpo)

    def test_nobody_confirms_their_own(self):
        hold = self.hold()
        hold.user_id = self.dpo
        with self.assertRaisesRegex(UserError, "Four eyes"):
            hold.with_user(self.dpo).action_confirm()

    # -- the officer's approval, the end, the renewal --------------------------------

    def told(self, hold, kind):
        kind = self.env.ref(f"whatsapp_dsgvo.activity_type_hold_{kind}")
        return hold.activity_ids.filtered(lambda a: a.activity_type_id == kind).user_id

    def test_the_officer_is_asked_until_the_hold_is_confirmed(self):
        hold = self.hold()
        self.assertIn(self.dpo, self.told(hold, "approve"))
        hold.with_user(self.dpo).action_confirm()
        self.assertFalse(self.told(hold, "approve"))

    def test_nobody_types_who_set_or_confirmed_it(self):
        hold = self.hold().with_user(self.coordinator)
        for vals in (
            {"confirmed_at": fields.Datetime.now()},
            {"confirmed_by_id": self.dpo.id},
            {"user_id": self.dpo.id},
            {"released_at": fields.Datetime.now()},
        ):
            with self.subTest(vals), self.assertRaises(AccessError):
                hold.write(vals)

    def test_it_lasts_twelve_months_at_most(self):
        longest = fields.Date.add(fields.Date.today(), months=12)
        with self.assertRaisesRegex(ValidationError, "twelve months"):
            self.hold(until=fields.Date.add(longest, days=2))
        self.assertTrue(self.hold(until=longest))

    def test_a_period_of_the_law_is_entered_as_a_whole(self):
        """§ 147 AO: ten years from the end of this year, and nobody renews it."""
        last = fields.Date.today().replace(month=12, day=31)
        last = fields.Date.add(last, years=10)
        hold = self.hold(basis="duty", until=last)
        self.assertEqual(hold.until, last)
        hold.with_user(self.dpo).action_confirm()
        self.later(days=9 * 365)
        self.delete_due()
        self.assertTrue(hold.message_ids.exists())
        with self.assertRaisesRegex(ValidationError, "twelve months"):
            self.hold(basis="claims", until=last)
        hold.with_user(self.coordinator).action_renew()
        self.assertEqual((hold.until, bool(hold.confirmed_at)), (last, True))

    def test_no_law_demands_more_than_ten_years(self):
        later = fields.Date.today().replace(month=12, day=31)
        later = fields.Date.add(later, years=10, days=1)
        with self.assertRaisesRegex(ValidationError, "ten years"):
            self.hold(basis="duty", until=later)

    def test_no_duty_becomes_a_claim_that_lasts_for_years(self):
        until = fields.Date.add(fields.Date.today(), years=5)
        hold = self.hold(basis="duty", until=until)
        with self.assertRaisesRegex(ValidationError, "twelve months"):
            hold.basis = "claims"

    def test_what_was_approved_and_is_changed_is_approved_anew(self):
        for vals in (
            {"message_ids": [(5, 0, 0)]},
            {"norm": "§ 257 HGB"},
            {"reason": "Anderes"},
            {"reference": "RE/2026/0816"},
            {"basis": "duty"},
        ):
            hold = self.hold()
            hold.with_user(self.dpo).action_confirm()
            changer = hold.with_user(self.coordinator)
            changer.write({name: hold[name] for name in ("norm", "reason")})
            self.assertTrue(hold.confirmed_at)
            with self.subTest(vals):
                changer.write(vals)
                self.assertEqual(
                    (hold.user_id, hold.confirmed_at), (self.coordinator, False)
                )
                self.assertIn(self.dpo, self.told(hold, "approve"))

    def test_an_earlier_end_needs_no_approval(self):
        hold = self.hold()
        hold.with_user(self.dpo).action_confirm()
        hold.with_user(self.coordinator).until = fields.Date.add(
            fields.Date.today(), days=3
        )
        self.assertTrue(hold.confirmed_at)

    def test_the_coordination_is_reminded_once_before_the_end(self):
        hold = self.hold(until=fields.Date.add(fields.Date.today(), days=60))
        self.run_cron("cron_remind_holds")
        self.assertFalse(self.told(hold, "end"))
        self.later(days=31)
        self.run_cron("cron_remind_holds")
        self.assertIn(self.coordinator, self.told(hold, "end"))
        hold.activity_ids.unlink()
        self.run_cron("cron_remind_holds")
        self.assertFalse(self.told(hold, "end"))

    def test_of_what_was_ended_nobody_is_reminded(self):
        hold = self.hold(until=fields.Date.add(fields.Date.today(), days=20))
        hold.with_user(self.coordinator).action_release()
        self.assertFalse(self.told(hold, "approve"))
        self.run_cron("cron_remind_holds")
        self.assertFalse(self.told(hold, "end"))
        with self.assertRaisesRegex(UserError, "not renewed"):
            hold.with_user(self.coordinator).action_renew()

    def test_renewed_it_lasts_a_year_and_is_confirmed_anew(self):
        hold = self.hold(until=fields.Date.add(fields.Date.today(), days=20))
        hold.with_user(self.dpo).action_confirm()
        self.run_cron("cron_remind_holds")
        for user in (self.agent, self.dpo, self.it_admin):
            with self.subTest(user.login), self.assertRaises(AccessError):
                hold.with_user(user).action_renew()
        hold.with_user(self.coordinator).action_renew()
        self.assertGreater(hold.until, fields.Date.add(fields.Date.today(), days=360))
        self.assertEqual((hold.user_id, hold.confirmed_at), (self.coordinator, False))
        self.assertFalse(self.told(hold, "end"))
        self.assertIn(self.dpo, self.told(hold, "approve"))
        self.assertFalse(hold.reminded_at)
