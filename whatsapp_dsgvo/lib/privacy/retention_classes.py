"""The classes of this addon: periods by default, and how far a company may go.

Laws set the limits where there is one (§ 257 HGB, § 147 AO); elsewhere they are what
the privacy notice can still call necessary. Periods without a norm are a choice.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from .retention import DAYS, MONTHS, YEARS, Action, Period, RetentionClass, Unit, Worker


def _class(
    code: str,
    unit: Unit,
    counts: tuple[int, int, int],
    action: Action = "delete",
    year_end: bool = False,
    worked_off_by: Worker = "run",
) -> RetentionClass:
    """counts: the default, the shortest and the longest period."""
    default, shortest, longest = (Period(count, unit, year_end) for count in counts)
    return RetentionClass(code, default, shortest, longest, action, worked_off_by)


NO_CONSENT = "LK-02"
SERVICE = "LK-03"
SPECIAL = "LK-03s"
WITHDRAWN = "LK-03w"
LETTER = "LK-04"
VOUCHERS = "LK-05"
EVIDENCE = "LK-06"
SUPPRESSION = "LK-07"
REQUESTS = "LK-08"
JOURNAL = "LK-09"
READING = "LK-10"
DELIVERY = "LK-11"
INCIDENTS = "LK-12"
FIGURES = "LK-14"

CLASSES = (
    _class("LK-01", DAYS, (7, 7, 7), worked_off_by="elsewhere"),
    _class(NO_CONSENT, DAYS, (7, 1, 7)),
    _class(SERVICE, MONTHS, (6, 1, 12)),
    _class(SPECIAL, DAYS, (30, 0, 30), "content"),
    _class(WITHDRAWN, DAYS, (30, 0, 90)),
    _class(LETTER, YEARS, (6, 6, 6), year_end=True),
    _class(VOUCHERS, YEARS, (8, 8, 8), year_end=True),
    _class(EVIDENCE, YEARS, (3, 3, 5), "content", year_end=True),
    _class(SUPPRESSION, YEARS, (1, 1, 1), worked_off_by="people"),
    _class(REQUESTS, YEARS, (3, 3, 3), year_end=True, worked_off_by="cleanup"),
    _class(JOURNAL, DAYS, (30, 30, 400), worked_off_by="cleanup"),
    _class(READING, MONTHS, (6, 6, 6), worked_off_by="cleanup"),
    _class(DELIVERY, DAYS, (90, 30, 90), "content"),
    _class(INCIDENTS, YEARS, (5, 5, 5), worked_off_by="cleanup"),
    _class("LK-13", DAYS, (90, 90, 90), worked_off_by="cleanup"),
    _class(FIGURES, DAYS, (90, 30, 90), worked_off_by="nothing"),
    _class("LK-15", DAYS, (30, 7, 30), worked_off_by="elsewhere"),
)
# A closed case keeps the contact so long: letters come back, and so do people.
NAMED_FOR: Final = timedelta(days=30)
BY_CODE = {one.code: one for one in CLASSES}
# Classes which messages bear in `retention_class`.
OF_MESSAGES = (NO_CONSENT, SERVICE, SPECIAL, WITHDRAWN, LETTER, VOUCHERS)
# What a law makes the company keep: archived under a key of its own, then destroyed.
ARCHIVED = (LETTER, VOUCHERS)
# Steps of a run that work off no class: periods begin; people are forgotten.
START, SILENCE, LIFT = "start", "silence", "lift"
