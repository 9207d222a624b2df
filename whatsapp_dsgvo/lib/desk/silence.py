"""Whether it is unusual that nobody has written for so long.

A night or a Sunday is no silence: now is compared with the same time of day on the same
weekday, in each of the weeks before.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone, tzinfo

WEEKS = 4
# So far back the last message before is looked for.
REACH = timedelta(days=1)
LEAST = timedelta(minutes=15)
TIMES_USUAL = 2


def same_times(now: datetime, zone: tzinfo) -> list[datetime]:
    """This time of day on this weekday in the weeks before, newest first.

    :param now: UTC, naive, as what is returned
    :param zone: whose clock people go by; it may have been changed meanwhile
    """
    here = now.replace(tzinfo=timezone.utc).astimezone(zone)
    before = (here - timedelta(weeks=week) for week in range(1, WEEKS + 1))
    return [at.astimezone(timezone.utc).replace(tzinfo=None) for at in before]


def unusual(silence: timedelta, before: Sequence[timedelta | None]) -> timedelta | None:
    """The longest silence that was usual, if this one is much longer; else None.

    :param before: the silences at the `same_times`, None where nobody wrote for `REACH`

    A number nobody wrote to in one of these weeks has no usual silence.
    """
    known = [one for one in before if one is not None]
    if silence < LEAST or len(known) < WEEKS:
        return None
    usual = max(known)
    return usual if silence > TIMES_USUAL * usual else None
