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
from odoo.addons.base.models.ir_cron import ODOO_NOTIFY_FUNCTION

_logger = logging.getLogger(__name__)

EVERY = 0.2
INSERT = """
    INSERT INTO ir_cron_trigger (cron_id, call_at)
    SELECT res_id, now() AT TIME ZONE 'UTC' FROM ir_model_data
     WHERE module = 'whatsapp_dsgvo' AND name = ANY(%s)
"""

_wishes = set()
_wished = threading.Event()
_lock = threading.Lock()
_thread = None


def after_commit(env, *names):
    """Run the scheduled actions with these XML ids soon after this transaction."""
    dbname = env.cr.dbname
    env.cr.postcommit.add(lambda: wish(dbname, names))


def wish(dbname, names):
    global _thread
    with _lock:
        _wishes.update((dbname, name) for name in names)
        if _thread is None or not _thread.is_alive():
            _thread = threading.Thread(target=_run, name="wa.wake", daemon=True)
            _thread.start()
    _wished.set()


def _run():
    while True:
        _wished.wait()
        _wished.clear()
        with _lock:
            wishes = set(_wishes)
            _wishes.clear()
        for dbname in {dbname for dbname, _name in wishes}:
            _trigger(dbname, [name for db, name in wishes if db == dbname])
        time.sleep(EVERY)


def _trigger(dbname, names):
    try:
        with sql_db.db_connect(dbname).cursor() as cr:
            cr.execute(INSERT, [names])
        with sql_db.db_connect("postgres").cursor() as cr:
            cr.execute(f"SELECT {ODOO_NOTIFY_FUNCTION}('cron_trigger', %s)", [dbname])
    except psycopg2.Error as error:
        # the one-minute interval of the actions makes up for it
        _logger.warning("wake %s: %s", names, type(error).__name__)


def _forget_thread():
    """A forked worker has no thread and must not wait for its parent's."""
    global _thread
    _thread = None


os.register_at_fork(after_in_child=_forget_thread)
