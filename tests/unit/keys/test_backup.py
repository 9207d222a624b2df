"""How old a backup of the key store may be, and what is not believed."""

from datetime import datetime, timedelta

import pytest

from whatsapp_dsgvo.lib.keys import backup, postgres_archive
from whatsapp_dsgvo.lib.keys.errors import KeyStoreUnavailable

NOW = datetime(2026, 3, 29, 12)
WEEK = timedelta(days=7)


def state(age, kept=None):
    made = backup.Backup(NOW - age, backup.EXPORT, 3)
    return backup.state(made, NOW, WEEK, kept)


def test_what_is_written_is_read_again():
    made = backup.Backup(NOW, backup.EXPORT, 3, 12, "ab")
    assert backup.read(made.text()) == made


@pytest.mark.parametrize(
    "text", [None, "", "[]", "{}", '{"at": 1}', '{"at": "yesterday"}', "2026-03-29"]
)
def test_anything_else_is_unknown(text):
    assert backup.read(text) is None


def test_without_one_nothing_is_known():
    assert backup.state(None, NOW, WEEK, None) == backup.UNKNOWN


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (timedelta(0), backup.FRESH),
        (WEEK, backup.FRESH),
        (WEEK + timedelta(seconds=1), backup.OVERDUE),
        (2 * WEEK, backup.OVERDUE),
        (2 * WEEK + timedelta(seconds=1), backup.GONE),
    ],
)
def test_the_limit_belongs_to_it(age, expected):
    assert state(age) == expected


@pytest.mark.parametrize("kept", [8, 5])
def test_what_was_to_be_deleted_is_gone(kept):
    days = timedelta(days=kept)
    assert state(days, kept=days) == (backup.OVERDUE if days > WEEK else backup.FRESH)
    assert state(days + timedelta(hours=1), kept=days) == backup.GONE


def test_a_server_without_an_archive_says_so(postgres_world):
    """The tests' own server archives nothing, as any server does by default."""
    assert postgres_archive.last_archived(postgres_world.dsn) is None


def test_a_server_that_is_away_is_told():
    with pytest.raises(KeyStoreUnavailable, match="K-05"):
        postgres_archive.last_archived("postgresql://nobody@127.0.0.1:1/nowhere")
