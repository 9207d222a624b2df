import pytest

from devenv import apt
from devenv.progress import Problem

DEB822 = """\
Types: deb
# http://snapshot.example/archive/debian/20250520T000000Z
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main

Types: deb
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main
"""


@pytest.fixture(autouse=True)
def no_override(monkeypatch):
    monkeypatch.delenv("DEBIAN_MIRROR", raising=False)


def sources(folder, **files):
    parts = folder / "sources.list.d"
    parts.mkdir()
    for name, text in files.items():
        path = folder / "sources.list" if name == "main" else parts / name
        path.write_text(text, encoding="utf-8")
    return folder


def test_mirror_comes_from_deb822_and_never_from_a_comment(tmp_path):
    etc = sources(tmp_path, **{"debian.sources": DEB822})
    assert apt.mirror(etc) == "http://mirror.example/debian"


def test_mirror_comes_from_an_active_one_line_entry(tmp_path):
    lines = (
        "# deb http://commented.example/debian bookworm main\n"
        "deb-src http://source.example/debian bookworm main\n"
        "deb [arch=amd64 signed-by=/k.gpg] http://one.example/debian/ trixie main\n"
    )
    assert apt.mirror(sources(tmp_path, main=lines)) == "http://one.example/debian"


def test_security_and_foreign_archives_are_no_mirror(tmp_path):
    lines = (
        "deb http://mirror.example/debian-security bookworm-security main\n"
        "deb http://apt.example/tool stable main\n"
    )
    with pytest.raises(Problem, match="DEBIAN_MIRROR"):
        apt.mirror(sources(tmp_path, main=lines))


def test_disabled_stanza_is_ignored(tmp_path):
    disabled = DEB822.replace("Types: deb\n", "Types: deb\nEnabled: no\n")
    with pytest.raises(Problem):
        apt.mirror(sources(tmp_path, **{"debian.sources": disabled}))


def test_folded_deb822_values_are_read(tmp_path):
    folded = "Types: deb\nURIs:\n http://fold.example/debian\nSuites: sid\n"
    etc = sources(tmp_path, **{"debian.sources": folded})
    assert apt.mirror(etc) == "http://fold.example/debian"


def test_named_mirror_wins(tmp_path, monkeypatch):
    monkeypatch.setenv("DEBIAN_MIRROR", "http://named.example/debian/")
    assert apt.mirror(tmp_path) == "http://named.example/debian"


def test_without_root_the_exact_command_is_named(monkeypatch):
    monkeypatch.setattr(apt.os, "geteuid", lambda: 1000)
    with pytest.raises(Problem, match=r"sudo apt-get install -y .* some-package"):
        apt.need({"no-such-program": "some-package"})


def test_present_programs_need_no_package():
    apt.need({"sh": "some-package"})
