"""The calls to Meta that are under way: threads without database access."""

import logging
import queue
import time
from concurrent.futures import ThreadPoolExecutor

from ..lib.cloud_api import errors
from ..lib.cloud_api.pace import NumberPace

_logger = logging.getLogger(__name__)

# So many messages a crash can leave unsettled.
THREADS = 100
LATELY = 2.0  # seconds


def send(job):
    """(opaque id, SendResult or error); never raises."""
    opaque_id, client, payload = job
    if client is None:
        return opaque_id, payload
    try:
        return opaque_id, client.send(payload)
    except errors.CloudApiError as error:
        return opaque_id, error
    except Exception as error:
        # its text may hold the request; whether that left is not known
        _logger.error("wa.message %s: %s in the call", opaque_id, type(error).__name__)
        return opaque_id, errors.UncertainOutcome()


class Calls:
    """At most `THREADS` calls at a time; used by one thread, which has the database."""

    def __init__(self, paces, clock=time.monotonic):
        self._paces = paces
        self._clock = clock
        self._pool = ThreadPoolExecutor(THREADS)
        self._answers = queue.SimpleQueue()
        self._started = {}

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self._pool.shutdown()

    def pace(self, number):
        return self._paces.setdefault(number, NumberPace())

    def may_start(self, number, share):
        """Within its share of the threads and Meta's limit."""
        return min(
            share - self.under_way(number), self.pace(number).free(self._clock())
        )

    def wait(self, number):
        return self.pace(number).next_free(self._clock())

    def assume(self, number, count):
        self.pace(number).assume(count, self._clock())

    def has_sent_lately(self):
        now = self._clock()
        return any(pace.left_since(now - LATELY) for pace in self._paces.values())

    def start(self, number, job):
        self.pace(number).take(1)
        self._started[job[0]] = (number, self._clock())
        self._pool.submit(self._run, number, job)

    def _run(self, number, job):
        self.pace(number).leave(self._clock())
        self._answers.put(send(job))

    def under_way(self, number=None):
        if number is None:
            return len(self._started)
        return sum(1 for one, _at in self._started.values() if one == number)

    def slow_numbers(self, after):
        """Numbers with a call that has had no answer for so many seconds."""
        limit = self._clock() - after
        return {number for number, at in self._started.values() if at < limit}

    def answers(self, seconds):
        """[(opaque id, outcome)] of at most so long; sooner if no more can come."""
        end = self._clock() + seconds
        found = []
        while len(found) < len(self._started):
            try:
                found.append(self._answers.get(timeout=max(end - self._clock(), 0)))
            except queue.Empty:
                break
        for opaque_id, _outcome in found:
            del self._started[opaque_id]
        return found
