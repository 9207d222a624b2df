"""Erasure, requests, periods and holds, tried in orders nobody would think of."""

from odoo.tests import tagged

from .any_order import hold_in_any_order
from .erasing import ErasureCase
from .retention_tools import RetentionCase
from .rights_life import Life

ORDERS = 4
STEPS = 24


@tagged("post_install", "-at_install")
class TestRightsStateful(ErasureCase, RetentionCase):
    def setUp(self):
        super().setUp()
        self.sim.configure(verify=False, pair_rate=False)

    def test_promises_hold_whatever_happens_in_whatever_order(self):
        hold_in_any_order(lambda: Life(self), ORDERS, STEPS)
