"""How our scheduled actions work: short rounds, a commit after each."""

import psycopg2

from odoo import fields

from .. import wake

TRIES = 5


def work_off(env, name, step, remaining, next_due):
    """Repeat `step()` -> number done, until nothing is left or the turn is over.

    Two workers that meet at one person make one of them start its round again: under
    REPEATABLE READ only a new transaction sees what the other has written.
    `next_due()` -> when the oldest waiting item may be tried, or None; what another
    worker has locked just now is due at once.
    """
    cron = env["ir.cron"]
    done = None
    while done != 0:
        left = remaining()
        if not cron._commit_progress(done or 0, remaining=left) and left:
            # Odoo calls ten times in a turn; others wait, and a long one is killed
            wake.after_commit(env, name)
            return
        # asked again: what came during the last round is seen since it was committed
        if done and not left and not remaining():
            break
        done = surely(env, step)
    # whatever is left is somebody else's just now, or not due yet
    due = next_due()
    if due:
        seconds = (due - fields.Datetime.now()).total_seconds()
        wake.later_after_commit(env, max(seconds, 1), name)
    cron._commit_progress(remaining=0)


def surely(env, step):
    """What `step()` returns; again while another worker writes in between, 0 at last."""
    for _try in range(TRIES):
        try:
            return step()
        except psycopg2.errors.SerializationFailure:
            env.cr.rollback()
    return 0
