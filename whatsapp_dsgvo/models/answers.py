"""Whether somebody has answered what a customer wrote."""

from odoo import fields

from ..lib.desk import delivery, kinds

TEMPLATE = "template"
WAITING = "waiting_for_window"
TO_BE_SENT = (WAITING, "queued")
SENT = ("sending", "uncertain", "sent", "delivered", "read", "played")
# an emoji of ours is none either: the ticket goes on waiting
NO_ANSWER = (TEMPLATE, *sorted(kinds.SYSTEM | kinds.AMENDING))


def is_answered(enquiry, states=SENT):
    """By a message in one of these states; by default what waits is no answer yet."""
    return bool(
        enquiry.search_count(
            [
                ("ticket_id", "=", enquiry.ticket_id.id),
                ("direction", "=", "out"),
                ("exception_code", "=", False),
                ("kind", "not in", NO_ANSWER),
                ("state", "in", states),
                # nor is what nobody has confirmed within a day
                "|",
                ("state", "!=", "uncertain"),
                ("sending_at", ">", unconfirmed_before()),
                # written when the enquiry was here; clocks of two hosts don't tell
                ("id", ">", enquiry.id),
            ],
            limit=1,
        )
    )


def unconfirmed_before():
    """What was sent until then and has no status yet is not confirmed any more."""
    return fields.Datetime.now() - delivery.UNCONFIRMED_AFTER
