"""Running pytest and judging the run more strictly than its exit code does."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from . import config

FLAGS = ("-p", "no:cacheprovider")


@dataclass(frozen=True)
class Outcome:
    """Whether a stage passed, and the lines to show at the end for it."""

    passed: bool
    lines: list


def run(name, flags, tests, options, env, strict=False):
    """Run pytest on `tests`, or on the paths the options name.

    :param strict: a skipped test counts as failed, for it proves nothing
    """
    if not _given_paths(options) and not any(_holds_tests(path) for path in tests):
        return Outcome(False, [f"{name}: no tests found"])
    report = config.LOGS / f"junit-{name}.xml"
    report.parent.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    paths = [] if _given_paths(options) else tests
    command = [config.PYTHON, "-m", "pytest", f"--junitxml={report}", *flags]
    code, last = _tee([*command, *options, *paths], env)
    lines = [f"{name}: {last}"]
    failed = [*tests_that(report, "failure"), *tests_that(report, "error")]
    if failed:
        lines.insert(0, f"{name}: failed: {', '.join(failed)}")
    skipped = tests_that(report, "skipped") if strict else []
    if skipped:
        lines.insert(0, f"{name}: skipped, so nothing is proven: {', '.join(skipped)}")
    return Outcome(code == 0 and not skipped, lines)


def program(module, options, env):
    """Run a module of the checkout; its exit code."""
    command = [str(config.PYTHON), "-m", module, *options]
    return subprocess.run(command, env=env, cwd=config.ROOT, check=False).returncode


def tests_that(report, verdict):
    """Names of the tests to which a JUnit report has "skipped", "failure" or "error"."""
    if not report.exists():
        return []
    cases = ElementTree.parse(report).iter("testcase")
    return [case.get("name") for case in cases if case.find(verdict) is not None]


def _tee(command, env):
    """Show the output as it comes; the exit code and pytest's closing line."""
    last = "no summary"
    with subprocess.Popen(
        list(map(str, command)),
        env=env,
        cwd=config.ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as child:
        for line in child.stdout:
            sys.stdout.write(line)
            sys.stdout.flush()
            last = line.strip() if " in " in line and _counts(line) else last
    return child.returncode, last


def _counts(line):
    return any(word in line for word in (" passed", " failed", " error", "no tests"))


def _given_paths(options):
    """True when the options name files or folders, perhaps with `::test`."""
    names = [option.partition("::")[0] for option in options]
    return any("/" in name and (config.ROOT / name).exists() for name in names)


def _holds_tests(path):
    path = Path(path)
    return path.is_file() or any(path.rglob("test_*.py"))


def plain():
    """The environment without what would make plain pytest load Odoo."""
    env = {key: value for key, value in os.environ.items() if key != "ODOO_RC"}
    env["PYTHONPYCACHEPREFIX"] = str(config.CACHE / "pycache")
    env["HYPOTHESIS_STORAGE_DIRECTORY"] = str(config.CACHE / "hypothesis")
    return env
