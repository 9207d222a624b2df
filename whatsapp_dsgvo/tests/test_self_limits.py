"""Nobody uses up the visits of all others, and no address is kept."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import config

from ..models import wa_self_visit
from .tools import ToolCase

# Public addresses that answer to everybody.
HERE, NEIGHBOUR, ELSEWHERE = "9.9.9.9", "9.9.9.10", "1.1.1.1"
BUSY = "zu viele Menschen"


@tagged("post_install", "-at_install")
class TestSelfLimits(ToolCase):
    def setUp(self):
        super().setUp()
        self.authenticate(None, None)
        self.networks = self.env["wa.self.network"]

    @contextmanager
    def most(self, **limits):
        with patch.multiple(wa_self_visit, **limits):
            yield

    def start(self, address=None):
        """The answer to somebody behind the proxy, or to the proxy's own."""
        headers = {}
        if address:
            headers = {"X-Forwarded-For": address, "X-Forwarded-Host": "127.0.0.1"}
        url = f"/whatsapp/me/{self.channel.uuid}?lang=de"
        with patch.dict(config.options, {"proxy_mode": True}):
            answer = self.url_open(url, data={"step": "start"}, headers=headers)
        self.env.invalidate_all()
        return answer

    def is_busy(self, address=None):
        return BUSY in self.start(address).text

    def test_one_network_does_not_take_the_place_of_others(self):
        with self.most(PER_NETWORK=2):
            self.assertFalse(self.is_busy(HERE))
            self.assertFalse(self.is_busy(NEIGHBOUR))
            self.assertTrue(self.is_busy(HERE))
            self.assertTrue(self.is_busy(NEIGHBOUR))
            self.assertFalse(self.is_busy(ELSEWHERE))

    def test_an_hour_later_it_may_again(self):
        with self.most(PER_NETWORK=1):
            self.assertFalse(self.is_busy(HERE))
            self.assertTrue(self.is_busy(HERE))
            self.later(hours=1)
            self.assertFalse(self.is_busy(HERE))

    def test_all_together_have_a_limit(self):
        with self.most(PER_HOUR=2):
            self.assertFalse(self.is_busy(HERE))
            self.assertFalse(self.is_busy(ELSEWHERE))
            self.assertTrue(self.is_busy("8.8.8.8"))

    def test_who_is_refused_is_told_the_same_whatever_the_limit(self):
        self.start(HERE)
        with self.most(PER_NETWORK=1):
            of_network = self.start(HERE)
        with self.most(PER_HOUR=0):
            of_all = self.start(HERE)
        self.assertIn(BUSY, of_all.text)
        self.assertEqual(of_network.content, of_all.content)
        self.assertEqual(of_network.headers.keys(), of_all.headers.keys())

    def test_behind_an_unknown_proxy_only_the_limit_of_all_counts(self):
        """There everybody has the same address."""
        with self.most(PER_NETWORK=1):
            self.assertFalse(any(self.is_busy() for _each in range(3)))
        self.assertFalse(self.networks.search([]))

    def test_no_address_is_kept_and_no_visit_knows_its_network(self):
        self.start(HERE)
        row = self.networks.search([])
        self.assertEqual(row.visits, 1)
        stored = self.as_json(row.read())
        for part in ("9.9.9", HERE):
            self.assertNotIn(part, stored)
        self.assertEqual((row.hour.minute, row.hour.second), (0, 0))
        fields = self.env["wa.self.visit"]._fields.values()
        self.assertNotIn("wa.self.network", {f.comodel_name for f in fields})

    def test_counts_are_forgotten(self):
        self.start(HERE)
        self.networks._gc_networks()
        self.assertTrue(self.networks.search([]))
        self.later(hours=2)
        self.networks._gc_networks()
        self.assertFalse(self.networks.search([]))
