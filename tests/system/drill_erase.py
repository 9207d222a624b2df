"""For Odoo's shell: erase the people of these numbers, as two people would have it.

The last one stays on the suppression list.
"""

import json
import os

from tests.system import jobs

ended = []
numbers = os.environ["DRILL_ERASE"].split()
for number in numbers:
    person = jobs.person(env, number)  # noqa: F821
    keep = number == numbers[-1]
    job = jobs.confirmed(env, person, keep_suppression=keep)  # noqa: F821
    job._run()
    ended.append([job.state, job.error])
print(json.dumps(ended))
