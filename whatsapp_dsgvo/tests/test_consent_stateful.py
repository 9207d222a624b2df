"""The promises of the consent, tried in orders nobody would think of.

A failure prints the steps and a line that reproduces them.
"""

from datetime import timedelta
from unittest.mock import patch

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from odoo import fields
from odoo.tests import tagged

from .common import WhatsAppCase
from .consent_life import Life

EXAMPLES = 14
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
        run_state_machine_as_test(
            lambda: Life(self),
            settings=settings(
                max_examples=EXAMPLES,
                stateful_step_count=STEPS,
                deadline=None,
                derandomize=True,
                print_blob=True,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
