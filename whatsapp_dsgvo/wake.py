"""Wake a scheduled action after a commit, cheaply.

`ir.cron._trigger()` in every webhook would cost three quarters of the throughput. So
a post-commit hook only notes the wish; one lazy thread per process writes at most one
trigger row per action and 200 ms. The action's one-minute interval is the net.
"""

import logging
import os
import threading
import time

import psycopg2

from odoo import sql_db
from odoo.service import server

from odoo.addons.base.models.ir_cron import ODOO_NOTIFY_FUNCTION

_logger = logging.getLogger(__name__)

EVERY = 0.2  # seconds
MINUTE = 60  # seconds, when the action runs by itself
# Seconds after the start. The processes of the scheduled actions are born after the
# registry, and listen to nobody before; whoever hears twice finds nothing to do.
UNTIL_HEARD = (0.5, 1, 2, 4, 8, 16)
INSERT = """
    INSERT INTO ir_cron_trigger (cron_id, call_at)
    SELECT res_id, now() AT TIME ZONE 'UTC' FROM ir_model_data
     WHERE module = 'whatsapp_dsgvo' AND name = ANY(%s)
"""


class Waker:
    """The wishes of one process and the thread that grants them."""

    def __init__(self):
        self._starts = {}
        self.forget()

    def forget(self):
        """A forked worker has no thread and must not wait for its parent's."""
        self._wishes = set()
        self._wished = threading.Event()
        self._lock = threading.Lock()
        self._thread = None
        self._later = {}

    def wish_later(self, dbname, names, seconds):
        """Once per action: an earlier wish makes a later one superfluous."""
        if seconds > MINUTE:
            return
        due = time.monotonic() + seconds
        with self._lock:
            if self._later.get((dbname, names), due + 1) <= due:
                return
            self._later[dbname, names] = due
        timer = threading.Timer(seconds, self._now, (dbname, names))
        timer.daemon = True
        timer.start()

    def _now(self, dbname, names):
        with self._lock:
            self._later.pop((dbname, names), None)
        self.wish(dbname, names)

    def wish(self, dbname, names):
        with self._lock:
            self._wishes.update((dbname, name) for name in names)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(
                    target=self._run, name="wa.wake", daemon=True
                )
                self._thread.start()
        self._wished.set()

    def started(self, dbname):
        """Call until somebody can hear; the master of many workers leaves it to them.

        It forks, and must have neither threads nor connections of its own by then.
        """
        self._starts[dbname] = time.monotonic()
        if not _will_fork():
            self._call(dbname)

    def born(self):
        """In a forked worker."""
        self.forget()
        for dbname, at in self._starts.items():
            if time.monotonic() - at < UNTIL_HEARD[-1]:
                self._call(dbname)

    def _call(self, dbname):
        for seconds in UNTIL_HEARD:
            timer = threading.Timer(seconds, _notify, (dbname,))
            timer.daemon = True
            timer.start()

    def _run(self):
        while True:
            self._wished.wait()
            self._wished.clear()
            with self._lock:
                wishes, self._wishes = self._wishes, set()
            for dbname in {dbname for dbname, _name in wishes}:
                _trigger(dbname, [name for db, name in wishes if db == dbname])
            time.sleep(EVERY)


def _trigger(dbname, names):
    try:
        with sql_db.db_connect(dbname).cursor() as cr:
            cr.execute(INSERT, [names])
    except psycopg2.Error as error:
        # the one-minute interval of the actions makes up for it
        _logger.warning("wake %s: %s", names, type(error).__name__)
        return
    _notify(dbname)


def _notify(dbname):
    try:
        with sql_db.db_connect("postgres").cursor() as cr:
            cr.execute(f"SELECT {ODOO_NOTIFY_FUNCTION}('cron_trigger', %s)", [dbname])
    except psycopg2.Error as error:
        _logger.warning("wake %s: %s", dbname, type(error).__name__)


def _will_fork():
    """Whether this is the master, before or after its workers are born."""
    master = server.server
    return isinstance(master, server.PreforkServer) and master.pid == os.getpid()


_waker = Waker()
os.register_at_fork(after_in_child=_waker.born)


def after_commit(env, *names):
    """Run the scheduled actions with these XML ids soon after this transaction."""
    dbname = env.cr.dbname
    env.cr.postcommit.add(lambda: _waker.wish(dbname, names))


def later_after_commit(env, seconds, *names):
    """The same, some seconds later: Odoo looks at triggers in the future too rarely."""
    dbname = env.cr.dbname
    env.cr.postcommit.add(lambda: _waker.wish_later(dbname, names, seconds))


def at_start(env, names):
    """Run what waits as soon as Odoo runs scheduled actions."""
    dbname = env.cr.dbname
    env.cr.execute(INSERT, [names])
    env.cr.postcommit.add(lambda: _waker.started(dbname))
