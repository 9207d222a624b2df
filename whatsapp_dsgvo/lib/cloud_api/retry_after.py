"""How long Meta asks us to wait."""

import json
import re
from collections.abc import Mapping

_SECONDS = re.compile(r"[0-9]{1,6}")
_BUSINESS_USAGE = "x-business-use-case-usage"


def retry_after(headers: Mapping[str, str]) -> int | None:
    """Seconds until calls are welcome again; None if the answer does not say.

    Meta documents `estimated_time_to_regain_access` in minutes ("Graph API rate
    limits"); proxies in between speak `Retry-After` in seconds.
    """
    lower = {name.lower(): value for name, value in headers.items()}
    return _regain(lower.get(_BUSINESS_USAGE)) or _seconds(lower.get("retry-after"))


def _seconds(value: str | None) -> int | None:
    return int(value) if value and _SECONDS.fullmatch(value.strip()) else None


def _regain(value: str | None) -> int | None:
    try:
        usage = json.loads(value or "{}")
    except (ValueError, RecursionError):
        return None
    minutes = [
        entry["estimated_time_to_regain_access"]
        for entries in (usage.values() if isinstance(usage, dict) else ())
        for entry in (entries if isinstance(entries, list) else ())
        if _is_wait(entry)
    ]
    return max(minutes, default=0) * 60 or None


def _is_wait(entry: object) -> bool:
    if not isinstance(entry, dict):
        return False
    minutes = entry.get("estimated_time_to_regain_access")
    return type(minutes) is int and 0 < minutes < 10_000
