"""A document of 100 MB in and out: how much memory it takes.

The promise: less than 150 MB above what the process had before, on every way.
"""

import json
import os
import platform
import subprocess
import sys

from devenv import config, demo, odoo_conf

SIZE = 100 * 1024 * 1024
GOAL = 150
HERE = config.ROOT / "bench"
RESULT = HERE / "results" / "media_memory.json"


def main():
    demo.ensure_database()
    command = [sys.executable, HERE / "_media_server.py", str(SIZE)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            ways = _measure(server.stdout.readline().strip())
        finally:
            server.terminate()
    _write(ways)
    return 1 if any(way["megabytes"] >= GOAL for way in ways.values()) else 0


def _measure(url):
    command = odoo_conf.odoo(odoo_conf.DEV, "shell", "-d", config.DEV_DATABASE)
    command += ["--no-http", "--log-level=warn"]
    env = {**odoo_conf.environment(odoo_conf.DEV), "BENCH_URL": url}
    env["BENCH_SIZE"] = str(SIZE)
    with (HERE / "_media_shell.py").open("rb") as script:
        done = subprocess.run(
            list(map(str, command)),
            env=env,
            stdin=script,
            stdout=subprocess.PIPE,
            check=True,
        )
    return json.loads(done.stdout.splitlines()[-1])


def _write(ways):
    figures = [
        {
            "figure": f"100 MB: {name}",
            "value": way["megabytes"],
            "unit": "MB above before",
            "goal": GOAL,
            "better": "lower",
            "runs": [way["megabytes"]],
        }
        for name, way in ways.items()
    ]
    machine = f"{platform.machine()}, {os.cpu_count()} cores"
    document = {"name": "media_memory", "machine": machine, "figures": figures}
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    for name, way in ways.items():
        print(f"{name:36} {way['megabytes']:6} MB  {way['seconds']:5} s")


if __name__ == "__main__":
    sys.exit(main())
