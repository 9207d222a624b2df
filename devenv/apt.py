"""Debian's package manager: the machine's mirror, downloads, system packages."""

import os
import shutil
import subprocess
from pathlib import Path

from . import config, process
from .progress import Problem, say, step

ETC = Path("/etc/apt")
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
_SIDE_SUITES = ("-security", "-updates", "-backports", "-proposed-updates")


def mirror(etc=ETC):
    """The Debian mirror this machine already trusts, such as `http://host/debian`.

    Taken from active `deb` lines and deb822 stanzas only, so that no host is named
    in this project. DEBIAN_MIRROR overrides it.
    """
    named = os.environ.get("DEBIAN_MIRROR")
    entries = [] if named else [*_one_line_entries(etc), *_deb822_entries(etc)]
    found = [uri for uri, suite in entries if _is_main_archive(uri, suite)]
    if not named and not found:
        raise Problem(
            "No Debian mirror found in /etc/apt. Set DEBIAN_MIRROR to one, or "
            "ODOO_HOME to a folder with Odoo 19."
        )
    return (named or found[0]).rstrip("/")


def _is_main_archive(uri, suite):
    flat = suite.endswith("/") or "/" in suite
    side = suite.endswith(_SIDE_SUITES)
    return "debian" in uri and not (flat or side)


def _files(etc, pattern):
    return [path for path in sorted(etc.glob(pattern)) if path.is_file()]


def _one_line_entries(etc):
    for path in _files(etc, "sources.list") + _files(etc, "sources.list.d/*.list"):
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            entry = _one_line(line)
            if entry:
                yield entry


def _one_line(line):
    line = line.partition("#")[0].strip()
    if not line.startswith("deb "):
        return None
    rest = line[4:].strip()
    if rest.startswith("["):
        rest = rest.partition("]")[2].strip()
    words = rest.split()
    return (words[0], words[1]) if len(words) > 2 else None


def _deb822_entries(etc):
    for path in _files(etc, "sources.list.d/*.sources"):
        for stanza in _stanzas(path.read_text(encoding="utf-8", errors="replace")):
            if stanza.get("enabled", "yes").lower() == "no":
                continue
            if "deb" not in stanza.get("types", "deb").split():
                continue
            for uri in stanza.get("uris", "").split():
                for suite in stanza.get("suites", "").split():
                    yield uri, suite


def _stanzas(text):
    """Each deb822 paragraph as a dict with lower-case keys; comments are dropped."""
    stanza, key = {}, None
    for line in [*text.splitlines(), ""]:
        if line.startswith("#"):
            continue
        if not line.strip():
            if stanza:
                yield stanza
            stanza, key = {}, None
        elif line[0].isspace() and key:
            stanza[key] += f" {line.strip()}"
        elif ":" in line:
            key, _colon, value = line.partition(":")
            key = key.strip().lower()
            stanza[key] = value.strip()


def download(packages, folder, suites):
    """Fetch packages into `folder`; apt checks the signature and the checksums.

    :param packages: `name` or `name/suite`, as `apt-get download` takes them
    :param suites: Debian suites to read, the first is the default
    """
    if not shutil.which("apt-get"):
        raise Problem(
            "Odoo 19 is fetched as Debian's package, and this machine has no apt-get. "
            "Set ODOO_HOME to a folder with Odoo 19."
        )
    folder.mkdir(parents=True, exist_ok=True)
    options = _private_apt(folder, suites)
    log = config.LOGS / "apt.log"
    sentence = "Debian's mirror did not answer properly; try again in a minute."
    process.run(["apt-get", *options, "update"], log, sentence, cwd=folder)
    process.run(["apt-get", *options, "download", *packages], log, sentence, cwd=folder)


def _private_apt(folder, suites):
    """Options that keep apt's lists and state below `folder`, away from the system."""
    signed = f" [signed-by={KEYRING}]" if KEYRING.exists() else ""
    sources = folder / "sources.list"
    uri = mirror()
    lines = [f"deb{signed} {uri} {suite} main\n" for suite in suites]
    sources.write_text("".join(lines), encoding="utf-8")
    for name in ("lists/partial", "archives/partial", "state"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    settings = {
        "Dir::Etc::sourcelist": sources,
        "Dir::Etc::sourceparts": "/dev/null",
        "Dir::State": folder / "state",
        "Dir::State::status": "/var/lib/dpkg/status",
        "Dir::State::Lists": folder / "lists",
        "Dir::Cache": folder,
        "Dir::Cache::Archives": folder / "archives",
        "APT::Sandbox::User": "root",
        "APT::Default-Release": suites[0],
        "Acquire::Languages": "none",
        "APT::Update::Error-Mode": "any",
        "Acquire::Retries": "5",
        "Acquire::http::Timeout": "30",
    }
    flags = [["-o", f"{key}={value}"] for key, value in settings.items()]
    return ["-q", *(part for flag in flags for part in flag)]


def need(programs):
    """Install the Debian packages of missing programs, naming them first.

    :param programs: `{program: package}`
    """
    missing = [pkg for name, pkg in programs.items() if not shutil.which(name)]
    if missing:
        install(missing)


def install(packages):
    """Install Debian packages that are missing, naming them first."""
    command = f"apt-get install -y --no-install-recommends {' '.join(packages)}"
    if os.geteuid() != 0:
        raise Problem(f"Missing Debian packages. Please run:  sudo {command}")
    say(f"Debian packages needed here and not installed: {', '.join(packages)}")
    if not shutil.which("apt-get"):
        raise Problem("This machine has no apt-get; please install them yourself.")
    _install(command)


def _install(command):
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    log = config.LOGS / "apt.log"
    sentence = f"These packages could not be installed; try yourself: {command}"
    with step(command):
        if _lists_are_empty():
            process.run(["apt-get", "-q", "update"], log, sentence, env=env)
        process.run(command.split(), log, sentence, env=env)


def _lists_are_empty():
    done = subprocess.run(
        ["apt-cache", "show", "chromium"], capture_output=True, check=False
    )
    return done.returncode != 0
