import base64
import os
import stat

import pytest

from whatsapp_dsgvo.lib.keys.errors import (
    CannotRead,
    MasterKeyExists,
    MasterKeyMalformed,
    MasterKeyMissing,
    MasterKeyWrong,
)
from whatsapp_dsgvo.lib.keys.master import MasterKeys

KEY = base64.b64encode(bytes(range(32))).decode()
OTHER = base64.b64encode(bytes(32)).decode()


def test_a_created_file_is_private(tmp_path):
    MasterKeys.create(tmp_path / "master")
    assert stat.S_IMODE((tmp_path / "master").stat().st_mode) == 0o600


def test_a_created_file_is_loaded_again(tmp_path):
    made = MasterKeys.create(tmp_path / "master")
    loaded = MasterKeys.load(tmp_path / "master")
    assert loaded.check_value(1) == made.check_value(1)


def test_an_existing_file_is_never_overwritten(tmp_path):
    path = tmp_path / "master"
    path.write_text("something else")
    with pytest.raises(MasterKeyExists):
        MasterKeys.create(path)
    assert path.read_text() == "something else"


def test_creating_leaves_no_second_copy_of_the_key(tmp_path):
    MasterKeys.create(tmp_path / "master")
    assert os.listdir(tmp_path) == ["master"]


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(MasterKeyMissing):
        MasterKeys.load(tmp_path / "nowhere")


def test_a_missing_folder_is_told(tmp_path):
    with pytest.raises(MasterKeyMissing):
        MasterKeys.create(tmp_path / "nowhere" / "master")


def test_a_file_that_others_may_read_is_noticed(tmp_path, caplog):
    MasterKeys.create(tmp_path / "master")
    (tmp_path / "master").chmod(0o640)
    loaded = MasterKeys.load(tmp_path / "master")
    assert loaded.exposed
    assert "0600" in caplog.text


def test_the_highest_epoch_is_current():
    master = MasterKeys.from_text(f"epoch:7:{KEY}\n# old\n\nepoch:2:{OTHER}\n")
    assert (master.current, master.epochs) == (7, (2, 7))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("epoch:1:short", 1),
        (f"epoch:0:{KEY}", 1),
        (f"epoch:1:{KEY}\nepoch:one:{KEY}", 2),
        (f"epoch:1:{KEY}\nepoch:1:{OTHER}", 2),
        (f"epoch:1:{KEY} {KEY}", 1),
        (KEY, 1),
    ],
)
def test_a_malformed_line_is_named_and_not_quoted(text, line):
    with pytest.raises(MasterKeyMalformed) as caught:
        MasterKeys.from_text(text)
    assert f"Line {line} " in str(caught.value)
    assert KEY not in str(caught.value)


@pytest.mark.parametrize("text", ["", "\n", "# nothing\n"])
def test_a_file_without_keys_counts_as_missing(text):
    with pytest.raises(MasterKeyMissing):
        MasterKeys.from_text(text)


def test_a_file_that_is_no_text_is_malformed(tmp_path):
    (tmp_path / "master").write_bytes(bytes(range(128, 160)))
    with pytest.raises(MasterKeyMalformed):
        MasterKeys.load(tmp_path / "master")


def test_a_wrapped_key_is_unwrapped_by_its_epoch(master, rotated):
    epoch, wrapped = master.wrap(b"k" * 32, b"place")
    assert rotated.unwrap(epoch, wrapped, b"place") == b"k" * 32


def test_a_wrapped_key_is_bound_to_its_place(master):
    epoch, wrapped = master.wrap(b"k" * 32, b"place")
    with pytest.raises(CannotRead):
        master.unwrap(epoch, wrapped, b"elsewhere")


def test_an_epoch_that_is_not_there_is_named(master):
    with pytest.raises(MasterKeyMissing, match="epoch 9"):
        master.unwrap(9, b"", b"place")


def test_the_check_value_recognises_another_key(master):
    other = MasterKeys({1: bytes(32)})
    assert master.check_value(1) != other.check_value(1)


def test_a_rotation_keeps_the_old_epoch(tmp_path):
    made = MasterKeys.create(tmp_path / "master")
    MasterKeys.add_epoch(tmp_path / "master")
    loaded = MasterKeys.load(tmp_path / "master")
    assert loaded.epochs == (1, 2)
    assert loaded.check_value(1) == made.check_value(1)
    assert not loaded.exposed


def test_two_rotations_at_once_do_not_lose_a_key(tmp_path):
    MasterKeys.create(tmp_path / "master")
    (tmp_path / "master.new").touch()
    with pytest.raises(MasterKeyExists):
        MasterKeys.add_epoch(tmp_path / "master")


def test_a_running_process_finds_the_epoch_that_another_has_added(tmp_path):
    path = tmp_path / "master"
    running = MasterKeys.create(path)
    wrapped = MasterKeys.add_epoch(path).wrap(b"k" * 32, b"place")
    assert running.unwrap(*wrapped, b"place") == b"k" * 32
    assert running.current == 2


def test_an_epoch_that_is_not_in_the_file_either_is_named(tmp_path):
    running = MasterKeys.create(tmp_path / "master")
    with pytest.raises(MasterKeyMissing, match="epoch 2"):
        running.unwrap(2, b"", b"place")


def test_another_file_put_in_its_place_is_not_taken_for_a_rotation(tmp_path):
    path = tmp_path / "master"
    running = MasterKeys.create(path)
    path.write_text(f"epoch:1:{OTHER}\nepoch:2:{KEY}\n")
    with pytest.raises(MasterKeyWrong, match="epoch 1"):
        running.unwrap(2, b"", b"place")
    assert running.epochs == (1,)


def test_no_key_shows_when_it_is_printed(master):
    assert repr(master) == "MasterKeys(epochs=(1,))"
