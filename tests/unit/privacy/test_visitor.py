"""The network of a visitor, or nothing."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whatsapp_dsgvo.lib.privacy.visitor import network_of


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("9.9.9.9", "9.9.9.0/24"),
        ("9.9.9.200", "9.9.9.0/24"),
        ("9.9.10.9", "9.9.10.0/24"),
        ("::ffff:9.9.9.9", "9.9.9.0/24"),
        ("2620:fe::fe", "2620:fe::/48"),
        ("2620:fe:0:ffff::1", "2620:fe::/48"),
    ],
)
def test_neighbours_share_a_network(address, network):
    assert network_of(address) == network


@pytest.mark.parametrize(
    "address",
    [None, "", "Kundin", "127.0.0.1", "::1", "10.1.2.3", "192.168.0.1"]
    + ["172.17.0.1", "::ffff:10.0.0.1", "fe80::1%eth0", "fd00::1"],
)
def test_an_address_of_the_own_house_is_nobodys(address):
    assert network_of(address) is None


@given(st.one_of(st.text(max_size=50), st.ip_addresses().map(str)))
def test_whatever_comes_nothing_raises(address):
    network = network_of(address)
    if network is not None:
        assert ipaddress.ip_address(address) is not None
        assert not ipaddress.ip_network(network).is_private
