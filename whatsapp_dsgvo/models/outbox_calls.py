"""The calls to Meta that are under way: threads whose one query is the last look."""

import logging
import queue
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from ..lib.cloud_api import errors
from ..lib.cloud_api.pace import NumberPace
from ..lib.cloud_api.transport import new_session
from .outbox_last_look import CalledBack, LastLook

_logger = logging.getLogger(__name__)

# So many messages a crash can leave unsettled.
THREADS = 200
NAME = "whatsapp-call"
# Odoo limits a worker's address space, and the usual 8 MB of each thread count.
STACK = 1024 * 1024  # bytes
# A number whose call takes longer gets no new ones until it ends.
SLOW = 2.0  # seconds
# Longer than connecting and waiting for the answer: somebody sends it byte by byte.
GIVE_UP = 45.0  # seconds


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
    """At most `THREADS` calls at a time; used by one thread, which has the database.

    A number's connections are kept for the next call, but for one turn only: on one
    that Meta closes just now a message would become uncertain.
    """

    def __init__(self, paces, look, clock=time.monotonic):
        self._paces = paces
        self._clock = clock
        self._last_look = LastLook(look, clock)
        self._pool = ThreadPoolExecutor(THREADS, NAME)
        self._answers = queue.SimpleQueue()
        self._started = {}
        self._sessions = {}

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        # whoever was given up must not hold up the others
        self._pool.shutdown(wait=False, cancel_futures=True)
        for session in self._sessions.values():
            session.close()

    def session(self, number):
        if number not in self._sessions:
            self._sessions[number] = new_session(connections=THREADS)
        return self._sessions[number]

    def _pace(self, number):
        return self._paces.setdefault(number, NumberPace())

    def allow(self, number, limit):
        """So many messages a second, as Meta says now."""
        if self._pace(number).limit != limit:
            self._paces[number] = NumberPace(limit)

    def may_start(self, number, share):
        """Within its share of the threads and Meta's limit."""
        free = self._pace(number).free(self._clock())
        return min(share - self.under_way(number), free)

    def start(self, number, job):
        now = self._clock()
        moment = self._pace(number).take(now)
        self._started[job[0]] = (number, now)
        self._last_look.expect(job[0])
        usual = threading.stack_size(STACK)
        try:
            self._pool.submit(self._run, self._pace(number), moment, job)
        finally:
            threading.stack_size(usual)

    def _run(self, pace, moment, job):
        wait = moment - self._clock()
        while True:
            time.sleep(max(wait, 0))
            if not self._last_look.may_leave(job[0]):
                return self._answers.put((job[0], CalledBack()))
            # counted after the look: what it takes would make calls arrive in a bunch
            wait = pace.leave(self._clock())
            if not wait:
                return self._answers.put(send(job))
            self._last_look.expect(job[0])

    def under_way(self, number=None):
        if number is None:
            return len(self._started)
        return sum(1 for one, _at in self._started.values() if one == number)

    def slow_numbers(self):
        limit = self._clock() - SLOW
        return {number for number, at in self._started.values() if at < limit}

    def answers(self, seconds):
        """[(opaque id, outcome)] of at most so long; sooner if no more can come."""
        end = self._clock() + seconds
        found = []
        while self._started:
            try:
                answer = self._answers.get(timeout=max(end - self._clock(), 0))
            except queue.Empty:
                break
            # an answer that comes after all is left to Meta's status
            if self._started.pop(answer[0], None):
                found.append(answer)
        # after what has come: we may have been held up longer than the calls
        return found + self._given_up()

    def _given_up(self):
        limit = self._clock() - GIVE_UP
        late = [opaque for opaque, (_number, at) in self._started.items() if at < limit]
        for opaque_id in late:
            del self._started[opaque_id]
        return [(opaque_id, errors.UncertainOutcome()) for opaque_id in late]
