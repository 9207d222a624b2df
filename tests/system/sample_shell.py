"""Odoo's shell on the database of the sample run."""

import json
import subprocess

from devenv import odoo_conf

TIMEOUT = 300


def run(script):
    """The last line that a script prints, as JSON; its keys are ids."""
    site = odoo_conf.SYSTEM
    command = odoo_conf.odoo(site, "shell", "-d", site.database, "--no-http")
    done = subprocess.run(
        [*map(str, command), "--log-level", "critical"],
        input=script.read_text(encoding="utf-8"),
        env=odoo_conf.environment(site),
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
        check=False,
    )
    lines = done.stdout.strip().splitlines()
    if not lines:
        raise RuntimeError(f"the shell said nothing:\n{done.stderr[-2000:]}")
    return {int(key): value for key, value in json.loads(lines[-1]).items()}
