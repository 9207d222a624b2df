import pytest
import requests
from sim_business import AUTHORISED, ERIKA, NOON, PNG, Callback, Graph

from tests.simulator import demo
from tests.simulator.clock import Clock
from tests.simulator.server import Simulator


@pytest.fixture
def callback():
    server = Callback()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def sim(callback):
    """Time stands still unless a test moves it."""
    with Simulator(clock=Clock(lambda: NOON), callback_url=callback.url) as running:
        yield running


@pytest.fixture
def graph(sim):
    return Graph(sim)


@pytest.fixture
def open_chat(sim, callback):
    """Erika has written, so the business may answer her for 24 hours."""
    wamid = sim.customer_sends_text(ERIKA, "Hallo")
    sim.flush()
    callback.posts.clear()
    return wamid


@pytest.fixture
def upload(sim):
    def call(data=PNG, mime_type="image/png", name="bild.png", fields=None, **more):
        url = f"{sim.url}/v26.0/{demo.PHONE_NUMBER_ID}/media"
        given = {"messaging_product": "whatsapp", "type": mime_type}
        files = {"file": (name, data, mime_type)}
        headers = more.get("headers", AUTHORISED)
        fields = given if fields is None else fields
        return requests.post(url, data=fields, files=files, headers=headers, timeout=9)

    return call


@pytest.fixture
def look_up(graph):
    def call(media_id, phone_id=demo.PHONE_NUMBER_ID, **options):
        return graph.call("GET", f"{media_id}?phone_number_id={phone_id}", **options)

    return call
