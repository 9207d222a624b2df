"""`./dev test`: the stages, and what counts as passed."""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from . import (
    checklog,
    config,
    lanes,
    lint,
    lock,
    odoo_conf,
    odoo_db,
    process,
    pytest_run,
    screens,
    server,
    services,
    venv,
)
from .odoo_conf import SYSTEM, TEST, TEST_2
from .progress import Problem, say

ADDON_TESTS = config.ADDON_DIR / "tests"
SAMPLES = config.ROOT / "tests" / "system" / "samples.py"
SUMMARY = config.LOGS / "test-summary.txt"
_PYTEST = ("-p", "no:cacheprovider")


def main(arguments):
    """Run the named stage, or all; the exit code."""
    name = arguments[0] if arguments and arguments[0] in STAGES else None
    if name == "samples":
        return samples(arguments[1:])
    if name:
        return _report({name: _run(name, arguments[1:])}, _summary(name))
    return _report(_all(arguments), SUMMARY)


def _all(options):
    """Everything; what all stages need is made before they run side by side."""
    server.prepare()
    screens.need_browser()
    command = [sys.executable, config.ROOT / "dev", "test"]
    codes = lanes.run(command, options)
    return {name: _told(name, code) for name, code in codes.items()}


def _told(name, code):
    """What the stage's own process left as its summary, without its verdict."""
    kept = _summary(name)
    lines = kept.read_text(encoding="utf-8").splitlines()[1:] if kept.exists() else []
    return pytest_run.Outcome(code == 0, lines or [f"{name}: ended with code {code}"])


def _summary(name):
    return SUMMARY.with_stem(f"{SUMMARY.stem}-{name}")


def _run(name, options):
    say(f"\n== {name} ==")
    _summary(name).unlink(missing_ok=True)
    try:
        return STAGES[name](options)
    except Problem as problem:
        return pytest_run.Outcome(False, [f"{name}: {problem}"])


def _report(outcomes, summary):
    """Sentences first, then pytest's own closing lines, also kept in a file."""
    lines = [line for outcome in outcomes.values() for line in outcome.lines]
    failed = [name for name, outcome in outcomes.items() if not outcome.passed]
    verdict = f"FAILED: {', '.join(failed)}" if failed else "All stages passed."
    text = "\n".join([verdict, *lines])
    summary.parent.mkdir(parents=True, exist_ok=True)
    summary.write_text(f"{text}\n", encoding="utf-8")
    print(f"\n{text}", flush=True)
    return 1 if failed else 0


def run_lint(_options):
    venv.ensure_all()
    passed = lint.run() == 0
    return pytest_run.Outcome(passed, ["lint: clean" if passed else "lint: see above"])


def unit(options):
    """Without Odoo: rules, the stand-in, the laws of the house, this tool."""
    venv.ensure()
    tests = [config.ROOT / "tests"]
    skip = f"--ignore={config.ROOT / 'tests' / 'system'}"
    return pytest_run.run("unit", [*_PYTEST, skip], tests, options, _plain())


def fuzz(arguments):
    """The exit code; new examples are replayed by the unit tests from now on."""
    venv.ensure()
    # Hypothesis warns of strategies that are long when printed
    command = [config.PYTHON, "-W", "ignore", "-m", "tests.unit.fuzz", *arguments]
    return subprocess.run(
        list(map(str, command)), cwd=config.ROOT, env=_plain(), check=False
    ).returncode


def addon(options):
    """With Odoo, without a browser."""
    return _with_odoo("addon", TEST, _halves()[0] + _halves()[1], options)


def addon_1(options):
    """One half of it, beside the other half on a database of its own."""
    return _with_odoo("addon-1", TEST, _halves()[0], options)


def addon_2(options):
    return _with_odoo("addon-2", TEST_2, _halves()[1], options)


def _halves():
    """Two lists of files that take about as long; the same on every machine."""
    files = set(ADDON_TESTS.glob("test_*.py")) - set(_web_tests())
    by_size = sorted(files, key=lambda file: (file.stat().st_size, file.name))
    return sorted(by_size[::2]), sorted(by_size[1::2])


def _web_tests():
    return sorted(ADDON_TESTS.glob("test_web_*.py"))


def web(options):
    """HOOT and tours in a real browser."""
    screens.need_browser()
    return _with_odoo("web", TEST, _web_tests(), options)


def _with_odoo(name, site, tests, options):
    """pytest-odoo on a fresh copy of a database with the addon, without demo data."""
    server.prepare()
    with lock.held(site.name):
        _clean_database(site)
        services.choose_port(site)
        log = config.LOGS / f"test-{name}.log"
        log.unlink(missing_ok=True)
        odoo_conf.write(site, db_name=site.database, logfile=log)
        flags = [*_PYTEST, "--odoo-http", "--odoo-log-level=warn"]
        env = {**_plain(), **odoo_conf.environment(site)}
        odoo_db.mark_clean(site, False)
        outcome = pytest_run.run(name, flags, tests, options, env, strict=True)
        odoo_db.mark_clean(site, outcome.passed)
    return _without_complaints(name, outcome, log)


def _clean_database(site):
    """A new one, unless the last run passed on these very sources."""
    with lock.held("setup"):
        if not odoo_db.is_clean(site):
            odoo_db.fresh(site, demo=False)


def _without_complaints(name, outcome, log):
    text = log.read_text(encoding="utf-8") if log.exists() else ""
    found = checklog.complaints(text)
    if not found or not outcome.passed:
        return outcome
    say("\n".join(line[:200] for line in found[:20]))
    where = process.shown(log)
    sentence = f"{name}: Odoo logged {len(found)} warnings or errors, see {where}"
    return pytest_run.Outcome(False, [sentence, *outcome.lines])


def system(options):
    """Real server processes, crashes, a browser; the tests start them by devenv."""
    server.prepare()
    screens.need_browser()
    tests = [config.ROOT / "tests" / "system"]
    with lock.held("system"):
        try:
            return pytest_run.run(
                "system", _PYTEST, tests, options, _plain(), strict=True
            )
        finally:
            server.Server(SYSTEM).stop()


def samples(arguments):
    """Post every payload below a folder to a fresh server and report on each file."""
    parser = argparse.ArgumentParser(prog="./dev test samples")
    parser.add_argument("--samples", required=True, type=Path)
    folder = parser.parse_args(arguments).samples.resolve()
    if not folder.is_dir():
        raise Problem(f"There is no folder {folder}.")
    if not SAMPLES.exists():
        raise Problem("tests/system/samples.py is missing from this checkout.")
    screens.need_browser()
    with lock.held("system"):
        running = server.fresh(SYSTEM)
        try:
            details = json.dumps(running.start().details())
            options = ["--samples", str(folder), "--server", details]
            return pytest_run.program("tests.system.samples", options, _plain())
        finally:
            running.stop()


def _plain():
    """The environment without what would make plain pytest load Odoo."""
    env = {key: value for key, value in os.environ.items() if key != "ODOO_RC"}
    env["PYTHONPYCACHEPREFIX"] = str(config.CACHE / "pycache")
    env["HYPOTHESIS_STORAGE_DIRECTORY"] = str(config.CACHE / "hypothesis")
    return env


STAGES = {
    "lint": run_lint,
    "unit": unit,
    "addon": addon,
    "addon-1": addon_1,
    "addon-2": addon_2,
    "web": web,
    "system": system,
    "samples": samples,
}
