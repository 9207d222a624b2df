"""The laws of this code base about words: claims, paths, names, translations."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.house import ADDON, ROOT, matches, own_files, shown

# Words for the interface only; tests may use them freely.
SHOWN = {".py", ".xml", ".po", ".pot", ".md", ".js", ".html", ".rst"}

CLAIM = re.compile(
    r"ende.?zu.?ende|end.?to.?end.?(?:encrypt|verschl)|e2e.?(?:encrypt|verschl)"
    r"|100 ?%.{0,3}(?:dsgvo|gdpr|compliant|konform|sicher)|dsgvo.?konform"
    r"|gdpr.?compliant|rechtssicher|gerichtsfest|revisionssicher|fälschungssicher"
    r"|tamper.?proof|ausschließlich in der eu|server nur in der eu"
    r"|whatsapp kann nicht mitlesen|keine übermittlung in die usa"
    r"|dpf.?zertifiziert|meta speichert nichts|von behörden anerkannt",
    re.IGNORECASE,
)
# Lists of forbidden words, and sentences that say a claim must not be made.
CLAIMS_NAMED = {
    Path("whatsapp_dsgvo/lib/consent/notice_lint.py"),
    Path("tests/test_house_words.py"),
}
DENIED = re.compile(r"\bno(?:t|r|where)?\b|\bnever\b|\bnicht\b|\bkeine?\b|refuse", re.I)

MACHINE_PATH = re.compile(r"(?<![\w.~$}])/(?:work|root|home/\w+|tmp|Users/\w+)/\w")
REGISTRY = re.compile(
    r"pypi\.org|pythonhosted|registry\.npmjs|deb\.debian\.org|mirror\.(?!example)\w+"
    r"|(?:extra-)?index-url\s*[= ]\s*http|\.\./shared",
    re.IGNORECASE,
)
# These quote what they forbid.
QUOTED = {Path(__file__).name, "test_house.py", "test_own_house.py"}


# -- words ---------------------------------------------------------------------------


def test_no_claim_is_made_that_is_not_true():
    files = [
        path for path in own_files(SHOWN) if path.relative_to(ROOT) not in CLAIMS_NAMED
    ]
    files = [path for path in files if "tests" not in path.relative_to(ROOT).parts]
    assert matches(CLAIM, files, DENIED.search) == []


def test_the_search_for_claims_finds_one():
    assert CLAIM.search("Ihre Nachrichten sind Ende-zu-Ende-verschlüsselt")
    assert CLAIM.search("100 % DSGVO-konform")
    assert CLAIM.search("messages are end-to-end encrypted")


def test_no_path_of_somebodys_machine_stands_in_the_repository():
    files = [path for path in own_files() if path.name not in QUOTED]
    assert matches(MACHINE_PATH, files) == []


def test_no_registry_host_stands_in_the_repository():
    files = [
        path
        for path in own_files()
        if shown(path) != ".ci/run" and path.name not in QUOTED
    ]
    assert matches(REGISTRY, files) == []


# -- views and translations ----------------------------------------------------------


XML_ID = re.compile(r"^(?:[a-z_0-9]+\.)?[a-z][a-z0-9_]*$")


def _records():
    for path in sorted(ADDON.rglob("*.xml")):
        if "static" in path.parts:
            continue
        for node in ElementTree.parse(path).iter():
            if node.tag in ("record", "template", "menuitem") and node.get("id"):
                yield path, node


def test_xml_ids_are_lower_case_words():
    guilty = [
        f"{shown(path)}: {node.get('id')}"
        for path, node in _records()
        if not XML_ID.match(node.get("id"))
    ]
    assert guilty == []


ID_PARTS = {
    "ir.ui.view": "_view_",
    "ir.actions.act_window": "_action",
    "res.groups": "group_",
    "ir.cron": "cron_",
}


def test_xml_ids_say_what_they_name():
    guilty = [
        f"{shown(path)}: {node.get('id')} ({node.get('model')})"
        for path, node in _records()
        if ID_PARTS.get(node.get("model"), "") not in node.get("id")
    ]
    assert guilty == []


@pytest.mark.parametrize("language", ["de"])
def test_the_translation_is_complete(language):
    path = ADDON / "i18n" / f"{language}.po"
    if not path.exists():
        return
    polib = pytest.importorskip("polib")
    catalogue = polib.pofile(str(path))
    missing = [entry.msgid for entry in catalogue.untranslated_entries()]
    fuzzy = [entry.msgid for entry in catalogue.fuzzy_entries()]
    assert (missing, fuzzy) == ([], [])


def test_every_access_line_names_a_group():
    """A line without a group would give the right to everybody."""
    path = ADDON / "security" / "ir.model.access.csv"
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    assert [line for line in lines if not line.split(",")[3]] == []
