"""The promises of the consent, tried in orders nobody would think of."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from .any_order import hold_in_any_order
from .common import WhatsAppCase
from .consent_life import Life

ORDERS = 14
STEPS = 28


@tagged("post_install", "-at_install")
class TestConsentStateful(WhatsAppCase):
    def setUp(self):
        super().setUp()
        self.sim.configure(verify=False, pair_rate=False)
        self.offset = timedelta()
        real = fields.Datetime.now
        clock = patch.object(fields.Datetime, "now", lambda: real() + self.offset)
        clock.start()
        self.addCleanup(clock.stop)

    def advance(self, hours):
        """Both clocks: ours and the stand-in's."""
        self.offset += timedelta(hours=hours)
        self.sim.advance(hours=hours)

    def test_promises_hold_whatever_happens_in_whatever_order(self):
        hold_in_any_order(lambda: Life(self), ORDERS, STEPS)
