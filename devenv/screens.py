"""What tests and pictures of screens need of the machine: Chromium and two fonts."""

import shutil
import subprocess

from . import apt
from .progress import Problem, say

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# By what fontconfig, which Chromium asks, knows them. Both or none: without one of
# Odoo's own text fonts Chromium takes even figures and blanks from the emoji font.
FONTS = {
    "Roboto": "fonts-roboto-unhinted",
    ":lang=und-zsye": "fonts-noto-color-emoji",
}


def need_browser():
    """Chromium, or nothing runs; without the fonts only the pictures are ugly."""
    if not any(map(shutil.which, BROWSERS)):
        apt.need({"chromium": "chromium"})
    try:
        need_fonts()
    except Problem as problem:
        say(f"Screens will show empty boxes for emoji, or figures far apart. {problem}")


def need_fonts():
    """Fonts for text and emoji. Raises Problem if they can't be had."""
    missing = [package for name, package in FONTS.items() if not _has_font(name)]
    if missing:
        apt.install(missing)


def _has_font(name):
    if not shutil.which("fc-list"):
        return False
    done = subprocess.run(["fc-list", name, "file"], capture_output=True, check=False)
    return bool(done.stdout.strip())
