"""How fast Meta lets us send, kept by ourselves so that it never has to refuse.

Sources: Meta, "Throughput" (80 messages a second for each number) and "About the
platform" (one message in 6 s to the same person; up to 45 within 6 s, as a loan on the
time after).
"""

import threading
from collections import deque
from collections.abc import Iterable
from datetime import datetime, timedelta

PER_SECOND = 80
# A request may overtake the one before it on its way; Meta counts when they arrive.
SPAN = 1.04

PAIR_PAUSE = timedelta(seconds=6)
BURST_SIZE = 45
# Shorter than Meta's 6 s, and waits longer than asked: we know whole seconds only.
BURST_SPAN = timedelta(seconds=5.5)
SLACK = timedelta(seconds=2)
# No loan is older: 45 messages are paid back after 270 s.
LOOK_BACK = timedelta(minutes=10)


class NumberPace:
    """One number's calls of the last second. `now` is in seconds of any clock.

    A place is taken when a message is claimed and counts from when it really leaves;
    both may happen in different threads.
    """

    def __init__(self, per_second: int = PER_SECOND, span: float = SPAN) -> None:
        self._per_second = per_second
        self._span = span
        self._left: deque[float] = deque()
        self._taken = 0
        self._last: float | None = None
        self._lock = threading.Lock()

    def free(self, now: float) -> int:
        """How many messages may be claimed."""
        with self._lock:
            self._forget(now)
            return max(self._per_second - self._taken - len(self._left), 0)

    def next_free(self, now: float) -> float:
        """Seconds until one may be claimed, if nothing else happens."""
        with self._lock:
            self._forget(now)
            full = self._taken + len(self._left) >= self._per_second
            return self._left[0] + self._span - now if full and self._left else 0.0

    def take(self, count: int) -> None:
        with self._lock:
            self._taken += count

    def leave(self, now: float) -> None:
        """One of those that were taken goes to Meta now."""
        with self._lock:
            self._taken -= 1
            self._left.append(now)
            self._last = now

    def left_since(self, then: float) -> bool:
        return self._last is not None and self._last >= then

    def assume(self, count: int, now: float) -> None:
        """So many were sent just now by somebody else."""
        with self._lock:
            self._left.extend([now] * min(count, self._per_second))

    def _forget(self, now: float) -> None:
        while self._left and self._left[0] <= now - self._span:
            self._left.popleft()


def pair_free_at(sent: Iterable[datetime], now: datetime) -> datetime:
    """When the next message to the same person may go; `now` if at once.

    `sent`: when messages went to this person in the last `LOOK_BACK`.
    """
    start, used = now, 0
    for at in sorted(sent):
        if used and at - start < used * PAIR_PAUSE:
            used += 1
        else:
            start, used = at, 1
    in_burst = now - start < BURST_SPAN and used < BURST_SIZE
    if not used or in_burst:
        return now
    return max(now, start + used * PAIR_PAUSE + SLACK)
