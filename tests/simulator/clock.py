"""The stand-in's own time: real time plus an offset that only tests move."""

import time
from collections.abc import Callable


class Clock:
    """Seconds since 1970, in UTC; `source` is replaceable for tests."""

    def __init__(self, source: Callable[[], float] = time.time) -> None:
        self._source = source
        self.offset = 0.0
        # Whether webhooks tell real time: who reads them can't move their own clock.
        self.tells_real_time = False

    def now(self) -> float:
        return self._source() + self.offset

    def told(self, at: float) -> float:
        """A moment of this clock as a webhook names it."""
        return at - self.offset if self.tells_real_time else at
