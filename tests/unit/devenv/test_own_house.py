"""Laws of devenv itself."""

import ast
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[3] / "devenv"
MODULES = sorted(FOLDER.glob("*.py"))


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_only_the_standard_library_is_imported(path):
    assert set(imported(path)) <= sys.stdlib_module_names


def test_no_host_of_a_mirror_stands_in_the_tool():
    files = [path for path in FOLDER.iterdir() if path.is_file()]
    texts = [path.read_text(encoding="utf-8") for path in files]
    for text in texts:
        assert "debian.org" not in text
        assert "pypi.org" not in text
