"""When we ask for consent, in which form, and how rarely."""

from __future__ import annotations

from .record import (
    FULL_EVERY,
    NOTICES_PER_WINDOW,
    PENDING,
    SERVICE,
    SHORT_AFTER,
    SHORT_LIMIT,
    SHORT_WITHIN,
    WITHDRAWN,
    Change,
    Inbound,
    NoticeSent,
    Policy,
    Record,
    Standing,
)


def asked(standing: Standing) -> Change:
    """After a withdrawal its reason is remembered, for silence or a no restores it."""
    if standing.state == WITHDRAWN:
        return Change(SERVICE, PENDING, "asked", standing.reason, prior=WITHDRAWN)
    return Change(SERVICE, PENDING, "asked")


def next_notice(record: Record, inbound: Inbound, policy: Policy) -> str | None:
    """Full once per 7 days and version, else short; never more than I6 allows."""
    in_window = [n for n in record.notices if _in_window(n, record)]
    if len(in_window) >= NOTICES_PER_WINDOW:
        return None
    if _full_is_due(record, inbound, policy):
        return "full"
    return "short" if _short_is_due(record, inbound, in_window) else None


def _in_window(notice: NoticeSent, record: Record) -> bool:
    opened = record.window_opened_at
    return opened is not None and notice.at >= opened


def _full_is_due(record: Record, inbound: Inbound, policy: Policy) -> bool:
    return not any(
        n.form == "full"
        and n.version == policy.notice_version
        and inbound.at - n.at < FULL_EVERY
        for n in record.notices
    )


def _short_is_due(
    record: Record, inbound: Inbound, in_window: list[NoticeSent]
) -> bool:
    shorts = [n for n in record.notices if n.form == "short"]
    if any(n in in_window for n in shorts):
        return False
    if sum(inbound.at - n.at < SHORT_WITHIN for n in shorts) >= SHORT_LIMIT:
        return False
    newest = max((n.at for n in record.notices), default=None)
    return newest is None or inbound.at - newest >= SHORT_AFTER
