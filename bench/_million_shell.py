"""For Odoo's shell: fill the database, or open a ticket with 1,000 messages in it.

Reads {"fill": number of messages} or {"open": rounds} from BENCH; prints JSON.
"""

import json
import os
import sys
import time

sys.path.insert(0, os.environ["BENCH_ROOT"])

from odoo.addons.mail.tools.discuss import Store

from bench import _seed

env = env  # noqa: F821, PLW0127
TASK = json.loads(os.environ["BENCH"])
LONG = 1000


def ticket():
    """Made with the first call, used by the next."""
    parameters = env["ir.config_parameter"]
    known = parameters.get_param("bench.long_ticket")
    if known:
        return env["helpdesk.ticket"].browse(int(known))
    found = _seed.person(env, LONG).conversation_ids.ticket_id
    found.user_id = env.ref("whatsapp_dsgvo.user_agent")
    parameters.set_param("bench.long_ticket", str(found.id))
    env.cr.commit()
    return found


def opening(found, rounds):
    """Milliseconds of what the browser asks for: head, composer, page of 30 lines."""
    mine = found.with_user(found.user_id)
    took = []
    for _round in range(rounds + 2):
        env.cr.commit()
        env.invalidate_all()
        started = time.monotonic()
        mine.whatsapp_panel()
        page = mine.env["mail.message"]._message_fetch(domain=None, thread=mine)
        shown = Store().add(page["messages"]).get_result()
        took.append((time.monotonic() - started) * 1000)
        assert len(shown["mail.message"]) >= 30, len(shown["mail.message"])
    return took[2:]


if "fill" in TASK:
    _seed.others(env, TASK["fill"])
    print(json.dumps({"filled": TASK["fill"]}))
else:
    runs = opening(ticket(), TASK["open"])
    print(json.dumps({"opening a ticket with 1,000 messages": runs}))
