"""How the messages of the sample run look to an agent."""

import json
import subprocess
from pathlib import Path

from devenv import odoo_conf

SCRIPT = Path(__file__).with_name("bubbles_shell.py")
TIMEOUT = 300


def drawn():
    """{id of a message: "type → kind of bubble; what it shows, without content"}."""
    site = odoo_conf.SYSTEM
    command = odoo_conf.odoo(site, "shell", "-d", site.database, "--no-http")
    done = subprocess.run(
        [*map(str, command), "--log-level", "critical"],
        input=SCRIPT.read_text(encoding="utf-8"),
        env=odoo_conf.environment(site),
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
        check=False,
    )
    lines = done.stdout.strip().splitlines()
    if not lines:
        raise RuntimeError(f"the shell said nothing:\n{done.stderr[-2000:]}")
    return {int(key): text for key, text in json.loads(lines[-1]).items()}
