"""The demo's time: Odoo has none of its own to set, so what it noted moves back.

The stand-in calls this when somebody lets time pass on the customer's phone. It works on
the demo's database from outside; the addon has no such entry, and gets none.
"""

from . import database
from .progress import Problem

_MOVED = {
    "wa_conversation": ("window_opened_at", "last_inbound_at", "window_expires_at"),
    "helpdesk_ticket": (
        "whatsapp_unanswered_since",
        "whatsapp_last_inbound_at",
        "whatsapp_window_expires_at",
    ),
    "wa_media": ("received_at", "next_try_at"),
}


def age(site, seconds):
    """Let every conversation of a site be older by these seconds."""
    try:
        step = float(seconds)
    except ValueError:
        raise Problem(f"{seconds!r} is no number of seconds.") from None
    database.ask(statement(step), site.database)


def statement(seconds):
    """SQL that moves back the times by which windows, waiting and files are told."""
    back = f"interval '{seconds:f} seconds'"
    return "".join(
        f"update {table} set {', '.join(f'{c} = {c} - {back}' for c in columns)};\n"
        for table, columns in _MOVED.items()
    )
