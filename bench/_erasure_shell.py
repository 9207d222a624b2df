"""For Odoo's shell: one person's erasure in a small and in a large database, as JSON."""

import json
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, os.environ["BENCH_ROOT"])

from odoo.addons.whatsapp_dsgvo.models import guard

from bench import _seed

env = env  # noqa: F821, PLW0127
TASK = json.loads(os.environ["BENCH"])


def processor():
    """Seconds of this process and of its session in the database."""
    env.cr.execute("SELECT pg_backend_pid()")
    (pid,) = env.cr.fetchone()
    told = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2]
    user, system = told.split()[11:13]
    ticks = int(user) + int(system)
    return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


def erase(subject):
    """Seconds of the whole job, of the step that destroys the keys, and of each step."""
    request = env["wa.request"].create(
        {
            "kind": "erasure",
            "company_id": subject.company_id.id,
            "subject_ids": [(6, 0, subject.ids)],
        }
    )
    job = guard.dismissed(
        guard.admitted(env["wa.erasure"]).create(
            {
                "company_id": subject.company_id.id,
                "request_id": request.id,
                "subject_ids": [(6, 0, subject.ids)],
                "keep_suppression": True,
                "requested_by_id": env.uid,
            }
        )
    )
    message = subject.conversation_ids.message_ids[:1]
    assert message._content(), "sealed so that nobody can read it"
    env["ir.config_parameter"].set_param("whatsapp_dsgvo.key_backup_days", "14")
    env.cr.commit()
    job._confirm()
    env.cr.commit()
    steps, begun, busy = {}, time.monotonic(), processor()
    run_step = type(job)._run_step

    def timed(self, step):
        started = time.monotonic()
        run_step(self, step)
        steps[step] = round(time.monotonic() - started, 2)

    type(job)._run_step = timed
    try:
        job._run()
    finally:
        type(job)._run_step = run_step
    seconds, busy = time.monotonic() - begun, processor() - busy
    assert job.state == "done", (job.state, job.step, job.error)
    meta = json.loads(job.certificate)["meta"]
    assert meta["confirmed"] == TASK["files"], meta
    vault = env["wa.vault"]
    assert vault._existing_key(subject.uuid, "content") is None
    times = {"job": round(seconds, 2), "processor": round(busy, 2)}
    return {**times, "keys": steps["keys"], "meta": steps["meta"], "steps": steps}


found = {}
size, ids = 0, TASK["at_meta"].split()
for rows in TASK["rows"]:
    _seed.others(env, rows - size)
    size = rows
    runs = []
    for _round in range(TASK["rounds"]):
        at_meta, ids = ids[: TASK["files"]], ids[TASK["files"] :]
        subject = _seed.person(env, TASK["messages"], TASK["files"], at_meta)
        runs.append(erase(subject))
        print(rows, runs[-1], file=sys.stderr)
    found[rows] = runs
print(json.dumps(found))
