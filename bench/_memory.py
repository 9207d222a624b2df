"""How much memory a process has."""

import os
import re
from pathlib import Path

MB = 1024 * 1024
_HIGHEST = re.compile(r"^VmHWM:\s+(\d+) kB$", re.MULTILINE)


def resident(pid="self"):
    """Resident bytes, mapped files and what it shares with its parent included."""
    pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def highest(pid):
    """The most resident bytes since `forget`, by the kernel's own count."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(_HIGHEST.search(status)[1]) * 1024


def forget(pid):
    """Let `highest` begin anew (proc(5), clear_refs)."""
    Path(f"/proc/{pid}/clear_refs").write_text("5", encoding="ascii")
