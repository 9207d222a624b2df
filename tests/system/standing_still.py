"""Odoo's workers, stopped and going on."""

import contextlib
import os
import signal
import time

# The scheduled action's own lock is held all the time; T1 and T2 lock these tables.
DECIDING = (
    "select count(*) from pg_locks where granted "
    "and relation in ('wa_message'::regclass, 'wa_conversation'::regclass) "
    "and mode in ('RowShareLock', 'RowExclusiveLock')"
)


def paused_at_rest(site):
    """Workers stand still where none is within T1: all they have decided is stored."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with contextlib.ExitStack() as stack:
            stack.enter_context(_paused(site.workers("WorkerCron")))
            # a statement sent just before is begun by PostgreSQL a moment later
            time.sleep(0.3)
            if site.sql(DECIDING) == "0":
                return stack.pop_all()
    raise AssertionError("something was always being decided")


@contextlib.contextmanager
def _paused(pids):
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)
