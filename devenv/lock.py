"""Two commands at once in one checkout take turns."""

import contextlib
import fcntl

from . import config
from .progress import say


@contextlib.contextmanager
def held(name):
    """Hold the lock of this name; wait, and say so, while another command has it."""
    config.RUN.mkdir(parents=True, exist_ok=True)
    with (config.RUN / f"{name}.lock").open("w") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"Another ./dev is busy ({name}); waiting for it …")
            fcntl.flock(stream, fcntl.LOCK_EX)
        yield
