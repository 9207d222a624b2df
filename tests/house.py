"""What the tests of the house laws share: the sources, and how to read them."""

import ast
import itertools
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ADDON = ROOT / "whatsapp_dsgvo"
LIB = ADDON / "lib"

_FOLDERS = ("whatsapp_dsgvo", "tests", "devenv", "bench", "docs", ".ci")
_FILES = ("*.md", "*.py", "*.toml", "*.yml", "*.cfg", "dev", "Dockerfile")
_TEXT = {".py", ".xml", ".po", ".pot", ".md", ".js", ".css", ".html", ".csv", ".sql"}
_TEXT |= {".toml", ".yml", ".yaml", ".cfg", ".ini", ".in", ".txt", ".json", ".rst", ""}


def own_files(suffixes=frozenset(_TEXT)):
    """Every text file of the project, without what tools leave behind."""
    found = [path for name in _FOLDERS for path in (ROOT / name).rglob("*")]
    found += itertools.chain.from_iterable(ROOT.glob(name) for name in _FILES)
    return [
        path
        for path in found
        if path.is_file() and path.suffix in suffixes and not _is_left_over(path)
    ]


def _is_left_over(path):
    folders = path.relative_to(ROOT).parts[:-1]
    return any(
        name == "__pycache__" or (name.startswith(".") and name != ".ci")
        for name in folders
    )


def python(folder):
    """Python files below a folder."""
    return sorted(p for p in folder.rglob("*.py") if not _is_left_over(p))


def addon_code():
    """The addon's Python files without its tests."""
    return [p for p in python(ADDON) if "tests" not in p.relative_to(ADDON).parts]


def shown(path):
    return str(path.relative_to(ROOT))


def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imports(path):
    """Every module a file imports, relative ones with their dots."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


def matches(pattern, files, excused=lambda line: False):
    """`file:line: text` of each line that the pattern matches."""
    return [
        f"{shown(path)}:{number}: {line.strip()[:100]}"
        for path in files
        for number, line in enumerate(
            path.read_text(encoding="utf-8", errors="replace").splitlines(), 1
        )
        if pattern.search(line) and not excused(line)
    ]
