import pytest
from sim_business import ERIKA, NOON, Callback, Graph

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
