"""What an Odoo process is started with."""

import subprocess

from devenv import config, odoo_conf

# as Odoo does when a request took too long, or is told to reload
AGAIN = """
import os, sys
again = "import odoo, sys; print(sys.prefix)"
os.execve(sys.executable, ["python", "-c", again], os.environ)
"""


def test_odoo_finds_itself_when_it_restarts(monkeypatch):
    monkeypatch.setenv("PGHOST", "unused")
    monkeypatch.setenv("PATH", "/usr/local/bin:/usr/bin:/bin")
    done = subprocess.run(
        [config.PYTHON, "-c", AGAIN],
        env=odoo_conf.environment(odoo_conf.DEV),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == str(config.VENV), done.stderr
