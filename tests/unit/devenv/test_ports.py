import socket
from types import SimpleNamespace

import pytest

from devenv import config, odoo_db, ports


@pytest.fixture(autouse=True)
def own_state(tmp_path, monkeypatch):
    monkeypatch.setattr(config, "STATE", tmp_path / "state.json")


@pytest.fixture
def taken():
    with socket.create_server((ports.HOST, 0)) as server:
        yield server.getsockname()[1]


def test_occupied_port_is_passed_over(taken):
    assert ports.choose("odoo", taken) > taken


def test_links_published_in_a_new_database_lead_to_a_port_that_is_free(taken):
    site = SimpleNamespace(name="odoo", odoo_port=taken)
    told = odoo_db._own_address(site)
    assert f":{ports.remembered('odoo')}'" in told
    assert f":{taken}'" not in told


def test_chosen_port_is_remembered_and_kept():
    first = ports.choose("odoo", 23000)
    assert ports.remembered("odoo") == first
    assert ports.choose("odoo", 24000) == first


def test_two_services_do_not_share_a_port():
    assert ports.choose("one", 23000) != ports.choose("two", 23000)


def test_unknown_service_has_no_port():
    assert ports.remembered("nobody") is None


def test_broken_state_file_counts_as_empty():
    config.STATE.write_text("{", encoding="utf-8")
    assert ports.remembered("odoo") is None
