"""What waits to be told to the business, by time; the delivery threads take it."""

import heapq
import itertools
import threading
from collections.abc import Callable

from .clock import Clock
from .entities import Update

_HURRIED = float("-inf")
# A retry due within this time is waited for by `flush`, a later one is not.
_SOON = 0.5


class Outbox:
    """Thread-safe; every update is waiting, in flight, or gone."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Condition()
        self._order = itertools.count()
        self._heap: list[tuple] = []
        self._in_flight: set[str] = set()
        self.held = False
        self.stopped = False

    def push(self, update: Update) -> None:
        with self._lock:
            self._add(update)
            self._lock.notify_all()

    def hurry(self) -> None:
        """Everything that waits is due now, in the order it would have had."""
        with self._lock:
            self._heap = [(_HURRIED, *entry[1:]) for entry in self._heap]
            heapq.heapify(self._heap)
            self._lock.notify_all()

    def take(
        self, size: Callable[[], int], route: Callable[[Update], tuple]
    ) -> list[Update]:
        """Waits for the next due update; up to `size` due ones of the same route."""
        with self._lock:
            while not self.stopped:
                if self._due():
                    return self._pop(size(), route)
                self._lock.wait(self._pause())
        return []

    def settle(self, updates: list[Update], again_at: float | None = None) -> None:
        """Told (no `again_at`), or to be told again at that time."""
        with self._lock:
            for update in updates:
                known = update.id in self._in_flight  # not after a reset
                self._in_flight.discard(update.id)
                if again_at is not None and known:
                    update.due = again_at
                    self._add(update)
            self._lock.notify_all()

    def flush(self, timeout: float) -> int:
        """Makes all due now and waits until told; returns how many still wait.

        `timeout` in real seconds. What fails is waited for only as long as its next
        attempt comes at once; what waits for a later attempt counts as waiting.
        """
        with self._lock:
            self.hurry()
            self._lock.wait_for(lambda: self.stopped or self._quiet(), timeout)
            return len(self._heap) + len(self._in_flight)

    def hold(self, held: bool) -> None:
        with self._lock:
            self.held = held
            self._lock.notify_all()

    def wake(self) -> None:
        with self._lock:
            self._lock.notify_all()

    def stop(self) -> None:
        with self._lock:
            self.stopped = True
            self._lock.notify_all()

    def clear(self) -> None:
        with self._lock:
            self._heap.clear()
            self._in_flight.clear()
            self.held = False
            self._lock.notify_all()

    def waiting(self) -> int:
        with self._lock:
            return len(self._heap) + len(self._in_flight)

    def _add(self, update: Update) -> None:
        rank = (update.due, update.due, next(self._order), update)
        heapq.heappush(self._heap, rank)

    def _due(self) -> bool:
        ready = self._heap and not self.held
        return bool(ready and self._heap[0][0] <= self._clock.now())

    def _quiet(self) -> bool:
        if self._in_flight:
            return False
        later = self._clock.now() + _SOON
        return self.held or not self._heap or self._heap[0][0] > later

    def _pause(self) -> float | None:
        if self.held or not self._heap:
            return None
        return max(self._heap[0][0] - self._clock.now(), 0.001)

    def _pop(self, size: int, route: Callable[[Update], tuple]) -> list[Update]:
        first = heapq.heappop(self._heap)[-1]
        batch = [first]
        while len(batch) < size and self._due():
            if route(self._heap[0][-1]) != route(first):
                break
            batch.append(heapq.heappop(self._heap)[-1])
        self._in_flight.update(update.id for update in batch)
        return batch
