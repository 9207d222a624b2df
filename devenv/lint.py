"""`./dev lint`: style, types, Odoo's and OCA's rules, syntax of the JavaScript."""

import os
import shutil
import subprocess

from . import addon, config
from .progress import say

# The order of attributes in a tag is a matter of taste.
_ORDER = "--disable=xml-tag-position"
# So are the line breaks of a translation file.
_WRAP = "--disable=po-pretty-format"
PYLINTRC = config.ROOT / "devenv" / "pylintrc"


def run():
    """Run every check, show what failed; the exit code."""
    failed = [name for name, command in checks() if not _passes(name, command)]
    if not _scripts_parse():
        failed.append("JavaScript")
    say(f"  failed: {', '.join(failed)}" if failed else "  all clean")
    return 1 if failed else 0


def checks():
    """`(name, command)` of each check."""
    tools = config.VENV / "bin"
    module = str(config.ADDON_DIR)
    return [
        ("ruff check", [tools / "ruff", "check"]),
        ("ruff format", [tools / "ruff", "format", "--check"]),
        ("mypy", [tools / "mypy"]),
        ("pylint-odoo", [tools / "pylint", f"--rcfile={PYLINTRC}", module]),
        ("oca-checks", [tools / "oca-checks-odoo-module", _ORDER, module]),
        ("oca-checks-po", [tools / "oca-checks-po", _WRAP, *addon.translations()]),
    ]


def _passes(name, command):
    code, output = _run(command)
    say(f"  {name}: {'FAILED' if code else 'ok'}")
    if code:
        say(output)
    return code == 0


def _run(command):
    done = subprocess.run(
        list(map(str, command)),
        cwd=config.ROOT,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def _environment():
    """Caches go to `.dev/`, the environment's tools come first."""
    path = f"{config.VENV / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return {
        **os.environ,
        "PATH": path,
        "PYTHONPYCACHEPREFIX": str(config.CACHE / "pycache"),
        "PYLINTHOME": str(config.CACHE / "pylint"),
    }


def _scripts_parse():
    """Odoo's scripts are modules; node believes that of `.mjs` files only."""
    node = config.site_packages() / "playwright" / "driver" / "node"
    broken = []
    for script in addon.scripts():
        copy = config.CACHE / "js" / f"{script.stem}.mjs"
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(script, copy)
        code, output = _run([node, "--check", copy])
        broken += [f"{script.name}\n{output}"] if code else []
    say("\n".join([f"  JavaScript: {'FAILED' if broken else 'ok'}", *broken]))
    return not broken
