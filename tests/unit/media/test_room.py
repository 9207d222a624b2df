import threading
from contextlib import ExitStack

import pytest

from whatsapp_dsgvo.lib.media.room import NoRoom, Room


def fill(room, *sizes):
    for size in sizes:
        with room.taken(size):
            continue


def test_the_file_that_fills_it_still_goes():
    room = Room(200)
    fill(room, 150, 150)
    with pytest.raises(NoRoom):
        fill(room, 1)


@pytest.mark.parametrize("left", [0, -5])
def test_nothing_goes_into_a_full_room(left):
    with pytest.raises(NoRoom):
        fill(Room(left), 0)


def test_what_is_under_way_counts():
    room = Room(100)
    with ExitStack() as under_way:
        under_way.enter_context(room.taken(100))
        with pytest.raises(NoRoom):
            fill(room, 1)


def test_a_file_that_did_not_come_leaves_its_room():
    room = Room(100)
    with pytest.raises(ValueError, match="broken"), room.taken(100):
        raise ValueError("broken")
    fill(room, 100)
    with pytest.raises(NoRoom):
        fill(room, 1)


def test_of_many_at_once_only_as_many_go_as_fit():
    room, start = Room(300), threading.Barrier(8)
    went = []

    def fetch():
        start.wait()
        try:
            fill(room, 100)
        except NoRoom:
            return
        went.append(1)

    threads = [threading.Thread(target=fetch) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(went) == 3
