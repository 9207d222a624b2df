import pytest

from devenv import addon, config


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(config, "ADDON_DIR", tmp_path)
    for name in ("models/a.py", "tests/test_a.py", "static/src/a.js"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("1", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "changes"),
    [("models/a.py", True), ("tests/test_a.py", False), ("static/src/a.js", False)],
)
def test_only_what_is_installed_changes_the_digest(folder, name, changes):
    before = addon.digest()
    (folder / name).write_text("2", encoding="utf-8")
    assert (addon.digest() != before) is changes


def test_renamed_file_changes_the_digest(folder):
    before = addon.digest()
    (folder / "models/a.py").rename(folder / "models/b.py")
    assert addon.digest() != before
