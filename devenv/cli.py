"""The commands of `./dev`."""

import json
import shlex
import signal
import subprocess
import time

from . import (
    bench,
    clock,
    config,
    demo,
    lint,
    lock,
    odoo_conf,
    odoo_db,
    ports,
    postgres,
    process,
    server,
    services,
    testing,
    venv,
)
from .progress import Problem, say

HELP = """./dev COMMAND

  demo                     set everything up, start it, print the links (Ctrl-C ends it)
  up | down                the same in the background; up prints one JSON line
  test [STAGE] [OPTIONS]   all tests, or lint | unit | addon | web | system;
                           options go to pytest
  test [samples] --samples DIR
                           post every JSON payload below DIR to a running server (too)
  fuzz [MINUTES]           odd webhooks and texts (10 minutes); what shows something
                           new stays in tests/unit/fuzz/corpus
  bench [NAME …]           measure what bench/ promises
  drill                    dump, restore, quarantine, replay, release: the restore drill
  lint                     ruff, mypy, pylint-odoo, oca-checks, JavaScript syntax
  shell < script.py        Odoo's shell on the development database
  simulator [--port N]     the stand-in for Meta's Cloud API alone
  age SECONDS              let the demo's conversations be older, to see a closed window
  reset                    drop the development database with its keys and files
  env                      the environment as shell lines: eval "$(./dev env)"

Everything is kept in .dev/. ODOO_HOME (a folder with Odoo 19) and PGHOST, PGPORT,
PGUSER, PGPASSWORD (a PostgreSQL server) let you use your own."""


def main(arguments):
    """Run one command; the exit code."""
    name, *rest = arguments or ["help"]
    if name not in COMMANDS:
        say(f"There is no command {name!r}.\n\n{HELP}")
        return 2
    for sign in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, signal.default_int_handler)
    try:
        return COMMANDS[name](rest) or 0
    except Problem as problem:
        say(f"\n{problem}")
        return 1
    except KeyboardInterrupt:
        say("\nInterrupted. The same command goes on where this one stopped.")
        return 130


def show_help(_arguments):
    print(HELP)


def start_up(_arguments):
    running = demo.start()
    print(json.dumps(running.details()), flush=True)


def run_demo(_arguments):
    try:
        running = demo.start()
        say(demo.links(running))
        _wait_while_alive(running)
    finally:
        shut_down([])


def _wait_while_alive(running):
    while process.alive(running.site.name):
        time.sleep(0.5)
    raise Problem(f"Odoo has ended:\n{process.tail(running.log)}")


def shut_down(_arguments):
    stopped = server.Server(odoo_conf.DEV).stop()
    stopped += ["postgres"] if postgres.stop() else []
    say(f"Stopped: {', '.join(stopped) or 'nothing was running'}.")


def shell(arguments):
    """Odoo's shell reads the script from stdin; what it prints is our stdout."""
    demo.ensure_database()
    command = odoo_conf.odoo(odoo_conf.DEV, "shell", "-d", config.DEV_DATABASE)
    command += ["--no-http", "--log-level=warn", *arguments]
    env = odoo_conf.environment(odoo_conf.DEV)
    return subprocess.run(list(map(str, command)), env=env, check=False).returncode


def simulator(arguments):
    """In the foreground; it needs neither Odoo nor the environment."""
    options = arguments
    if "--port" not in arguments:
        options = [*options, "--port", str(ports.choose("simulator-alone", 8025))]
    command = services.simulator_command(*options)
    return subprocess.run(command, cwd=config.ROOT, check=False).returncode


def age(arguments):
    if len(arguments) != 1:
        raise Problem("How many seconds? For example: ./dev age 90000")
    clock.age(odoo_conf.DEV, arguments[0])


def reset(_arguments):
    server.prepare()
    running = server.Server(odoo_conf.DEV)
    running.stop()
    running.forget_simulator()
    with lock.held("setup"):
        removed = odoo_db.forget(odoo_conf.DEV)
    say(f"Removed: {', '.join(removed) or 'nothing was there'}.")
    say("Downloads, environment and templates are kept; ./dev up starts anew.")


def environment(_arguments):
    """Shell lines that put Odoo's environment into effect."""
    server.prepare()
    odoo_conf.write(odoo_conf.DEV)
    values = odoo_conf.environment(odoo_conf.DEV)
    for key in sorted(values):
        if key.startswith(("PG", "ODOO_RC", "WHATSAPP_", "PYTHONPYCACHE")):
            print(f"export {key}={shlex.quote(values[key])}")
    print(f"export PATH={shlex.quote(str(config.VENV / 'bin'))}:$PATH")


def drill(options):
    """A real dump and a real restore, with what people said in between."""
    return testing.main(["system", "tests/system/test_drill.py", *options])


def check_style(_arguments):
    venv.ensure_all()
    return lint.run()


COMMANDS = {
    "help": show_help,
    "--help": show_help,
    "-h": show_help,
    "demo": run_demo,
    "up": start_up,
    "down": shut_down,
    "test": testing.main,
    "bench": bench.main,
    "drill": drill,
    "fuzz": testing.fuzz,
    "lint": check_style,
    "shell": shell,
    "simulator": simulator,
    "age": age,
    "reset": reset,
    "env": environment,
}
