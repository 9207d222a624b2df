"""Odoo's log, read strictly: a warning is a failure, as with OCA's checklog."""

import re
from dataclasses import dataclass

_LINE = re.compile(
    r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ \d+ (?P<level>[A-Z]+) (?P<rest>.*)$"
)
_BAD = {"WARNING", "ERROR", "CRITICAL"}


@dataclass(frozen=True)
class Allowed:
    """A warning that is not ours to cure: its pattern, and why it may stay."""

    pattern: str
    reason: str


# Odoo logs each call by RPC that it refuses; the tests of forgery provoke them.
_REFUSED = "a refused call, provoked by a test of forgery"
ALLOWED = (
    Allowed(r" odoo\.http: Private methods \(such as 'wa\.", _REFUSED),
    Allowed(r" odoo\.http: Consent is written by the WhatsApp channel", _REFUSED),
)


def complaints(text, allowed=ALLOWED):
    """Lines of a log with level WARNING or worse that nobody has excused."""
    found = []
    for line in text.splitlines():
        match = _LINE.match(line)
        if match and match["level"] in _BAD and not _excused(line, allowed):
            found.append(line)
    return found


def _excused(line, allowed):
    return any(re.search(one.pattern, line) for one in allowed)
