"""Every test which a document names as proof exists."""

import re

import pytest

from tests.house import ADDON, ROOT

FOLDERS = {
    "addon": ADDON / "tests",
    "unit": ROOT / "tests" / "unit",
    "system": ROOT / "tests" / "system",
    "hoot": ADDON / "static" / "tests",
    "static": ADDON / "static",
}
NAMED = re.compile(r"`([^`\n]+)`")
FILE = re.compile(r"(?:\w+/)+[\w.]+\.(?:py|test\.js)$")
COMPLAINTS = 40


def _proofs(document):
    """(file, test) of each proof: `file::test`, or `file`: `test`, `test` …"""
    file = None
    for word in NAMED.findall((ROOT / "docs" / document).read_text(encoding="utf-8")):
        name, _colons, test = word.partition("::")
        if FILE.match(name):
            file = name
            yield file, test
        elif word.startswith("test_"):
            yield file, word


def _path(name):
    folder, _slash, rest = name.partition("/")
    return FOLDERS[folder] / rest


def _exists(name, test):
    path = _path(name)
    if not path.is_file():
        return False
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".js":
        return not test or f'test("{test}"' in text
    return not test or re.search(rf"def {re.escape(test)}\(", text) is not None


@pytest.mark.parametrize("document", ["peers.md", "security.md"])
def test_every_named_test_exists(document):
    proofs = list(_proofs(document))
    assert len(proofs) > 20
    assert [proof for proof in proofs if not _exists(*proof)] == []


def test_a_test_that_is_not_there_is_noticed():
    assert not _exists("addon/test_peers.py", "test_that_nobody_wrote")
    assert not _exists("addon/test_nobody.py", "")
    assert not _exists("hoot/bubble.test.js", "a test nobody wrote")


def test_every_complaint_of_the_peers_is_answered():
    text = (ROOT / "docs" / "peers.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([\d, ]+) \| .+ \| (.+) \|$", text, re.MULTILINE)
    numbers = [int(n) for cell, _answer in rows for n in cell.split(",")]
    assert sorted(numbers) == list(range(1, COMPLAINTS + 1))
    assert [answer for _cell, answer in rows if "::" not in answer] == []


COMPONENT = re.compile(r"\bextends Component\b")


def _needs_a_hoot_test(path):
    """A patch of Odoo's classes or only of a template, a component or a hook."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".xml":
        return "t-inherit=" in text
    is_hook = path.stem.startswith("use_")
    return path.stem.endswith("_patch") or is_hook or COMPONENT.search(text)


def test_every_patch_component_and_hook_has_a_hoot_test():
    source = ADDON / "static" / "src"
    files = [*source.rglob("*.js"), *source.rglob("*.xml")]
    needing = {path.stem for path in files if _needs_a_hoot_test(path)}
    assert "file_viewer_patch" in needing, "it has no class, only a template"
    tested = {
        path.name.removesuffix(".test.js")
        for path in (ADDON / "static" / "tests").glob("*.test.js")
        if 'test("' in path.read_text(encoding="utf-8")
    }
    assert sorted(needing - tested) == []


def test_odoos_own_runner_finds_every_test_too():
    """pytest finds files by itself, `odoo --test-enable` only what is imported."""
    files = (ADDON / "tests").glob("test_*.py")
    expected = [f"from . import {name}" for name in sorted(path.stem for path in files)]
    found = (ADDON / "tests" / "__init__.py").read_text(encoding="utf-8").splitlines()
    assert found == expected
