"""What every key store does, whatever it is made of."""

from datetime import timedelta

import pytest

from whatsapp_dsgvo.lib.keys.errors import (
    KeyDestroyed,
    MasterKeyMissing,
    MasterKeyWrong,
)

PAIR = ("person", "service")


def test_a_key_that_was_never_made_is_none(store):
    assert store.get(*PAIR) is None


def test_a_created_key_is_found_again(world, store, now):
    made = store.create([PAIR], now)[PAIR]
    assert world.open(expected=store.uuid).get(*PAIR) == made


def test_a_key_has_32_bytes_and_does_not_show_them(store, now):
    made = store.create([PAIR], now)[PAIR]
    assert len(made.key) == 32
    assert repr(made.key) not in repr(made)


def test_creating_again_keeps_the_key(store, now):
    assert store.create([PAIR], now) == store.create([PAIR], now)


def test_every_person_and_class_has_a_key_of_its_own(store, now):
    pairs = [("a", "service"), ("a", "tax"), ("b", "service")]
    keys = store.create(pairs, now)
    assert len({key.key for key in keys.values()}) == 3


def test_two_stores_on_one_place_share_the_keys(world, store, now):
    other = world.open(expected=store.uuid)
    assert store.create([PAIR], now) == other.create([PAIR], now)


def test_many_keys_are_read_at_once_and_missing_ones_left_out(store, now):
    made = store.create([PAIR], now)
    assert store.get_many([PAIR, ("nobody", "service")]) == made


def test_a_destroyed_key_is_gone(store, now):
    store.create([PAIR], now)
    store.destroy("person")
    assert store.get(*PAIR) is None


def test_destroying_a_person_leaves_the_others(store, now):
    other = store.create([PAIR, ("other", "service")], now)[("other", "service")]
    store.destroy("person")
    assert store.get("other", "service") == other


def test_destroying_some_classes_leaves_the_rest(store, now):
    store.create([PAIR, ("person", "tax")], now)
    store.destroy("person", ["service"])
    assert store.get(*PAIR) is None
    assert store.get("person", "tax") is not None


def test_destroying_tells_how_many_keys_lived(store, now):
    store.create([PAIR, ("person", "tax")], now)
    assert [store.destroy("person"), store.destroy("person")] == [2, 0]


@pytest.mark.parametrize("klasses", [None, ["service"]])
@pytest.mark.parametrize("existed", [True, False])
def test_a_destroyed_key_is_never_made_again(store, now, klasses, existed):
    if existed:
        store.create([PAIR], now)
    store.destroy("person", klasses)
    with pytest.raises(KeyDestroyed):
        store.create([PAIR], now)


def test_an_erased_person_gets_no_key_of_a_new_class_either(store, now):
    store.create([PAIR], now)
    store.destroy("person")
    with pytest.raises(KeyDestroyed):
        store.create([("person", "never used")], now)


def test_a_batch_with_a_destroyed_key_makes_none_at_all(store, now):
    store.destroy("person")
    with pytest.raises(KeyDestroyed):
        store.create([("other", "service"), PAIR], now)
    assert store.get("other", "service") is None


def test_destroyed_is_told_from_missing(store, now):
    store.create([PAIR], now)
    store.destroy("person", ["service"])
    states = [store.is_destroyed(*PAIR), store.is_destroyed("person", "tax")]
    assert states == [True, False]


def test_a_forgotten_key_makes_room_for_a_higher_version(store, now):
    old = store.create([PAIR], now)[PAIR]
    assert store.forget([PAIR, ("nobody", "service")]) == 1
    new = store.create([PAIR], now)[PAIR]
    assert new.version == old.version + 1
    assert new.key != old.key


def test_a_forgotten_key_can_still_be_destroyed_for_good(store, now):
    store.create([PAIR], now)
    store.forget([PAIR])
    store.destroy("person", ["service"])
    with pytest.raises(KeyDestroyed):
        store.create([PAIR], now)


