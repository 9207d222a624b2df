import pytest

from devenv import files
from devenv.odoo_conf import Site


@pytest.fixture
def source(tmp_path):
    site = Site("old", "db_old", tmp_path / "old")
    store = site.data_dir / "filestore" / "db_old"
    store.mkdir(parents=True)
    (store / "file").write_text("content", encoding="utf-8")
    return site


@pytest.fixture
def target(tmp_path):
    site = Site("new", "db_new", tmp_path / "new")
    (site.folder / "keys").mkdir(parents=True)
    (site.folder / "keys" / "left.sqlite").touch()
    return site


def test_copy_names_the_filestore_after_the_new_database(source, target):
    files.copy_site(source, target)
    assert (target.data_dir / "filestore" / "db_new" / "file").exists()
    assert (source.data_dir / "filestore" / "db_old" / "file").exists()


def test_copy_removes_keys_of_the_database_before(source, target):
    files.copy_site(source, target)
    assert not (target.folder / "keys" / "left.sqlite").exists()


def test_move_leaves_nothing_behind(source, target):
    files.move_site(source, target)
    assert not source.folder.exists()
    assert (target.data_dir / "filestore" / "db_new" / "file").exists()


def test_removing_what_is_not_there_is_fine(tmp_path):
    files.remove(tmp_path / "nothing")
