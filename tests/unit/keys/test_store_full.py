"""A full device: the key is refused, nothing of it is kept, and room makes it good."""

import contextlib
import multiprocessing
import resource

from whatsapp_dsgvo.lib.keys.errors import KeyStoreUnavailable

NEW = ("2026-11-25", "inbox")


def _create(world, now, size, answer):
    """In a process of its own, for which no file may grow beyond `size`."""
    store = world.open()
    if size is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
    outcome = "created"
    try:
        store.create([NEW], now)
    except KeyStoreUnavailable as error:
        outcome = error.reason
    with contextlib.suppress(KeyStoreUnavailable):
        store.close()
    answer.put(outcome)


def create(world, now, size=None):
    fork = multiprocessing.get_context("fork")
    answer = fork.Queue()
    child = fork.Process(target=_create, args=(world, now, size, answer))
    child.start()
    outcome = answer.get(timeout=60)
    child.join()
    return outcome


def test_a_full_device_refuses_the_key_and_keeps_nothing(sqlite_world, now):
    store = sqlite_world.open()
    store.create([("person", "service")], now)
    store.close()
    assert create(sqlite_world, now, size=100) == "io"
    store = sqlite_world.open()
    assert store.get(*NEW) is None
    assert store.get("person", "service")
    store.close()
    assert create(sqlite_world, now) == "created"
