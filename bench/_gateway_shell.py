"""For Odoo's shell: a gateway for the webhooks of the benchmark, with one agent.

Reads {"secret": the app's} from BENCH; prints its key as JSON.
"""

import json
import os

env = env  # noqa: F821, PLW0127
TASK = json.loads(os.environ["BENCH"])
gateway = env["mail.gateway"].search([("gateway_type", "=", "bench")], limit=1)
if not gateway:
    gateway = env["mail.gateway"].create(
        {
            "name": "Bench",
            "token": "bench",
            "gateway_type": "bench",
            "webhook_key": "bench",
            "webhook_secret": TASK["secret"],
            "member_ids": [(6, 0, env.ref("base.user_admin").ids)],
        }
    )
    gateway.set_webhook()
    env.cr.commit()
print(json.dumps(gateway.webhook_key))
