"""For Odoo's shell: prepare an erasure, or run it as soon as all others are ready."""

import json
import os
import random
import time
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from tests.system import jobs

LONGEST = 0.1  # seconds


def run(job):
    """Steps finished by this process; it pauses after each commit, so that the others
    meet every state in between.
    """
    cls = env.registry["wa.erasure"]  # noqa: F821
    commit, finish, finished = cls._commit, cls._finish, []

    def slow_commit(this):
        commit(this)
        # the pause is the experiment, not a wait
        time.sleep(random.uniform(0, LONGEST))

    def noted_finish(this, step):
        finish(this, step)
        finished.append(step)

    with (
        patch.object(cls, "_commit", slow_commit),
        patch.object(cls, "_finish", noted_finish),
    ):
        job._run()
    return finished


if "TWICE_JOB" in os.environ:
    ready = Path(os.environ["TWICE_READY"])
    (ready / str(os.getpid())).touch()
    while len(list(ready.iterdir())) < int(os.environ["TWICE_COUNT"]):
        time.sleep(0.001)
    found = run(env["wa.erasure"].browse(int(os.environ["TWICE_JOB"])))  # noqa: F821
    print(json.dumps(found))
else:
    person = jobs.person(env, os.environ["TWICE_ERASE"])  # noqa: F821
    # the scheduled action is no third
    made = jobs.confirmed(env, person, timedelta(days=1))  # noqa: F821
    env.cr.commit()  # noqa: F821
    print(json.dumps(made.id))
