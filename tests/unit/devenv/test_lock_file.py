import re

from devenv import config, venv

LOCK = config.LOCK_FILE.read_text(encoding="utf-8")
WANTED = (config.ROOT / "devenv" / "requirements.in").read_text(encoding="utf-8")


def names(text):
    found = re.findall(r"^([A-Za-z0-9][\w.-]*)", text, re.MULTILINE)
    return {name.lower().replace("_", "-").replace(".", "-") for name in found}


def test_every_wanted_package_is_locked():
    assert names(WANTED) <= names(LOCK)


def test_every_locked_package_has_a_hash():
    pinned = [line for line in LOCK.splitlines() if re.match(r"^[a-z0-9]", line)]
    assert pinned
    assert all(line.endswith("\\") and "==" in line for line in pinned)


def test_lock_file_names_no_index():
    assert "://" not in LOCK


def test_pypdf2_is_not_installed_next_to_pypdf():
    assert "pypdf" in names(LOCK)
    assert "pypdf2" not in names(LOCK)


def test_image_installs_the_locked_versions():
    image = (config.ROOT / "docker" / "requirements.txt").read_text(encoding="utf-8")
    for name in (
        "odoo-addon-helpdesk-mgmt",
        "phonenumbers",
        "clamd",
        "filetype",
    ):
        assert venv.locked_entry(name) in image
