"""Where things lie and what they are called. Everything made is below `.dev/`."""

import os
import secrets
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEV = ROOT / ".dev"
ADDON = "whatsapp_dsgvo"
ADDON_DIR = ROOT / ADDON

CACHE = DEV / "cache"
ODOO = DEV / "odoo"
VENV = DEV / "venv"
PYTHON = VENV / "bin" / "python"
LOGS = DEV / "log"
RUN = DEV / "run"
PASSWORDS = DEV / "passwords"
STATE = DEV / "state.json"

LOCK_FILE = ROOT / "devenv" / "requirements.lock"

DEV_DATABASE = "wa_dev"
TEST_DATABASE = "wa_test"
SYSTEM_DATABASE = "wa_system"
BENCH_DATABASE = "wa_bench"
LANGUAGES = ("de_DE", "en_US")

# One login per role; the addon's demo data creates them, password = login.
ROLES = (
    "agent",
    "leitung",
    "sichtung",
    "koordination",
    "vertretung",
    "dsb",
    "admin",
)
PHONE_PAGE = "/phone/{number}"
DEMO_CUSTOMER = "+4915155500001"
TOUR_PATH = "/tour?odoo={odoo}"

# Discard service: whatever Odoo would ask the outside world ends here.
NOWHERE = "http://127.0.0.1:9"


def odoo_home():
    """The reader's own Odoo 19 folder, or None when Debian's is to be fetched."""
    home = os.environ.get("ODOO_HOME")
    return Path(home).expanduser().resolve() if home else None


def own_postgres():
    """True when PGHOST names a server that is to be used instead of ours."""
    return bool(os.environ.get("PGHOST"))


def odoo_packages():
    """The folder that holds the Python package `odoo`."""
    home = odoo_home()
    if home is None:
        return ODOO / "usr" / "lib" / "python3" / "dist-packages"
    packaged = home / "usr" / "lib" / "python3" / "dist-packages"
    return packaged if packaged.is_dir() else home


def password(name):
    """A password made here once, kept readable for its owner only."""
    path = PASSWORDS / name
    if not path.exists() or not path.stat().st_size:
        PASSWORDS.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(24), encoding="utf-8")
    return path.read_text(encoding="utf-8")


def site_packages():
    """The environment's own site-packages folder."""
    return next(VENV.glob("lib/python3*/site-packages"))


def addons_path():
    """Folders with addons, in the order Odoo is to look."""
    home = odoo_packages()
    folders = [home / "odoo" / "addons"]
    if not (folders[0] / "mail").is_dir():
        folders.append(home / "addons")  # a source checkout keeps most of them here
    folders += [site_packages() / "odoo" / "addons", ROOT]
    return [folder for folder in folders if _has_addons(folder)]


def _has_addons(folder):
    found = folder.glob("*/__manifest__.py")
    return any((manifest.parent / "__init__.py").exists() for manifest in found)