def test_forgetting_does_not_reopen_what_was_destroyed(store, now):
    store.destroy("person", ["service"])
    store.forget([PAIR])
    assert store.is_destroyed(*PAIR)


def test_the_sweeper_sees_living_keys_made_before_a_time(store, now):
    store.create([("old", "a"), ("old", "b"), ("gone", "a")], now)
    store.create([("new", "a")], now + timedelta(days=1))
    store.destroy("gone")
    assert list(store.pairs(now + timedelta(hours=1))) == [("old", "a"), ("old", "b")]


def test_the_sweeper_may_forget_while_it_goes_through_many(store, now):
    pairs = {(f"person {number}", "service") for number in range(2_500)}
    store.create(pairs, now)
    seen = set()
    for pair in store.pairs(now + timedelta(hours=1)):
        if not len(seen) % 500:
            store.forget([pair])
        seen.add(pair)
    assert seen == pairs


def test_living_keys_are_counted(store, now):
    store.create([PAIR, ("other", "service")], now)
    store.destroy("other")
    assert store.count() == 1


def test_rewrapping_goes_on_in_steps_until_nothing_remains(world, store, now, rotated):
    store.create([(str(number), "service") for number in range(5)], now)
    newer = world.open(expected=store.uuid, master=rotated)
    assert [newer.rewrap(2), newer.rewrap(2), newer.rewrap(2)] == [3, 1, 0]


def test_rewrapped_keys_are_the_same_keys(world, store, now, rotated):
    made = store.create([PAIR], now)
    newer = world.open(expected=store.uuid, master=rotated)
    newer.rewrap(10)
    assert newer.get_many([PAIR]) == made


def test_after_rewrapping_the_old_epoch_is_not_needed(world, store, now, rotated):
    made = store.create([PAIR], now)
    world.open(expected=store.uuid, master=rotated).rewrap(10)
    newest = type(rotated)({2: bytes(range(32, 64))})
    again = world.open(expected=store.uuid, master=newest)
    assert again.get_many([PAIR]) == made


def test_a_process_with_the_old_file_says_which_epoch_it_lacks(
    world, store, now, rotated
):
    store.create([PAIR], now)
    world.open(expected=store.uuid, master=rotated).rewrap(10)
    with pytest.raises(MasterKeyMissing, match="epoch 2"):
        store.get(*PAIR)


def test_a_half_rotated_store_is_readable_and_goes_on_another_day(
    world, store, now, rotated
):
    pairs = [(str(number), "service") for number in range(5)]
    made = store.create(pairs, now)
    world.open(expected=store.uuid, master=rotated).rewrap(2)
    later = world.open(expected=store.uuid, master=rotated)
    assert later.get_many(pairs) == made
    assert [later.rewrap(0), later.rewrap(10)] == [3, 0]


@pytest.mark.parametrize("epoch", [1, 2])
def test_a_half_rotated_store_needs_both_epochs(world, store, now, rotated, epoch):
    store.create([(str(number), "service") for number in range(5)], now)
    world.open(expected=store.uuid, master=rotated).rewrap(2)
    alone = type(rotated)({epoch: bytes(range(32 * (epoch - 1), 32 * epoch))})
    with pytest.raises(MasterKeyMissing, match=f"epoch {3 - epoch}"):
        world.open(expected=store.uuid, master=alone, may_create=False)


def test_a_wrong_new_epoch_is_recognised_in_a_half_rotated_store(
    world, store, now, rotated
):
    store.create([(str(number), "service") for number in range(5)], now)
    world.open(expected=store.uuid, master=rotated).rewrap(2)
    wrong = type(rotated)({1: bytes(range(32)), 2: bytes(32)})
    with pytest.raises(MasterKeyWrong, match="epoch 2"):
        world.open(expected=store.uuid, master=wrong)


def test_a_closed_store_opens_again_when_needed(store, now):
    made = store.create([PAIR], now)
    store.close()
    assert store.get_many([PAIR]) == made
