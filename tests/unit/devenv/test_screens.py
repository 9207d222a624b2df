import pytest

from devenv import apt, screens
from devenv.progress import Problem

FONTS = ["fonts-roboto-unhinted", "fonts-noto-color-emoji"]


@pytest.fixture
def machine(monkeypatch, tmp_path):
    """A machine with these programs only; `fc-list` knows fonts by one name."""

    def made(*programs, font=None):
        answer = f'#!/bin/sh\n[ "$1" = "{font}" ] && echo /fonts/it.ttf:\n'
        for name in programs:
            file = tmp_path / name
            file.write_text(answer, encoding="utf-8")
            file.chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path))

    return made


@pytest.fixture
def installed(monkeypatch):
    packages = []
    monkeypatch.setattr(apt, "install", packages.extend)
    return packages


def test_browser_and_fonts_are_installed_where_they_are_missing(machine, installed):
    machine("fc-list")
    screens.need_browser()
    assert installed == ["chromium", *FONTS]


@pytest.mark.parametrize(
    ("font", "missing"), [(":lang=und-zsye", FONTS[:1]), ("Roboto", FONTS[1:])]
)
def test_only_the_missing_font_is_installed(machine, installed, font, missing):
    machine("google-chrome", "fc-list", font=font)
    screens.need_browser()
    assert installed == missing


def test_fonts_are_missing_where_nobody_can_list_them(machine, installed):
    machine("chromium")
    screens.need_browser()
    assert installed == FONTS


def test_tests_go_on_without_the_fonts_and_say_so(machine, monkeypatch, capsys):
    machine("chromium", "fc-list")
    monkeypatch.setattr(apt.os, "geteuid", lambda: 1000)
    screens.need_browser()
    said = capsys.readouterr().err
    assert "empty boxes" in said
    assert f"sudo apt-get install -y --no-install-recommends {' '.join(FONTS)}" in said
    with pytest.raises(Problem):
        screens.need_fonts()
