"""The signed certificate, verified here and by the script for people without Odoo."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from whatsapp_dsgvo.lib.privacy import certificate

SCRIPT = Path(__file__).resolve().parents[3] / "docs" / "verify_certificate.py"
SEED = bytes(range(32))
STATEMENT = {"number": "DS-0031", "erased": {"messages": 211}, "controller": "Müller"}


@pytest.fixture
def signed():
    return certificate.sign(STATEMENT, SEED)


def test_it_verifies(signed):
    assert certificate.verify(signed)
    assert certificate.verify(signed, certificate.fingerprint(SEED))


def test_a_foreign_key_is_found_out(signed):
    forged = certificate.sign(STATEMENT, bytes(32))
    assert certificate.verify(forged)
    assert not certificate.verify(forged, certificate.fingerprint(SEED))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("211", "212"),
        ("DS-0031", "DS-0032"),
        ('"erased"', '"Erased"'),
        ("wa-erasure-certificate-v1", "wa-erasure-certificate-v2"),
    ],
)
def test_every_change_is_found_out(signed, old, new):
    assert old in signed
    assert not certificate.verify(signed.replace(old, new))


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "null", "{broken", '{"signature": 1}']
)
def test_nonsense_does_not_verify(text):
    assert not certificate.verify(text)


def test_layout_does_not_matter(signed):
    assert certificate.verify(json.dumps(json.loads(signed)))


def test_floats_are_refused():
    with pytest.raises(ValueError, match="canonical"):
        certificate.sign({"seconds": 1.5}, SEED)


def run_script(path, *arguments):
    command = [sys.executable, "-I", SCRIPT, path, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_script_for_everybody_agrees(signed, tmp_path):
    path = tmp_path / "DS-0031.json"
    path.write_text(signed, encoding="utf-8")
    right = certificate.fingerprint(SEED)
    assert run_script(path).returncode == 0
    assert right in run_script(path).stdout
    assert run_script(path, right).returncode == 0
    assert run_script(path, "0" * 64).returncode == 1
    path.write_text(signed.replace("211", "210"), encoding="utf-8")
    assert run_script(path).returncode == 1


def test_the_script_needs_nothing_of_ours():
    text = SCRIPT.read_text(encoding="utf-8")
    assert "whatsapp_dsgvo" not in text
    assert "odoo" not in text.lower()
