"""For Odoo's shell: access export and evidence of one person, as JSON."""

import json
import os
import sys
import threading
import time

sys.path.insert(0, os.environ["BENCH_ROOT"])

from odoo.addons.whatsapp_dsgvo.models import guard

from bench import _seed
from bench._memory import MB, resident

env = env  # noqa: F821, PLW0127
TASK = json.loads(os.environ["BENCH"])


class Memory(threading.Thread):
    def __init__(self):
        super().__init__()
        self.over = threading.Event()
        self.before = self.highest = resident()

    def run(self):
        while not self.over.wait(0.02):
            self.highest = max(self.highest, resident())


def export(subject):
    request = env["wa.request"]._receive(subject, "access", identity_level="1")
    record = env["wa.export"]._make(request)
    env.cr.commit()
    env.invalidate_all()
    memory, started = Memory(), time.monotonic()
    memory.start()
    _name, pieces = record._archive()
    length, first = 0, None
    for piece in pieces:
        first = first or time.monotonic() - started
        length += len(piece)
    seconds = time.monotonic() - started
    memory.over.set()
    memory.join()
    guard.admitted(record).unlink()
    return {
        "seconds": round(seconds, 2),
        "first": round(first, 2),
        "size": round(length / MB, 1),
        "memory": round(memory.highest / MB, 1),
        "above": round((memory.highest - memory.before) / MB, 1),
    }


def evidence(subject):
    """The record of a consent, as people download it."""
    consent = env["wa.consent"].search([("subject_id", "=", subject.id)], limit=1)
    env.invalidate_all()
    started = time.monotonic()
    text = json.dumps(consent._record(), default=str)
    assert len(text) > 500, text
    return round(time.monotonic() - started, 3)


_seed.others(env, TASK["rows"])
subject = _seed.person(env, TASK["messages"], TASK["files"])
runs = [{**export(subject), "evidence": evidence(subject)} for _ in range(3)]
print(json.dumps(runs))
