"""For Odoo's shell: erase these people, one after the other, at random moments."""

import json
import os
import random
import threading

from tests.system import jobs

rng = random.Random(int(os.environ["RACE_SEED"]))
ends = []
for phone in os.environ["RACE_PEOPLE"].split(","):
    # the pause is the experiment, not a wait
    threading.Event().wait(rng.uniform(0, 0.4))
    env.cr.commit()  # noqa: F821
    person = jobs.person(env, phone)  # noqa: F821
    job = jobs.confirmed(env, person)  # noqa: F821
    env.cr.commit()  # noqa: F821
    job._run()
    env.cr.commit()  # noqa: F821
    ends.append([person.uuid, job.id])
print(json.dumps(ends))
