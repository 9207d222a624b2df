"""Meta's rate limits (pages about-the-platform and throughput)."""

from collections import deque

PAIR_PAUSE = 6.0
BURST_SPAN = 6.0
BURST_SIZE = 45


class Limits:
    """Times are seconds of the stand-in's clock. Asking and counting are separate."""

    def __init__(self) -> None:
        self._pairs: dict[tuple, tuple[float, int]] = {}
        self._seconds: dict[str, deque] = {}
        self._management: deque = deque()

    def pair_allows(self, phone_id: str, customer: str, now: float) -> bool:
        """One message in 6 s; up to 45 within 6 s as a loan on the time after."""
        start, used = self._pairs.get((phone_id, customer), (0.0, 0))
        in_burst = now - start < BURST_SPAN and used < BURST_SIZE
        return not used or in_burst or now - start >= used * PAIR_PAUSE

    def number_allows(self, phone_id: str, now: float, per_second: int) -> bool:
        sent = self._seconds.get(phone_id, deque())
        return sum(1 for moment in sent if now - moment < 1) < per_second

    def count(self, phone_id: str, customer: str, now: float) -> None:
        start, used = self._pairs.get((phone_id, customer), (0.0, 0))
        fresh = now - start >= used * PAIR_PAUSE
        pair = (now, 1) if fresh else (start, used + 1)
        self._pairs[phone_id, customer] = pair
        sent = self._seconds.setdefault(phone_id, deque())
        _forget(sent, now - 1)
        sent.append(now)

    def count_management(self, now: float) -> int:
        """How many management calls were made in the last hour, this one included."""
        _forget(self._management, now - 3600)
        self._management.append(now)
        return len(self._management)

    def management_used(self) -> int:
        return len(self._management)


def _forget(moments: deque, before: float) -> None:
    while moments and moments[0] <= before:
        moments.popleft()
