"""Odoo 19 itself: Debian's package, unpacked below `.dev/`, or the reader's own."""

import hashlib
import re
import shutil
from pathlib import Path

from . import apt, config, process
from .progress import Problem, say, step

# What this project was tried with. apt checks the file; a newer 19.0 is accepted.
EXPECTED = "19.0.0+dfsg-1"
SUITES = ("sid", "bookworm")
# Debian replaced fonts and some JavaScript by links into these packages.
# fonts-font-awesome: Odoo's names are those of 4.7, which Debian 12 carries.
PACKAGES = (
    "odoo-19/sid",
    "libjs-jquery/sid",
    "libjs-jquery-form/sid",
    "libjs-underscore/sid",
    "fonts-roboto-unhinted/sid",
    "fonts-montserrat/sid",
    "fonts-inconsolata/sid",
    "fonts-ocr-b/sid",
    "fonts-font-awesome/bookworm",
)
# Not in Debian's package; an empty file is enough for the asset bundles.
MISSING = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"


def ensure():
    """Have Odoo 19 ready; a second call costs nothing."""
    if config.odoo_home():
        return _check_own(config.odoo_packages())
    if _stamp().exists() and _stamp().read_text(encoding="utf-8") == _recipe():
        return None
    debs = _fetched()
    with step("Unpacking Odoo"):
        _unpack(debs)
    return None


def _fetched():
    """The packages, which stay until they are unpacked, come what may."""
    downloads = config.CACHE / "apt"
    stamp = downloads / "fetched"
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != _recipe():
        with step("Fetching Odoo 19 from Debian (about 125 MB)"):
            for old in downloads.glob("*.deb"):
                old.unlink()
            apt.download(PACKAGES, downloads, SUITES)
            _report_version(downloads)
            stamp.write_text(_recipe(), encoding="utf-8")
    return sorted(downloads.glob("*.deb"))


def version():
    """Odoo's version and folder, for whoever caches what was built with it."""
    stamp = _stamp()
    own = config.odoo_home()
    return str(own) if own else stamp.read_text(encoding="utf-8")


def _stamp():
    return config.ODOO / "complete"


def _recipe():
    return hashlib.sha256(" ".join((*PACKAGES, MISSING)).encode()).hexdigest()


def _check_own(packages):
    release = packages / "odoo" / "release.py"
    if not release.exists():
        raise Problem(f"ODOO_HOME: no Odoo found below {config.odoo_home()}.")
    text = release.read_text(encoding="utf-8")
    if not re.search(r"^version_info = \(19, 0,", text, re.MULTILINE):
        raise Problem("ODOO_HOME: that is not Odoo 19.0, which this addon is for.")


def _report_version(downloads):
    found = [path.name.split("_")[1] for path in downloads.glob("odoo-19_*.deb")]
    if not found:
        raise Problem(
            "Debian no longer has the package odoo-19. Get Odoo 19 elsewhere and set "
            "ODOO_HOME to its folder."
        )
    name = found[0].replace("%2b", "+")
    if name != EXPECTED:
        say(f"  Debian now has Odoo {name}; this project was tried with {EXPECTED}.")


def _unpack(debs):
    new = config.DEV / "odoo.new"
    shutil.rmtree(new, ignore_errors=True)
    for deb in debs:
        process.run(
            ["dpkg", "-x", deb, new],
            config.LOGS / "apt.log",
            f"The package {deb.name} could not be unpacked.",
        )
    missing = _addons(new) / MISSING
    missing.parent.mkdir(parents=True, exist_ok=True)
    missing.touch()
    (new / "complete").write_text(_recipe(), encoding="utf-8")
    shutil.rmtree(config.ODOO, ignore_errors=True)
    new.rename(config.ODOO)
    shutil.rmtree(config.CACHE / "apt")


def _addons(root: Path):
    return root / "usr/lib/python3/dist-packages/odoo/addons"
