"""72 hours, and what a case needs before it is closed."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from whatsapp_dsgvo.lib.privacy import incident
from whatsapp_dsgvo.lib.privacy.incident import Facts

AWARE = datetime(2026, 11, 27, 16, 0)  # a Friday
FACTS = Facts(AWARE, incident.RISK, "", AWARE + timedelta(hours=71), "", None)


def test_a_weekend_does_not_stop_the_clock():
    assert incident.deadline(AWARE) == datetime(2026, 11, 30, 16, 0)


def test_nor_does_the_change_of_the_clocks():
    berlin = ZoneInfo("Europe/Berlin")
    aware = datetime(2027, 3, 27, 12, 0, tzinfo=berlin).astimezone(timezone.utc)
    until = incident.deadline(aware).astimezone(berlin)
    assert (until.day, until.hour) == (30, 13)


def test_told_in_time_is_enough_for_a_risk():
    assert incident.open_points(FACTS) == []


@pytest.mark.parametrize(
    ("change", "points"),
    [
        ({"risk": None}, ["risk"]),
        ({"risk": incident.NONE}, ["reason"]),
        ({"risk": incident.NONE, "reason": "nur Testdaten"}, []),
        ({"risk": incident.NONE, "reason": "  "}, ["reason"]),
        ({"authority_informed_at": None}, ["authority"]),
        ({"authority_informed_at": AWARE + timedelta(hours=73)}, ["late_reason"]),
        (
            {
                "authority_informed_at": AWARE + timedelta(hours=73),
                "late_reason": "Umfang war unklar",
            },
            [],
        ),
        ({"risk": incident.HIGH}, ["people"]),
        ({"risk": incident.HIGH, "people_informed_at": AWARE}, []),
        (
            {"risk": incident.HIGH, "authority_informed_at": None},
            ["authority", "people"],
        ),
    ],
)
def test_what_is_missing_is_named(change, points):
    assert incident.open_points(replace(FACTS, **change)) == points
