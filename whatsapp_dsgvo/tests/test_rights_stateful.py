"""Erasure, requests, periods and holds, tried in orders nobody would think of.

A failure prints the steps and a line that reproduces them.
"""

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from odoo.tests import tagged

from .erasing import ErasureCase
from .retention_tools import RetentionCase
from .rights_life import Life

EXAMPLES = 4
STEPS = 24


@tagged("post_install", "-at_install")
class TestRightsStateful(ErasureCase, RetentionCase):
    def setUp(self):
        super().setUp()
        self.sim.configure(verify=False, pair_rate=False)

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
