"""What one person may still make us fetch today, shared by files under way at once."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class NoRoom(Exception):
    """The day's cap is reached by what has come and what is under way."""


class Room:
    """So many bytes; the file that fills them up still goes."""

    def __init__(self, left: int):
        self._left = left
        self._lock = threading.Lock()

    @contextmanager
    def taken(self, size: int) -> Iterator[None]:
        """Raise NoRoom if nothing was left; what did not come leaves its room."""
        with self._lock:
            if self._left <= 0:
                raise NoRoom
            self._left -= size
        try:
            yield
        except BaseException:
            with self._lock:
                self._left += size
            raise
