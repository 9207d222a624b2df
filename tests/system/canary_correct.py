"""For Odoo's shell: what a person wants corrected, as the portal notes it."""

import json
import os

cases = env["wa.request"]._receive(  # noqa: F821
    env["wa.subject"].browse(int(os.environ["CANARY_PERSON"])),  # noqa: F821
    "rectification",
)
cases._add_correction(os.environ["CANARY_CORRECTION"])
env.cr.commit()  # noqa: F821
print(json.dumps(cases.ids))
