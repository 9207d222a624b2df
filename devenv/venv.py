"""The virtual environment, built from requirements.lock with every hash checked."""

import hashlib
import importlib.util
import os
import sys

from . import config, odoo_source, process
from .progress import Problem, say, step

OLDEST, NEWEST = (3, 10), (3, 13)


def ensure():
    """Have the environment ready; a second call costs nothing."""
    _check_python()
    stamp = config.VENV / "complete"
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != _recipe():
        with step("Installing Python packages (one to two minutes)"):
            _build()
        stamp.write_text(_recipe(), encoding="utf-8")


def _check_python():
    here = sys.version_info[:2]
    if not OLDEST <= here <= NEWEST:
        raise Problem(
            f"This is Python {here[0]}.{here[1]}; Odoo 19 needs 3.10 to 3.13."
        )
    if importlib.util.find_spec("ensurepip") is None:
        raise Problem(
            "Python's venv module is missing. Please run:  "
            "sudo apt-get install -y python3-venv"
        )


def _recipe():
    lock = hashlib.sha256(config.LOCK_FILE.read_bytes()).hexdigest()
    return f"{_interpreter()} {lock}"


def _interpreter():
    return f"{sys.version_info[:3]} {config.VENV}"


def _build():
    """Bring a finished environment up to date, or start with an empty one."""
    log = config.LOGS / "venv.log"
    stamp = config.VENV / "complete"
    known = stamp.read_text(encoding="utf-8") if stamp.exists() else ""
    if not known.startswith(f"{_interpreter()} "):
        process.run(
            [sys.executable, "-m", "venv", "--clear", config.VENV],
            log,
            "The virtual environment could not be created.",
        )
    # Two old packages come as source; they are built with the setuptools of the
    # lock file, because pip would fetch one for the build without checking its hash.
    first = config.CACHE / "setuptools.lock"
    first.parent.mkdir(parents=True, exist_ok=True)
    first.write_text(locked_entry("setuptools"), encoding="utf-8")
    stamp.unlink(missing_ok=True)
    _install(first, log)
    _install(config.LOCK_FILE, log)


def _install(requirements, log):
    command = [config.PYTHON, "-m", "pip", "install", "--quiet", "--retries", "8"]
    command += ["--timeout", "60", "--disable-pip-version-check"]
    command += ["--no-deps", "--no-build-isolation", "--require-hashes"]
    env = {**os.environ, "PIP_CACHE_DIR": str(config.CACHE / "pip")}
    env.pop("PYTHONPATH", None)
    process.run(
        [*command, "-r", requirements],
        log,
        "The Python packages could not be fetched or a hash differs; run the same "
        "command again, what was fetched is kept.",
        env=env,
    )


def locked_entry(name):
    """One requirement of the lock file with its hashes."""
    lines = config.LOCK_FILE.read_text(encoding="utf-8").splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(f"{name}=="))
    end = start + 1
    while end < len(lines) and lines[end].startswith(" "):
        end += 1
    return "\n".join(lines[start:end]) + "\n"


def _point_to_odoo():
    """A .pth file makes Python, pip and importlib.metadata see `odoo`."""
    pth = config.site_packages() / "odoo-19.pth"
    line = f"{config.odoo_packages()}\n"
    if not pth.exists() or pth.read_text(encoding="utf-8") != line:
        pth.write_text(line, encoding="utf-8")
        say(f"  Odoo: {process.shown(config.odoo_packages())}")


def ensure_all():
    """Odoo and the environment, in the order they need."""
    odoo_source.ensure()
    ensure()
    _point_to_odoo()
