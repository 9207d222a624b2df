"""The commands of `./dev`."""

import shlex

from . import odoo_conf, postgres, venv
from .progress import Problem, say


def main(arguments):
    """Run one command; the exit code."""
    name, *rest = arguments or ["help"]
    try:
        return COMMANDS[name](rest) or 0
    except Problem as problem:
        say(str(problem))
        return 1
    except KeyboardInterrupt:
        say("\nInterrupted. The same command goes on where this one stopped.")
        return 130


def env(_arguments):
    """Shell lines that put Odoo's environment into effect: eval "$(./dev env)"."""
    venv.ensure_all()
    postgres.ensure()
    odoo_conf.write(odoo_conf.DEV)
    odoo_conf.write(odoo_conf.TEST)
    values = odoo_conf.environment(odoo_conf.DEV)
    for key in sorted(values):
        if key.startswith(("PG", "ODOO_", "WHATSAPP_", "PYTHON")):
            print(f"export {key}={shlex.quote(values[key])}")
    print(f"export PATH={shlex.quote(str(venv.config.VENV / 'bin'))}:$PATH")


COMMANDS = {"env": env}
