"""Which error an account event stands for, and whether sending has to stop.

Source: Meta, "account_update webhook reference".
"""

from dataclasses import dataclass

from .error_rule import ErrorRule
from .error_table import rule_for
from .error_table_fallback import ACCOUNT_DELETED, BAN_ANNOUNCED, RESTRICTED
from .event_account_types import AccountEvent
from .json_values import an_object, words

LOCKED = rule_for(131031)


@dataclass(frozen=True)
class Trouble:
    rule: ErrorRule
    stops: bool


def trouble(event: AccountEvent) -> Trouble | None:
    """None if nobody has to act.

    A restriction stops nothing by itself: it may concern new numbers or templates only,
    and what it does concern Meta refuses.
    """
    if event.event == "ACCOUNT_RESTRICTION":
        return Trouble(RESTRICTED, stops=False)
    if event.event == "ACCOUNT_DELETED":
        return Trouble(ACCOUNT_DELETED, stops=True)
    if event.event == "DISABLED_UPDATE":
        return _ban(event)
    return None


def _ban(event: AccountEvent) -> Trouble | None:
    """A state that is missing or new is taken for a ban: a person looks and connects."""
    state = words(an_object(event.value.get("ban_info")).get("waba_ban_state"))
    if state == "REINSTATE":
        return None
    if state == "SCHEDULE_FOR_DISABLE":
        return Trouble(BAN_ANNOUNCED, stops=False)
    return Trouble(LOCKED, stops=True)
