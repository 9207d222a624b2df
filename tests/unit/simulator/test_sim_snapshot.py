"""A state kept and gone back to: nothing that came later is left."""

import pytest
from sim_business import ERIKA

from tests.simulator import demo
from tests.simulator.server import Simulator


def _state(sim):
    """What can be seen of the stand-in, in copies."""
    world = sim.world
    return {
        "messages": [(row.id, row.state, dict(row.reactions)) for row in sim.written],
        "blocked": [list(row.blocked) for row in world.numbers.values()],
        "media": {row.id: sim.media_bytes(row.id) for row in sim.media},
        "faults": dict(world.faults),
        "config": world.config,
        "offset": world.clock.offset,
        "requests": len(sim.received),
        "limits": world.limits.management_used(),
        "deliveries": len(sim.deliveries),
        "typing": dict(world.typing_until),
        "by_phone": dict(world.by_phone),
        "threads": {key: list(thread) for key, thread in world.threads.items()},
    }


def _change_everything(sim, graph, wamid):
    graph.call("GET", demo.PHONE_NUMBER_ID)
    sim.world.numbers[demo.PHONE_NUMBER_ID].blocked.append(ERIKA)
    sim.world.messages[wamid].reactions["them"] = "👍"
    sim.world.typing_until["a", "b"] = 1.0
    sim.configure(verify=False, batch_size=7)
    sim.customer_sends_text(ERIKA, "Später")
    _send_file(sim, b"%PDF-1.4")
    sim.customer_changes_number(ERIKA, "+4915155500099")
    sim.add_fault("timeout_before")
    sim.advance(hours=3)
    sim.flush()


def _send_file(sim, data):
    sim.customer_sends_file(ERIKA, "document", data, mime_type="application/pdf")
    sim.flush()


def test_all_that_came_later_is_gone_as_often_as_one_goes_back(sim, graph, open_chat):
    _send_file(sim, b"%PDF-1.7")
    before, kept = _state(sim), sim.snapshot()
    for _time in range(2):
        _change_everything(sim, graph, open_chat)
        later = _state(sim)
        assert [name for name in before if later[name] == before[name]] == []
        sim.restore(kept)
        assert _state(sim) == before


def test_webhooks_that_waited_wait_again_and_are_told(sim, callback):
    sim.hold_webhooks()
    wamid = sim.customer_sends_text(ERIKA, "Hallo")
    kept = sim.snapshot()
    for _time in range(2):
        callback.posts.clear()
        sim.customer_sends_text(ERIKA, "Wird vergessen")
        sim.restore(kept)
        assert sim.flush() == 0
        assert [line["id"] for line in callback.messages] == [wamid]
        sim.hold_webhooks()


def test_no_id_is_given_twice(sim):
    kept = sim.snapshot()
    first = sim.customer_sends_text(ERIKA, "Hallo")
    sim.restore(kept)
    assert sim.customer_sends_text(ERIKA, "Hallo") != first


def test_a_journal_on_the_disk_can_not_be_gone_back_behind(tmp_path):
    with (
        Simulator(state_dir=tmp_path) as kept_on_disk,
        pytest.raises(ValueError, match="state folder"),
    ):
        kept_on_disk.snapshot()
