"""The page that leads through the demonstration."""

import requests

from tests.simulator.server import Simulator


def test_the_tour_and_its_parts_come_from_this_server_only():
    with Simulator() as sim:
        page = requests.get(f"{sim.url}/tour?odoo=http://127.0.0.1:8069", timeout=5)
        assert "tour.js" in page.text
        assert "default-src 'self'" in page.headers["Content-Security-Policy"]
        for part in ("tour.js", "tour.css"):
            answer = requests.get(f"{sim.url}/static/{part}", timeout=5)
            assert answer.status_code == 200
