"""The clock of a personal data breach (Art. 33 and 34 GDPR).

72 hours are hours: weekends, holidays and the change of the clocks do not stop them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

HOURS = 72
NONE, RISK, HIGH = "none", "risk", "high"


@dataclass(frozen=True)
class Facts:
    """What is known when somebody wants to close the case; times in UTC."""

    aware_at: datetime
    risk: str | None
    reason: str
    authority_informed_at: datetime | None
    late_reason: str
    people_informed_at: datetime | None


def deadline(aware_at: datetime, hours: int = HOURS) -> datetime:
    """Until when the authority must be told; UTC in, UTC out."""
    return aware_at + timedelta(hours=hours)


def open_points(facts: Facts) -> list[str]:
    """Codes of what is missing before the case may be closed; [] if nothing is."""
    if facts.risk is None:
        return ["risk"]
    if facts.risk == NONE:
        return [] if facts.reason.strip() else ["reason"]
    points = []
    told = facts.authority_informed_at
    if told is None:
        points.append("authority")
    elif told > deadline(facts.aware_at) and not facts.late_reason.strip():
        points.append("late_reason")
    if facts.risk == HIGH and facts.people_informed_at is None:
        points.append("people")
    return points
