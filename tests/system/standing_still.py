"""Odoo's workers, stopped and going on."""

import contextlib
import os
import signal
import time

IN_TRANSACTION = (
    "select count(*) from pg_stat_activity where datname = current_database() "
    "and pid <> pg_backend_pid() and state <> 'idle'"
)


def paused_at_rest(site):
    """Workers stand still where none is within T1: all they have decided is stored."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with contextlib.ExitStack() as stack:
            stack.enter_context(_paused(site.workers("WorkerCron")))
            if site.sql(IN_TRANSACTION) == "0":
                return stack.pop_all()
    raise AssertionError("there was always a transaction open")


@contextlib.contextmanager
def _paused(pids):
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)
