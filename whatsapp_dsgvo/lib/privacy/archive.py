"""What the law makes a merchant keep although the person wants it erased.

Art. 17 (3) (b) GDPR with § 257 HGB and § 147 AO: the period begins at the end of the
calendar year in which the letter was sent or received.
"""

from dataclasses import dataclass
from datetime import date

from . import retention
from .retention_classes import ARCHIVED, BY_CODE, LETTER, VOUCHERS


@dataclass(frozen=True)
class Duty:
    """`norm`: as it is quoted to the person; `years`: from the end of the year."""

    norm: str
    years: int


# Commercial letters: § 257 (1) no. 2, 3 HGB. Vouchers: § 147 (1) no. 4, (3) AO, eight
# years since the Viertes Bürokratieentlastungsgesetz; both from the end of the year.
_NORMS = {LETTER: "§ 257 HGB", VOUCHERS: "§ 147 AO"}
DUTIES = {code: Duty(_NORMS[code], BY_CODE[code].period.count) for code in ARCHIVED}


def kept_until(retention_class: str, day: date) -> date | None:
    """Last day an item of this class must be kept; None if nothing demands it."""
    duty = DUTIES.get(retention_class)
    return date(day.year + duty.years, 12, 31) if duty else None


def must_be_kept(retention_class: str, day: date, today: date) -> bool:
    until = kept_until(retention_class, day)
    return until is not None and today <= until


# A year, then somebody looks whether the reason still is; § 147 (3) AO: ten years.
REVIEW_AFTER_MONTHS = 12
LONGEST_DUTY_YEARS = 10


def longest_hold(duty: bool, today: date) -> date:
    """Last day a legal hold that is set today may name.

    `duty`: a law says for how long (Art. 17 (3) (b)); its period may begin with the end
    of this year. Any other reason (Art. 17 (3) (e)) is looked at again every year.
    """
    if duty:
        return date(today.year + LONGEST_DUTY_YEARS, 12, 31)
    return retention.months_later(today, REVIEW_AFTER_MONTHS)


def norm(retention_class: str) -> str:
    """`KeyError` for a class that nothing demands to keep."""
    return DUTIES[retention_class].norm
