"""`./dev test`: the stages, and what counts as passed."""

import argparse
import subprocess
import sys

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
    testing_system,
    venv,
)
from .odoo_conf import TEST, TEST_2
from .progress import Problem, say

ADDON_TESTS = config.ADDON_DIR / "tests"
SUMMARY = config.LOGS / "test-summary.txt"
NO_SAMPLES = (
    "samples: not run, for no folder of payloads was named (`--samples DIR`; .ci/run "
    "does where there is one beside the checkout)"
)


def main(arguments):
    """Run the named stage, or all; the exit code."""
    name = arguments[0] if arguments and arguments[0] in STAGES else None
    if name:
        return _report({name: _run(name, arguments[1:])}, _summary(name))
    return _report(_all(arguments), SUMMARY)


def _all(options):
    """Everything; what all stages need is made before they run side by side.

    With `--samples DIR` its payloads are posted, too.
    """
    stages, left_out = stages_of(options)
    venv.ensure()
    command = [sys.executable, config.ROOT / "dev", "test"]
    codes = lanes.run(command, stages, _prepare)
    return {name: _told(name, code) for name, code in codes.items()} | left_out


def stages_of(options):
    """({stage: its options} of all that are to run, {stage: outcome} of the others)."""
    parser = argparse.ArgumentParser(prog="./dev test", add_help=False)
    parser.add_argument("--samples")
    given, options = parser.parse_known_args(options)
    stages = {name: options for name in lanes.ORDER if name != "samples"}
    if given.samples:
        return stages | {"samples": ["--samples", given.samples]}, {}
    return stages, {"samples": pytest_run.Outcome(True, [NO_SAMPLES])}


def _prepare():
    server.prepare()
    screens.need_browser()


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
    return pytest_run.run(
        "unit", [*pytest_run.FLAGS, skip], tests, options, pytest_run.plain()
    )


def fuzz(arguments):
    """The exit code; new examples are replayed by the unit tests from now on."""
    venv.ensure()
    # Hypothesis warns of strategies that are long when printed
    command = [config.PYTHON, "-W", "ignore", "-m", "tests.unit.fuzz", *arguments]
    return subprocess.run(
        list(map(str, command)), cwd=config.ROOT, env=pytest_run.plain(), check=False
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
        flags = [*pytest_run.FLAGS, "--odoo-http", "--odoo-log-level=warn"]
        env = {**pytest_run.plain(), **odoo_conf.environment(site)}
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


STAGES = {
    "lint": run_lint,
    "unit": unit,
    "addon": addon,
    "addon-1": addon_1,
    "addon-2": addon_2,
    "web": web,
    "system": testing_system.system,
    "system-1": testing_system.first_half,
    "system-2": testing_system.second_half,
    "samples": testing_system.samples,
}
