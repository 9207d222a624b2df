"""Processes and threads that race, fork and are killed."""

import contextlib
import multiprocessing
import os
import signal
import threading

import pytest

FORK = multiprocessing.get_context("fork")
PEOPLE = [f"person {number}" for number in range(40)]
CLASSES = ("service", "tax")


def in_children(count, work):
    """Run `work(number)` in forked processes and return what they answer."""
    readers, children = [], []
    for number in range(count):
        reader, writer = FORK.Pipe(duplex=False)
        child = FORK.Process(target=lambda n=number, w=writer: w.send(work(n)))
        child.start()
        # so that a child that dies is an EOFError here instead of a long wait
        writer.close()
        readers.append(reader)
        children.append(child)
    answers = [reader.recv() for reader in readers]
    for child in children:
        child.join()
    return answers


def killed_after(steps, work):
    """Run `work(tell)` in a process and kill it once it has told `steps` times."""
    reader, writer = FORK.Pipe(duplex=False)
    child = FORK.Process(target=work, args=(writer.send,))
    child.start()
    writer.close()
    told = [reader.recv() for _step in range(steps)]
    os.kill(child.pid, signal.SIGKILL)
    child.join()
    with contextlib.suppress(EOFError):
        while True:
            told.append(reader.recv())
    return told


def test_processes_that_create_the_store_at_once_get_the_same_one(world):
    barrier = FORK.Barrier(4, timeout=30)

    def work(_number):
        barrier.wait()
        return world.open().uuid

    assert len(set(in_children(4, work))) == 1


def test_processes_that_create_a_key_at_once_get_the_same_one(world, now):
    store, barrier = world.open(), FORK.Barrier(4, timeout=30)
    pairs = [(person, "service") for person in PEOPLE]

    def work(_number):
        barrier.wait()
        return [store.create([pair], now)[pair].key for pair in pairs]

    answers = in_children(4, work)
    assert all(answer == answers[0] for answer in answers)


def test_processes_that_destroy_at_once_do_not_fail_each_other(world, now):
    store, barrier = world.open(), FORK.Barrier(4, timeout=30)
    store.create([(p, klass) for p in PEOPLE for klass in CLASSES], now)

    def work(number):
        barrier.wait()
        return sum(store.destroy(person) for person in PEOPLE[number::4])

    assert in_children(4, work) == [20, 20, 20, 20]


def test_threads_share_one_store(world, now):
    store, seen = world.open(), []

    def work():
        for person in PEOPLE:
            seen.append(store.create([(person, "tax")], now)[(person, "tax")].key)

    threads = [threading.Thread(target=work) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 4 * len(PEOPLE)
    assert len(set(seen)) == len(PEOPLE)


def test_a_forked_child_and_its_parent_both_go_on(world, now):
    store = world.open()
    made = store.create([("person", "service")], now)[("person", "service")]

    def work(_number):
        store.create([("child", "service")], now)
        return store.get("person", "service").key

    assert in_children(1, work) == [made.key]
    assert store.get("child", "service") is not None
    assert store.get("person", "service") == made


def test_no_connection_is_carried_into_a_child(sqlite_world, now):
    store = sqlite_world.open()
    store.create([("person", "service")], now)
    assert in_children(1, lambda _n: store._file._connection is None) == [True]


def test_no_connection_to_postgres_is_carried_into_a_child(postgres_world, now):
    store = postgres_world.open()
    store.create([("person", "service")], now)
    assert in_children(1, lambda _n: store._link._connection is None) == [True]


@pytest.mark.parametrize("steps", [1, 2, 5, 11, 23, 38])
def test_a_kill_while_destroying_leaves_no_half_state(world, now, steps):
    store = world.open()
    store.create([(p, klass) for p in PEOPLE for klass in CLASSES], now)
    wrapped = world.wrapped()

    def work(tell):
        for person in PEOPLE:
            tell(("begins", person))
            store.destroy(person)
            tell(("done", person))

    told = killed_after(2 * steps - 1, work)
    store.close()
    raw = world.raw()
    done = {person for word, person in told if word == "done"}
    assert not any(wrapped[person, k] in raw for person in done for k in CLASSES)
    again = world.open(expected=store.uuid, may_create=False)
    for person in PEOPLE:
        alive = {again.get(person, klass) is not None for klass in CLASSES}
        assert len(alive) == 1
        assert alive == {False} or person not in done
        assert again.is_destroyed(person, "service") == (alive == {False})


@pytest.mark.parametrize("steps", [1, 3, 8, 17])
def test_a_kill_while_rewrapping_loses_no_key(world, now, rotated, steps):
    store = world.open()
    pairs = [(person, klass) for person in PEOPLE for klass in CLASSES]
    made = store.create(pairs, now)
    newer = world.open(expected=store.uuid, master=rotated)

    def work(tell):
        tell(len(pairs))
        while True:
            tell(newer.rewrap(3))

    killed_after(steps, work)
    again = world.open(expected=store.uuid, master=rotated)
    assert again.get_many(pairs) == made
    while again.rewrap(7):
        pass
    assert again.get_many(pairs) == made


@pytest.mark.parametrize("steps", [1, 4, 12])
def test_a_kill_while_creating_keeps_what_was_promised(world, now, steps):
    store = world.open()

    def work(tell):
        for person in PEOPLE:
            keys = store.create([(person, klass) for klass in CLASSES], now)
            tell((person, [key.key for key in keys.values()]))

    for person, keys in killed_after(steps, work):
        found = store.get_many([(person, klass) for klass in CLASSES])
        assert [key.key for key in found.values()] == keys
