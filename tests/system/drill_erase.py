"""For Odoo's shell: erase the person of this number, as two people would have it."""

import json
import os

from tests.system import jobs

person = jobs.person(env, os.environ["DRILL_ERASE"])  # noqa: F821
job = jobs.confirmed(env, person)  # noqa: F821
job._run()
print(json.dumps([job.state, job.error]))
