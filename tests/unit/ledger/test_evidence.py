"""A consent record can be checked by anybody, and shows what was changed in it."""

import copy
import json
import subprocess
import sys
from pathlib import Path

import pytest

from whatsapp_dsgvo.lib.ledger import chain, evidence
from whatsapp_dsgvo.lib.ledger.verify import Entry

SCRIPT = Path(__file__).resolve().parents[3] / "docs" / "verify_evidence.py"
HEADER = {
    "company": 1,
    "event": "given",
    "purpose": "service",
    "channel": "c0ffee",
    "notice_hash": "ab" * 32,
    "actor_kind": "subject",
    "pseudonym": "p",
    "key_class": "evidence",
    "at": "2026-11-23T07:02:00Z",
}


@pytest.fixture
def record():
    openings, unsealed = {}, []
    for number, words in enumerate(("Ja, einverstanden", "STOPP")):
        commitment = chain.commit({"words": words, "n": number})
        openings[f"u{number}"] = commitment.secret
        header = chain.Header(**HEADER)
        unsealed.append(chain.Unsealed(f"u{number}", header, commitment.commitment))
    seals = chain.seal_entries(chain.START, unsealed)
    entries = [
        Entry(u.uuid, u.header, u.commitment, s.seq, s.prev_hash, s.entry_hash, b"x")
        for s, u in zip(seals, unsealed, strict=True)
    ]
    return evidence.record({}, [], [], entries, lambda entry: openings[entry.uuid])


def checked_by_script(record, folder):
    path = folder / "record.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    command = [sys.executable, str(SCRIPT), str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_an_untouched_record_is_fine_for_both(record, tmp_path):
    assert evidence.problems(record) == []
    done = checked_by_script(record, tmp_path)
    assert (done.returncode, done.stdout) == (
        0,
        "2 entries, 0 closed, 0 not sealed yet\n",
    )


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda row: row["header"].update(event="withdrawn"), "1: hash"),
        (lambda row: row["header"].update(at="2026-11-24T07:02:00Z"), "1: hash"),
        (lambda row: row["content"].update(words="Nein"), "1: content"),
        (lambda row: row.update(opening="AAAA"), "1: commitment"),
        (lambda row: row.update(prev_hash="11" * 32), "1: hash"),
    ],
)
def test_every_change_is_found_by_both(record, tmp_path, change, code):
    changed = copy.deepcopy(record)
    change(changed["events"][0])
    assert evidence.problems(changed) == [code]
    done = checked_by_script(changed, tmp_path)
    assert (done.returncode, "entry 1" in done.stdout) == (1, True)


def test_closed_content_is_said_and_the_chain_still_checked(record, tmp_path):
    record["events"][0].update(opening=None, content=evidence.CLOSED)
    assert evidence.problems(record) == []
    assert "1 closed" in checked_by_script(record, tmp_path).stdout


def test_entries_without_number_are_no_proof_yet():
    row = {"seq": None, "opening": None}
    assert evidence.problems({"events": [row]}) == ["not sealed yet"]
