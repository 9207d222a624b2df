import pytest

from whatsapp_dsgvo.lib.cloud_api import media_hosts

BASE = "https://graph.example"
HOSTS = ("lookaside.example",)


def check(url, addresses=("93.184.215.14",), base=BASE):
    media_hosts.check(url, base, HOSTS, lambda _host: list(addresses))


@pytest.mark.parametrize(
    "url",
    [
        "https://lookaside.example/x?mid=1",
        "https://LOOKASIDE.example./x",
        "https://lookaside.example:443/x",
        "https://graph.example/_media/1",
    ],
)
def test_listed_hosts_and_the_api_itself(url):
    check(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://lookaside.example/x",
        "https://lookaside.example:8443/x",
        "https://user@lookaside.example/x",
        "https://lookaside.example.evil.example/x",
        "https://evil-lookaside.example/x",
        "https://evil.example/#lookaside.example",
        "http://graph.example/x",
        "https://graph.example:444/x",
        "https://[broken/x",
        "https://graph.example:port/x",
        "ftp://lookaside.example/x",
        "//lookaside.example/x",
    ],
)
def test_everything_else_is_foreign(url):
    with pytest.raises(media_hosts.ForeignAddress):
        check(url)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.7",
        "192.168.1.1",
        "169.254.169.254",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:10.0.0.7",
        "224.0.0.1",
        "0.0.0.0",
    ],
)
def test_a_listed_name_that_leads_into_the_own_network(address):
    with pytest.raises(media_hosts.ForeignAddress):
        check("https://lookaside.example/x", ("93.184.215.14", address))


def test_the_configured_api_may_lie_in_the_own_network():
    check("http://127.0.0.1:8080/_media/1", (), base="http://127.0.0.1:8080")
