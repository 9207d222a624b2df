"""A document of 100 MB in and out: how much memory it takes.

The promise: less than 150 MB above what the process had before, on every way.
"""

import json
import subprocess
import sys

from devenv import config, demo, odoo_conf

from ._rounds import LOWER, Figure, write

SIZE = 100 * 1024 * 1024
GOAL = 150
HERE = config.ROOT / "bench"


def main():
    demo.ensure_database()
    command = [sys.executable, HERE / "_media_server.py", str(SIZE)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            ways = _measure(server.stdout.readline().strip())
        finally:
            server.terminate()
    figures = [
        Figure(f"100 MB: {name}", "MB above before", GOAL, LOWER, [way["megabytes"]])
        for name, way in ways.items()
    ]
    return write("media_memory", figures)


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


if __name__ == "__main__":
    sys.exit(main())
