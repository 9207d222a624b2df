"""`./dev lint`: style, types, Odoo's and OCA's rules, syntax of the JavaScript."""

import os
import shutil
import subprocess

from . import addon, config
from .progress import say

PYLINTRC = config.ROOT / "devenv" / "pylintrc"


def run():
    """Run every check, show what failed; the exit code."""
    failed = [name for name, command in checks() if not _passes(name, command)]
    for script in addon.scripts():
        failed += [] if _parses(script) else [script.name]
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
        ("oca-checks", [tools / "oca-checks-odoo-module", module]),
    ]


def _passes(name, command):
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
    say(f"  {name}: {'ok' if not done.returncode else 'FAILED'}")
    if done.returncode:
        say(done.stdout)
    return done.returncode == 0


def _environment():
    """Caches go to `.dev/`, the environment's tools come first."""
    path = f"{config.VENV / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return {
        **os.environ,
        "PATH": path,
        "PYTHONPYCACHEPREFIX": str(config.CACHE / "pycache"),
        "PYLINTHOME": str(config.CACHE / "pylint"),
    }


def _parses(script):
    """Odoo's scripts are modules; node believes that of `.mjs` files only."""
    node = config.site_packages() / "playwright" / "driver" / "node"
    copy = config.CACHE / "js" / f"{script.stem}.mjs"
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(script, copy)
    return _passes(str(script.relative_to(config.ROOT)), [node, "--check", copy])
