"""For Odoo's shell: visits and links of somebody known, of somebody new, of nobody.

Prints as JSON what a visitor would hold in their hands.
"""

import json
import os
import random
import re
import sys

sys.path.insert(0, os.environ["BENCH_ROOT"])

from odoo.addons.whatsapp_dsgvo.models import guard

from bench import _seed

env = env  # noqa: F821, PLW0127
MESSAGES = 100
OVER = """
    UPDATE wa_self_visit SET started_at = started_at - interval '1 day',
           confirmed_at = confirmed_at - interval '1 day' WHERE token_index = %s
"""
visits = env["wa.self.visit"]
channel = env["wa.channel"].search([], limit=1)


def visit(phone, words, is_over=False):
    """One begun by the owner of that phone, who writes these words with the code."""
    token, code = visits._start(channel)
    env.cr.commit()
    _seed.hear(env, phone, words.format(code=code))
    if is_over:
        env.cr.execute(OVER, [visits._token_index(token)])
        env.cr.commit()
    return {"token": token, "code": code}


def link(subject, **vals):
    """(token, record) of an export for them; `vals`: what has become of it."""
    request = env["wa.request"]._receive(subject, "access", identity_level="1")
    record = env["wa.export"]._make(request)
    officer = env.ref("whatsapp_dsgvo.user_coordinator")
    told = record.with_user(officer).action_release()["params"]["message"]
    guard.admitted(record.sudo()).write(vals)
    env.cr.commit()
    return re.search(r"/whatsapp/export/([\w\-]+)", told)[1], record


def somebody_new():
    return f"+49155{random.randrange(10**9):09d}"


subject = _seed.person(env, MESSAGES)
phone = subject.identity_ids.filtered(lambda one: one.kind == "phone")._value()
ended, _record = link(subject, state="fetched")
released, record = link(subject)
print(
    json.dumps(
        {
            "channel": channel.uuid,
            "waiting": [
                visit(phone, "Guten Tag, noch eine Frage"),
                visit(somebody_new(), "Guten Tag, eine Frage"),
            ],
            "arrived": [
                visit(phone, "DATEN {code}"),
                visit(somebody_new(), "DATEN {code}"),
            ],
            "ended": visit(phone, "DATEN {code}", is_over=True),
            "ended_link": ended,
            "link": released,
            "export": record.id,
        }
    )
)
