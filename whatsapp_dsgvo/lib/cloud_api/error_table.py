"""Finds the rule for a code; there is always one."""

from dataclasses import replace
from datetime import timedelta

from . import (
    error_table_access,
    error_table_fallback,
    error_table_number,
    error_table_recipient,
    error_table_service,
    error_table_template,
)
from .error_rule import ErrorRule
from .error_table_fallback import REFUSED

RULES: dict[int, ErrorRule] = {
    rule.code: rule
    for table in (
        error_table_access,
        error_table_recipient,
        error_table_service,
        error_table_template,
        error_table_number,
        error_table_fallback,
    )
    for rule in table.RULES
}

# codes that only make sense together with their subcode
_BY_SUBCODE = {(100, 33): error_table_access.OBJECT_MISSING}

_RANGES = (
    (range(200, 300), error_table_access.PERMISSION_MISSING),
    (range(131200, 131300), error_table_service.GROUPS),
    (range(138000, 139000), error_table_number.CALLING),
    (range(139000, 139005), error_table_number.FLOWS),
    (range(147001, 147006), error_table_number.USERNAMES),
)


def rule_for(code: int | None, subcode: int | None = None) -> ErrorRule:
    """The rule for Meta's error code; a final one with its code for a new code.

    Titles and HTTP statuses are not stable (Meta, "Error codes"), so they don't count.
    """
    if code is None:
        return REFUSED
    if subcode is not None and (code, subcode) in _BY_SUBCODE:
        return _BY_SUBCODE[code, subcode]
    return RULES.get(code) or replace(_rule_of_range(code), code=code)


def is_known(code: int | None) -> bool:
    """False for a code Meta has added since the table was written."""
    if code is None or code < 0:
        return False
    return rule_for(code).agent_en != REFUSED.agent_en


def retry_delay(rule: ErrorRule, attempt: int) -> timedelta | None:
    """The wait before the next try; None means: do not try again.

    `attempt` counts from 0: the first failure asks with 0, the next with 1.
    """
    retry = rule.retry
    if not 0 <= attempt < retry.attempts:
        return None
    wait: timedelta = retry.first * retry.factor**attempt
    return min(wait, retry.cap)


def _rule_of_range(code: int) -> ErrorRule:
    rules = (rule for codes, rule in _RANGES if code in codes)
    return next(rules, REFUSED)
