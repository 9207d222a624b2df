"""The stand-in's whole state as a value, to go back to as often as one likes.

Rows are copied both ways: what happens later changes neither the value nor, through
it, the next state that is made of it.
"""

from copy import deepcopy
from dataclasses import dataclass

from .world import World

# What runs or only ever grows. Ids go on, so that none is given twice; the journal
# tells what happened, also what was gone back behind.
_MACHINERY = {
    "lock",
    "changed",
    "journal",
    "files",
    "base_url",
    "clock",
    "outbox",
    "stopping",
    "_ids",
    "_live",
}


@dataclass(frozen=True)
class Snapshot:
    """`state`: the world's attributes; `files`: {media id: bytes}; `offset` in s."""

    state: dict
    files: dict
    offset: float


def take(world: World) -> Snapshot:
    """Raises ValueError if the stand-in keeps its journal: a restart would replay all."""
    if world.journal.is_kept:
        raise ValueError("a stand-in with a state folder can't go back")
    with world.lock:
        state = {k: v for k, v in vars(world).items() if k not in _MACHINERY}
        return Snapshot(deepcopy(state), world.files.all(), world.clock.offset)


def restore(world: World, snapshot: Snapshot) -> None:
    """Webhooks that waited, or were on their way, wait again; none is held."""
    with world.lock:
        vars(world).update(deepcopy(snapshot.state))
        world.files.replace(snapshot.files)
        world.clock.offset = snapshot.offset
        world.outbox.clear()
        for update in world.updates.values():
            world.outbox.push(update)
        world.changed.notify_all()
