"""Deleting what its period is over for, in a table of a million messages.

The promises: 5,000 messages a second, flat memory, nobody else waits longer than a fifth
of a second, and the effect of a changed rule is counted within three seconds.
"""

import json
import os
import platform
import subprocess
import sys

from devenv import config, demo, odoo_conf

ROWS, DUE = 100_000, 30_000
HERE = config.ROOT / "bench"
RESULT = HERE / "results" / "retention.json"
RATE, MEMORY, WAIT, DRY_RUN = 5000, 50, 200, 3


def main():
    demo.ensure_database()
    figures = list(_figures(_measure()))
    _write(figures)
    return 1 if any(map(_missed, figures)) else 0


def _measure():
    command = odoo_conf.odoo(odoo_conf.DEV, "shell", "-d", config.DEV_DATABASE)
    command += ["--no-http", "--log-level=warn"]
    env = {**odoo_conf.environment(odoo_conf.DEV)}
    env["BENCH_ROWS"], env["BENCH_DUE"] = str(ROWS), str(DUE)
    with (HERE / "_retention_shell.py").open("rb") as script:
        done = subprocess.run(
            list(map(str, command)),
            env=env,
            stdin=script,
            stdout=subprocess.PIPE,
            check=True,
        )
    return json.loads(done.stdout.splitlines()[-1])


def _figures(found):
    yield _figure("messages deleted", found["rate"], "messages/s", RATE, "higher")
    yield _figure("memory", found["memory"], "MB above before", MEMORY)
    for name, longest in found["waits"].items():
        yield _figure(f"longest wait: {name}", longest, "ms", WAIT)
    name = f"effect of a changed rule, {ROWS:,} messages"
    yield _figure(name, found["dry_run"], "s", DRY_RUN)


def _figure(name, value, unit, goal, better="lower"):
    return {
        "figure": name,
        "value": value,
        "unit": unit,
        "goal": goal,
        "better": better,
        "runs": [value],
    }


def _missed(figure):
    value, goal = figure["value"], figure["goal"]
    return value < goal if figure["better"] == "higher" else value > goal


def _write(figures):
    machine = f"{platform.machine()}, {os.cpu_count()} cores"
    document = {"name": "retention", "machine": machine, "figures": figures}
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    for one in figures:
        print(
            f"{one['figure']:60} {one['value']:9} {one['unit']}  (goal {one['goal']})"
        )


if __name__ == "__main__":
    sys.exit(main())
