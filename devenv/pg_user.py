"""PostgreSQL refuses to run as root: whom it runs as then, and how.

A checkout may lie where another user cannot go (say `/root`, mode 700). The server
then keeps one right of root's, to pass folders whatever their mode
(CAP_DAC_OVERRIDE), and loses all others; so its data can stay inside the project.
"""

import functools
import os
import pwd
import subprocess

from .progress import Problem, say

_CANDIDATES = ("postgres", "nobody")
_DROP = ["--clear-groups"]
_KEEP_PASSAGE = [
    "--securebits=+no_setuid_fixup",
    "--inh-caps=-all,+dac_override",
    "--ambient-caps=-all,+dac_override",
    "--bounding-set=-all,+dac_override",
]


def uid():
    """The user id PostgreSQL's files belong to."""
    return _account().pw_uid if os.geteuid() == 0 else os.geteuid()


def hand_over(*paths):
    """Give files to the server's user; nothing to do when we are not root."""
    if os.geteuid() == 0:
        account = _account()
        for path in paths:
            os.chown(path, account.pw_uid, account.pw_gid)


@functools.cache
def prefix(folder, program):
    """What to put before a command so that it runs as the server's user."""
    if os.geteuid() != 0:
        return []
    account = _account()
    setpriv = ["setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}"]
    plain = [*setpriv, *_DROP]
    if _works(plain, folder, program):
        return plain
    passing = [*plain, *_KEEP_PASSAGE]
    if _works(passing, folder, program):
        say("  This folder is closed to other users; PostgreSQL gets leave to pass it.")
        return passing
    raise Problem(
        f"PostgreSQL must not run as root, and the user {account.pw_name} cannot "
        f"enter {folder}. Move the project to a folder others may enter, or set "
        "PGHOST to a server of your own."
    )


def _works(command, folder, program):
    test = f'test -x "{folder}" && exec "{program}" --version'
    done = subprocess.run(
        [*command, "sh", "-c", test], capture_output=True, check=False, cwd="/"
    )
    return done.returncode == 0 and b"Permission denied" not in done.stderr


def _account():
    for name in _CANDIDATES:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Problem("No user `postgres` or `nobody` to run PostgreSQL as.")
