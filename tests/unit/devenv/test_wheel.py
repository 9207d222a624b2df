import ast
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
ADDON = ROOT / "whatsapp_dsgvo"
INSIDE = "odoo/addons/whatsapp_dsgvo"
NOT_SHIPPED = {"__pycache__"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """A wheel built from a copy, so that the checkout stays clean."""
    copy = tmp_path_factory.mktemp("checkout")
    ignore = shutil.ignore_patterns(*NOT_SHIPPED)
    shutil.copytree(ADDON, copy / ADDON.name, ignore=ignore)
    for name in ("setup.py", "pyproject.toml", "MANIFEST.in", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    command = [sys.executable, "setup.py", "-q", "bdist_wheel", "--dist-dir", "dist"]
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run(command, cwd=copy, env=env, check=True, capture_output=True)
    (path,) = (copy / "dist").glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        yield archive


def addon_files():
    for path in ADDON.rglob("*"):
        inner = path.relative_to(ADDON)
        if path.is_file() and not NOT_SHIPPED.intersection(inner.parts):
            yield f"{INSIDE}/{inner}"


def test_wheel_holds_every_file_of_the_addon(wheel):
    assert set(addon_files()) <= set(wheel.namelist())


def test_wheel_adds_nothing_to_odoos_own_packages(wheel):
    foreign = [
        name
        for name in wheel.namelist()
        if not name.startswith(f"{INSIDE}/") and ".dist-info/" not in name
    ]
    assert foreign == []


def test_wheel_has_the_manifests_version_and_the_licence(wheel):
    text = (ADDON / "__manifest__.py").read_text(encoding="utf-8")
    version = ast.literal_eval(text)["version"]
    folder = f"odoo_addon_whatsapp_dsgvo-{version}.dist-info"
    metadata = wheel.read(f"{folder}/METADATA").decode()
    assert f"\nVersion: {version}\n" in metadata
    assert f"{folder}/licenses/LICENSE" in wheel.namelist()


def test_wheel_asks_for_nothing_that_is_not_on_pypi(wheel):
    (name,) = (name for name in wheel.namelist() if name.endswith("/METADATA"))
    asked = [
        line.partition(": ")[2]
        for line in wheel.read(name).decode().splitlines()
        if line.startswith("Requires-Dist: ")
    ]
    assert asked
    assert not any(entry.startswith("odoo") for entry in asked)
