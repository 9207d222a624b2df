import pytest

from devenv import config, odoo_source
from devenv.progress import Problem

NINETEEN = "version_info = (19, 0, 0, FINAL, 0, '')\n"


@pytest.fixture
def home(tmp_path, monkeypatch):
    (tmp_path / "odoo").mkdir()
    monkeypatch.setenv("ODOO_HOME", str(tmp_path))
    return tmp_path


def test_own_odoo_19_is_used_and_nothing_is_fetched(home):
    (home / "odoo" / "release.py").write_text(NINETEEN, encoding="utf-8")
    odoo_source.ensure()
    assert config.odoo_packages() == home


def test_own_odoo_of_another_version_is_refused(home):
    older = NINETEEN.replace("19", "18")
    (home / "odoo" / "release.py").write_text(older, encoding="utf-8")
    with pytest.raises(Problem, match=r"not Odoo 19\.0"):
        odoo_source.ensure()


def test_folder_without_odoo_is_refused(home):
    with pytest.raises(Problem, match="no Odoo found"):
        odoo_source.ensure()


def test_unpacked_debian_package_can_be_the_home(home):
    packages = home / "usr" / "lib" / "python3" / "dist-packages"
    packages.mkdir(parents=True)
    assert config.odoo_packages() == packages


def test_newer_package_of_debian_is_accepted_with_a_sentence(tmp_path, capsys):
    (tmp_path / "odoo-19_19.0.1+dfsg-1_all.deb").touch()
    odoo_source._report_version(tmp_path)
    assert "19.0.1+dfsg-1" in capsys.readouterr().err


def test_vanished_package_is_told_in_a_sentence(tmp_path):
    with pytest.raises(Problem, match="ODOO_HOME"):
        odoo_source._report_version(tmp_path)
