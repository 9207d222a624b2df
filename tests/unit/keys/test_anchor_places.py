"""Anchors out of the database's reach: kept, found by company, never lost in silence."""

import os

import pytest

from whatsapp_dsgvo.lib.keys.errors import AnchorsUnavailable
from whatsapp_dsgvo.lib.ledger.anchor import Anchor
from whatsapp_dsgvo.lib.ledger.anchor_places import FilePlace, PostgresPlace

AT = "2026-03-02T09:15:00Z"
ANCHORS = [Anchor(company, seq, "ab" * 32, AT) for seq in (3, 9) for company in (1, 2)]


@pytest.fixture
def file(tmp_path):
    return FilePlace(tmp_path / "anchors", may_create=True)


@pytest.fixture
def table(postgres_world):
    place = PostgresPlace(postgres_world.dsn, "here", may_create=True)
    yield place
    place.close()
    postgres_world.ask("DROP SCHEMA wa_anchors_here CASCADE")


@pytest.fixture(params=["file", "table"])
def place(request):
    return request.getfixturevalue(request.param)


def test_what_was_put_there_is_found_by_company(place):
    place.put(ANCHORS[:2])
    place.put(ANCHORS[2:])
    assert place.of(1) == ANCHORS[::2]
    assert place.of(3) == []


def test_a_new_place_is_empty(place):
    assert place.of(1) == []


def test_a_line_that_a_crash_cut_off_harms_no_other(tmp_path, file):
    file.put(ANCHORS[:1])
    path = tmp_path / "anchors"
    os.truncate(path, path.stat().st_size - 5)
    file.put(ANCHORS[2:3])
    assert file.of(1) == ANCHORS[2:3]


def test_the_file_is_private(tmp_path, file):
    assert (tmp_path / "anchors").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "use", [lambda place: place.put(ANCHORS), lambda place: place.of(1)]
)
def test_a_place_that_is_away_is_never_made_anew(tmp_path, postgres_world, use):
    for place in (
        FilePlace(tmp_path / "anchors"),
        PostgresPlace(postgres_world.dsn, "nobody"),
        PostgresPlace("postgresql://nobody@127.0.0.1:1/nowhere", "nobody"),
    ):
        with pytest.raises(AnchorsUnavailable, match="K-34"):
            use(place)
    assert not (tmp_path / "anchors").exists()


def test_a_folder_that_is_away_is_told_at_set_up(tmp_path):
    with pytest.raises(AnchorsUnavailable):
        FilePlace(tmp_path / "nowhere" / "anchors", may_create=True)
