"""Our addon's sources, seen from outside: what they are, and their digest."""

import hashlib

from . import config

# Neither changes what lies in a database: assets are built when they are asked for.
_NOT_INSTALLED = {"tests", "static", "__pycache__", "readme"}


def digest():
    """Changes when an installed database would have to be updated."""
    found = hashlib.sha256()
    for path in installed_files():
        found.update(str(path.relative_to(config.ADDON_DIR)).encode())
        found.update(path.read_bytes())
    return found.hexdigest()


def installed_files():
    """Every file of the addon that Odoo reads when it installs or starts."""
    return [
        path
        for path in sorted(config.ADDON_DIR.rglob("*"))
        if path.is_file()
        and not _NOT_INSTALLED.intersection(path.relative_to(config.ADDON_DIR).parts)
    ]


def translations():
    """The addon's translation files, German and the template."""
    return sorted((config.ADDON_DIR / "i18n").glob("*.po*"))


def scripts():
    """The addon's JavaScript files."""
    return sorted((config.ADDON_DIR / "static").rglob("*.js"))
