"""Emergency access: one ticket, an hour, with a reason, and others are told."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.wa_emergency import LASTS
from .erasing import ErasureCase

REASON = "Meldung an die Aufsichtsbehörde, Frist heute"


@tagged("post_install", "-at_install")
class TestEmergency(ErasureCase):
    def scene(self):
        super().scene()
        self.ticket, self.partner = self.person()
        self.before = self.env["wa.read.log"].search([("what", "=", "emergency")])

    def access(self, user=None, **values):
        vals = {"ticket_number": self.ticket.number, "reason": REASON, **values}
        return (
            self.env["wa.emergency"].with_user(user or self.channel_admin).create(vals)
        )

    def test_it_opens_the_ticket_for_an_hour_and_tells_the_officer(self):
        access = self.access()
        self.assertIn("Meine Rechnung stimmt nicht", access.text)
        entries = self.env["wa.read.log"].search([("what", "=", "emergency")])
        entry = (entries - self.before)[0]
        # the access names its reader, and must not name whoever read elsewhere
        other = self.env["wa.read.log"]._reader_index(self.channel_admin, "file")
        self.assertNotEqual(entry.reader_index, other)
        entry.with_user(self.dpo).action_resolve()
        entry.with_user(self.coordinator).action_resolve()
        self.assertEqual(entry.resolved_user_id, self.channel_admin)
        told = access.sudo().activity_ids.user_id
        self.assertIn(self.dpo, told)
        self.assertNotIn(self.channel_admin, told)
        self.later(seconds=LASTS.total_seconds() + 1)
        self.env.invalidate_all()
        self.assertFalse(access.text)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_the_reader_can_not_take_away_what_the_officer_was_told(self):
        told = (
            self.access()
            .sudo()
            .activity_ids.filtered(lambda activity: activity.user_id == self.dpo)
        )
        self.assertEqual(told.create_uid, self.channel_admin)
        as_reader = told.with_user(self.channel_admin)
        for take_away in (
            as_reader.unlink,
            as_reader.action_feedback,
            lambda: as_reader.write({"user_id": self.channel_admin.id}),
            lambda: as_reader.write({"automated": False}),
        ):
            with self.assertRaises(AccessError):
                take_away()
        told.with_user(self.dpo).action_feedback()
        self.assertFalse(told.active)

    def test_the_coordination_is_told_if_the_officer_reads(self):
        access = self.access(self.dpo)
        self.assertIn("Meine Rechnung stimmt nicht", access.text)
        self.assertIn(self.coordinator, access.sudo().activity_ids.user_id)

    def test_others_see_that_it_was_and_not_what(self):
        access = self.access()
        for user in (self.dpo, self.coordinator):
            self.assertEqual(access.with_user(user).reason, REASON)
            self.assertFalse(access.with_user(user).text)
        self.assertFalse(access.sudo().text)

    @mute_logger("odoo.models")
    def test_it_needs_a_reason_a_ticket_and_the_right_group(self):
        with self.assertRaises(UserError):
            self.access(reason="weil")
        with self.assertRaises(UserError):
            self.access(ticket_number="HT99999")
        for user in (self.agent, self.coordinator, self.it_admin, self.triage):
            with self.assertRaises(AccessError):
                self.access(user)

    def test_it_can_not_be_made_longer_or_another_s(self):
        access = self.access(user_id=self.dpo.id, until="2099-01-01 00:00:00")
        self.assertEqual(access.user_id, self.channel_admin)
        self.assertEqual(access.until - access.started_at, LASTS)
        with self.assertRaises(AccessError):
            access.write({"until": "2099-01-01 00:00:00"})

    def test_nothing_of_an_erased_person_is_shown(self):
        access = self.access()
        self.erase(self.partner)
        self.env.invalidate_all()
        self.assertFalse(access.text)
