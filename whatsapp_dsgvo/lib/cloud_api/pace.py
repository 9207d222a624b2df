"""How fast Meta lets us send.

A number's rate is kept by ourselves, so that Meta never has to refuse; the pause for one
person is asked for once Meta has refused.

Sources: Meta, "Throughput" (80 messages a second for each number, 1,000 after an upgrade,
20 while it is used in the WhatsApp Business app, too) and "About the platform" (one
message in 6 s to the same person; up to 45 within 6 s, as a loan on the time after).
"""

import math
import threading
from collections import deque
from collections.abc import Iterable
from datetime import datetime, timedelta

PER_SECOND = 80
# `throughput.level` of a number
LEVELS = {"STANDARD": PER_SECOND, "HIGH": 1000}
IN_THE_APP = 20
# Evenly spaced, and a little slower: Meta counts when requests arrive, not when they leave.
EVENLY = 76.5 / 80
# Calls that were stalled leave late, but no more of them in any second.
AT_MOST = 78 / 80
SPAN = 1.02
# A message may be claimed so long before it leaves, or the number idles during a claim.
AHEAD = 0.3

PAIR_PAUSE = timedelta(seconds=6)
# We know whole seconds only.
SLACK = timedelta(seconds=2)
# No loan is older: 45 messages are paid back after 270 s.
LOOK_BACK = timedelta(minutes=10)


def per_second(level: str, in_the_app: bool) -> int:
    """Messages a second that Meta takes from a number of this level."""
    return IN_THE_APP if in_the_app else LEVELS.get(level, PER_SECOND)


class NumberPace:
    """One number's calls; all times in seconds of any clock.

    `limit`: messages a second which Meta allows. `free` and `take` are for the thread
    that claims messages, `leave` for those that make the calls.
    """

    def __init__(self, limit: int = PER_SECOND) -> None:
        self.limit = limit
        self._spacing = 1 / (limit * EVENLY)
        self._next = float("-inf")
        self._left: deque[float] = deque(maxlen=int(limit * AT_MOST))
        self._lock = threading.Lock()

    def free(self, now: float) -> int:
        """How many messages may be claimed."""
        first = max(self._next, now)
        return max(math.floor((now + AHEAD - first) / self._spacing) + 1, 0)

    def take(self, now: float) -> float:
        """The time at which the next one leaves."""
        moment = max(self._next, now)
        self._next = moment + self._spacing
        return moment

    def leave(self, now: float) -> float:
        """0.0: it leaves and is counted; else the seconds after which to ask again."""
        with self._lock:
            full = len(self._left) == self._left.maxlen
            if full and now < self._left[0] + SPAN:
                return self._left[0] + SPAN - now
            self._left.append(now)
            return 0.0


def pair_free_at(sent: Iterable[datetime], now: datetime) -> datetime:
    """When Meta, having refused one at `now`, takes the next message to this person.

    `sent`: when messages went to this person in the last `LOOK_BACK`.
    """
    start, used = now, 0
    for at in sorted(sent):
        if used and at - start < used * PAIR_PAUSE:
            used += 1
        else:
            start, used = at, 1
    return max(now, start + used * PAIR_PAUSE + SLACK) if used else now
