import os

import pytest

from devenv import config, pytest_run


@pytest.fixture(autouse=True)
def own_logs(tmp_path, monkeypatch):
    monkeypatch.setattr(config, "LOGS", tmp_path / "log")


def outcome_of(tmp_path, code, *options, strict=False):
    (tmp_path / "test_it.py").write_text(code, encoding="utf-8")
    flags = ["-p", "no:odoo", "-p", "no:cacheprovider", "-q", f"--rootdir={tmp_path}"]
    env = dict(os.environ)
    return pytest_run.run("stage", flags, [tmp_path], list(options), env, strict=strict)


def test_passing_tests_pass_with_pytests_closing_line(tmp_path):
    outcome = outcome_of(tmp_path, "def test_a(): pass")
    assert outcome.passed
    assert outcome.lines[-1].startswith("stage: 1 passed in")


def test_failing_test_fails(tmp_path):
    outcome = outcome_of(tmp_path, "def test_a(): assert False")
    assert not outcome.passed
    assert outcome.lines[0] == "stage: failed: test_a"
    assert "1 failed" in outcome.lines[-1]


def test_skipped_test_fails_where_a_skip_proves_nothing(tmp_path):
    code = "import pytest\n@pytest.mark.skip\ndef test_a(): pass\ndef test_b(): pass"
    outcome = outcome_of(tmp_path, code, strict=True)
    assert not outcome.passed
    assert "test_a" in outcome.lines[0]


def test_skipped_test_passes_elsewhere(tmp_path):
    code = "import pytest\n@pytest.mark.skip\ndef test_a(): pass\ndef test_b(): pass"
    assert outcome_of(tmp_path, code).passed


def test_no_tests_at_all_fail(tmp_path):
    outcome = pytest_run.run("stage", [], [tmp_path], [], {}, strict=True)
    assert outcome == pytest_run.Outcome(False, ["stage: no tests found"])


def test_options_that_match_no_test_fail(tmp_path):
    assert not outcome_of(tmp_path, "def test_a(): pass", "-k", "nothing").passed
