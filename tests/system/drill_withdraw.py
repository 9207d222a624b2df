"""For Odoo's shell: the person of this number says no to advertising, and only to that."""

import json
import os

from tests.system import jobs

person = jobs.person(env, os.environ["DRILL_ADVERTISING"])  # noqa: F821
person.conversation_ids._withdraw("marketing", "phone")
env.cr.commit()  # noqa: F821
print(json.dumps(person.consent_ids.mapped("state")))
