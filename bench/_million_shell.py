"""For Odoo's shell: fill the database, or open a ticket with 1,000 messages in it.

Reads {"fill": number of messages} or {"open": rounds} from BENCH; prints JSON: the runs,
the ticket's "number", and words of its "newest" message.
"""

import json
import os
import sys
import time

sys.path.insert(0, os.environ["BENCH_ROOT"])

from odoo.addons.mail.tools.discuss import Store

from bench import _machine, _seed

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
    # the first one of the list, however many there are
    found.write({"user_id": env.ref("whatsapp_dsgvo.user_agent").id, "priority": "3"})
    parameters.set_param("bench.long_ticket", str(found.id))
    env.cr.commit()
    return found


def opening(found, rounds):
    """What the browser asks for: head, composer, page of 30 lines. How many thousand
    pieces of fixed work the machine does in that time."""
    mine = found.with_user(found.user_id)
    took = []
    for _round in range(rounds + 2):
        env.cr.commit()
        env.invalidate_all()
        started = time.monotonic()
        mine.whatsapp_panel()
        page = mine.env["mail.message"]._message_fetch(domain=None, thread=mine)
        shown = Store().add(page["messages"]).get_result()
        seconds = time.monotonic() - started
        took.append(seconds * _machine.rate(env.cr) / 1000)
        assert len(shown["mail.message"]) >= 30, len(shown["mail.message"])
    return took[2:]


if "fill" in TASK:
    _seed.others(env, TASK["fill"])
    print(json.dumps({"filled": TASK["fill"]}))
else:
    found = ticket()
    runs = opening(found, TASK["open"])
    newest = f"{_seed.WORDS} {LONG - 1}"
    print(json.dumps({"runs": runs, "number": found.number, "newest": newest}))
