"""The laws of this code base, as tests: they read the sources, and need no Odoo."""

import ast
import re
from pathlib import Path

import pytest

from tests.house import ADDON, LIB, ROOT, addon_code, imports, python, shown, tree

FILE_LINES = 250
FUNCTION_LINES = 25


# -- lib/ is plain Python ------------------------------------------------------------


def test_lib_imports_no_odoo():
    guilty = [
        f"{shown(path)}: {name}"
        for path in python(LIB)
        for name in imports(path)
        if name.split(".")[0] == "odoo"
    ]
    assert guilty == []


def test_lib_imports_its_own_modules_relatively():
    guilty = [
        f"{shown(path)}: {name}"
        for path in python(LIB)
        for name in imports(path)
        if name.startswith("whatsapp_dsgvo")
    ]
    assert guilty == []


FORBIDDEN_CALLS = re.compile(
    r"(?:datetime|date)\.(?:now|utcnow|today)$|time\.(?:time|monotonic|sleep)(?:_ns)?$"
    r"|os\.(?:environ|getenv)(?:\.\w+)?$|random\.\w+$"
)


def test_lib_reads_no_clock_and_no_environment():
    guilty = [
        f"{shown(path)}:{node.lineno}: {ast.unparse(node)}"
        for path in python(LIB)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and FORBIDDEN_CALLS.search(ast.unparse(node))
    ]
    assert guilty == []


def test_only_the_cloud_api_library_speaks_http():
    guilty = {
        shown(path)
        for path in addon_code()
        for name in imports(path)
        if name.split(".")[0] in ("requests", "urllib3", "httpx", "http")
    }
    allowed = {"transport.py", "client.py", "retry_after.py", "client_settings.py"}
    assert {name for name in guilty if Path(name).name not in allowed} == set()
    assert all("lib/cloud_api" in name for name in guilty)


# -- size ----------------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["whatsapp_dsgvo", "tests", "devenv"])
def test_no_python_file_is_longer_than_250_lines(folder):
    lengths = {
        shown(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in python(ROOT / folder)
    }
    too_long = {name: n for name, n in lengths.items() if n > FILE_LINES}
    assert too_long == {}


def _functions(path):
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _code_lines(node):
    """Lines without the docstring: explaining is never too long."""
    first = node.body[0]
    doc = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    spent = first.end_lineno - first.lineno + 1 if doc else 0
    return node.end_lineno - node.lineno + 1 - spent


def test_no_function_of_lib_is_longer_than_25_lines():
    too_long = [
        f"{shown(path)}:{node.lineno} {node.name}: {_code_lines(node)}"
        for path in python(LIB)
        for node in _functions(path)
        if _code_lines(node) > FUNCTION_LINES
    ]
    assert too_long == []


# -- care ----------------------------------------------------------------------------


def _says_why(lines, number):
    """A comment "sudo:" above the statement, or above the chain it stands in."""
    above = range(number - 1, max(-1, number - 7), -1)
    return any("sudo:" in lines[i] for i in above) or "sudo:" in lines[number]


def test_every_sudo_says_why():
    guilty = []
    for path in addon_code():
        lines = path.read_text(encoding="utf-8").splitlines()
        guilty += [
            f"{shown(path)}:{number + 1}: {line.strip()}"
            for number, line in enumerate(lines)
            if ".sudo()" in line and not _says_why(lines, number)
        ]
    assert guilty == []


def _hides_everything(handler):
    """Cleaning up and raising again hides nothing."""
    if isinstance(handler.body[-1], ast.Raise):
        return False
    names = ast.unparse(handler.type) if handler.type else "Exception"
    return bool(re.search(r"\b(?:Base)?Exception\b", names))


def _without_plain_return(body):
    last = body[-1]
    plain = isinstance(last, ast.Return) and isinstance(last.value, ast.Constant)
    return body[:-1] if plain else body


def test_nothing_catches_every_exception_around_more_than_one_statement():
    """A savepoint around the one statement is part of it."""
    guilty = []
    for path in python(ADDON):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Try) and any(map(_hides_everything, node.handlers)):
                body = _without_plain_return(node.body)
                while len(body) == 1 and isinstance(body[0], ast.With):
                    body = body[0].body
                guilty += [f"{shown(path)}:{node.lineno}"] if len(body) > 1 else []
    assert guilty == []


def test_no_exception_is_swallowed_without_a_word():
    guilty = [
        f"{shown(path)}:{node.lineno}"
        for path in python(ADDON)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler)
        and len(node.body) == 1
        and isinstance(node.body[0], ast.Pass)
    ]
    assert guilty == []


def test_no_test_sleeps():
    folders = [ADDON / "tests", ROOT / "tests" / "unit"]
    guilty = [
        f"{shown(path)}:{node.lineno}"
        for folder in folders
        for path in python(folder)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("sleep")
    ]
    assert guilty == []
