"""Running programs: in the foreground with a log, or in the background by pid."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

from . import config
from .progress import Problem


def run(command, log, problem, **options):
    """Run to the end, output into the file `log`; raise `problem` when it fails."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        done = subprocess.run(
            [str(part) for part in command],
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            check=False,
            **options,
        )
    if done.returncode:
        raise Problem(f"{problem}\n{tail(log)}\n(whole log: {shown(log)})")


def shown(path):
    """A path as the reader sees it from the project's folder."""
    try:
        return Path(path).relative_to(config.ROOT)
    except ValueError:
        return path


def tail(log, lines=12):
    """The last lines of a log, indented."""
    if not log.exists():
        return ""
    text = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join(f"    {line}" for line in text[-lines:])


def spawn(name, command, log, env=None, cwd=None):
    """Start a background process in its own session and remember it by name."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        child = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=env,
            cwd=cwd or config.ROOT,
            start_new_session=True,
        )
    remember(name, child.pid)
    return child


def remember(name, pid):
    """A pid alone may be reused; with its start time it names one process."""
    config.RUN.mkdir(parents=True, exist_ok=True)
    note = {"pid": pid, "started": _started(pid)}
    _note(name).write_text(json.dumps(note), encoding="utf-8")


def alive(name):
    """The pid of a process started earlier under this name, or None."""
    try:
        note = json.loads(_note(name).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    started = _started(note["pid"])
    return note["pid"] if started and started == note["started"] else None


def stop(name, timeout=30, sign=signal.SIGTERM):
    """Ask the process to end and wait for it; kill it when it does not."""
    pid = alive(name)
    if pid is None:
        return False
    os.kill(pid, sign)
    if not _gone(name, timeout):
        os.kill(pid, signal.SIGKILL)
        _gone(name, 5)
    _note(name).unlink(missing_ok=True)
    return True


def _gone(name, timeout):
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        if alive(name) is None:
            return True
        time.sleep(0.05)
    return False


def _started(pid):
    """Clock ticks at which the process started, None for gone or zombie."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] == "Z" else fields[19]


def _note(name):
    return config.RUN / f"{name}.json"
