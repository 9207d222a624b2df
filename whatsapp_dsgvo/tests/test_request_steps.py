"""A request is moved by its steps; what starts its clock is not moved unseen."""

from datetime import datetime

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .erasing import ErasureCase


@tagged("post_install", "-at_install")
class TestRequestSteps(ErasureCase):
    def flush_tracking(self):
        self.env.flush_all()
        self.env.cr.flush()

    def test_nobody_types_that_a_request_was_answered(self):
        case = self.case()
        for vals in (
            {"state": "done"},
            {"closed_at": fields.Datetime.now()},
            {"decision": "full"},
        ):
            with self.subTest(vals), self.assertRaises(AccessError):
                case.write(vals)
        with self.assertRaises(AccessError):
            self.case(kind="objection", state="done", decision="refused")
        made = self.case(kind="objection")
        made.action_done()
        self.assertEqual((made.state, made.decision), ("done", "full"))

    def test_who_moves_the_day_of_receipt_is_seen(self):
        case = self.case()
        self.flush_tracking()
        case.received_at = datetime(2026, 1, 2, 9)
        self.flush_tracking()
        moved = case.sudo().message_ids.tracking_value_ids
        self.assertEqual(moved.field_id.name, "received_at")
        self.assertEqual(moved.mail_message_id.author_id, self.coordinator.partner_id)
