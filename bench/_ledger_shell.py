"""For Odoo's shell: a ledger as long as asked for, verified; prints figures as JSON."""

import base64
import json
import os
import time
import tracemalloc

from odoo.addons.whatsapp_dsgvo.lib.keys import envelope
from odoo.addons.whatsapp_dsgvo.lib.ledger import chain

env = env  # noqa: F821, PLW0127
TASK = json.loads(os.environ["BENCH"])
ledger = env["wa.ledger.entry"]
MB = 1024 * 1024
AT = "2026-03-02T09:15:00"
PEOPLE = 1000
INSERT = """
    INSERT INTO wa_ledger_entry (uuid, company_id, at, event, purpose, channel_ref,
        notice_hash, actor_kind, pseudonym, key_class, commitment, blob)
    SELECT uuid, %(company)s, %(at)s, 'given', 'service', 'bench', %(notice)s, 'subject',
           pseudonym, 'evidence', commitment, blob
      FROM unnest(%(uuids)s, %(people)s, %(commitments)s, %(blobs)s::bytea[])
        AS t(uuid, pseudonym, commitment, blob)
"""


def fill(company, first, count):
    """Real entries with real contents, written as one statement per batch."""
    for start in range(first, first + count, 10_000):
        numbers = range(start, start + 10_000)
        people = [f"bench-{n % PEOPLE}" for n in numbers]
        pairs = [(person, "evidence") for person in set(people)]
        keys = env["wa.vault"]._data_keys(pairs)
        uuids = [f"bench-{n}" for n in numbers]
        made = [chain.commit({"number": n}) for n in numbers]
        blobs = [
            seal(keys[person, "evidence"], uuid, commitment.secret)
            for person, uuid, commitment in zip(people, uuids, made, strict=True)
        ]
        values = {"company": company.id, "at": AT, "notice": "ab" * 32}
        values |= {"uuids": uuids, "people": people, "blobs": blobs}
        values["commitments"] = [commitment.commitment for commitment in made]
        env.cr.execute(INSERT, values)
        while ledger._seal_company(company):
            pass
        env.invalidate_all()


def seal(key, uuid, secret):
    place = ("wa.ledger.entry", "blob", uuid, key.subject, key.klass, key.version)
    return base64.b64encode(envelope.seal(key.key, secret, envelope.aad(*place)))


def rate(company, contents):
    """Entries a second, by the clock and by this process's own time."""
    started, busy = time.perf_counter(), time.process_time()
    report = ledger._verify(company, contents)
    seconds, used = time.perf_counter() - started, time.process_time() - busy
    assert report.ok, report.problems
    assert not contents or report.opened == report.count
    return report.count / seconds, report.count / used


def memory(company):
    """Highest use of Python's memory while everything is checked."""
    tracemalloc.start()
    ledger._verify(company)
    highest = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return highest


company = env["res.company"].create({"name": "bench"})
fill(company, 0, TASK["entries"])
found = {"chain": [], "contents": []}
for _round in range(TASK["rounds"]):
    found["chain"].append(rate(company, False))
    found["contents"].append(rate(company, True))
before = memory(company)
fill(company, TASK["entries"], TASK["more"])
found["memory"] = [(memory(company) - before) / MB]
# nothing of it is committed, only the keys are there
env.cr.rollback()
print(json.dumps(found))
