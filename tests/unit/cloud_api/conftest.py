import pytest

from whatsapp_dsgvo.lib.cloud_api.client import ClientSettings, CloudApi

from . import builders as b
from . import server as http

TOKEN = "EAAB-example-token"


@pytest.fixture
def server():
    with http.running() as world:
        yield world


@pytest.fixture
def settings(server):
    """Settings for the test's own server; a test changes what it is about."""

    def build(**changes):
        standard = {
            "token": TOKEN,
            "phone_number_id": b.NUMBER_ID,
            "waba_id": b.WABA,
            "base_url": server.url,
            "timeout": 5.0,
        }
        return ClientSettings(**{**standard, **changes})

    return build


@pytest.fixture
def api(settings):
    return CloudApi(settings())
