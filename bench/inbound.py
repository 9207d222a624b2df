"""Received messages become tickets and lines of tickets, against Odoo's own ways.

- Follow-up: a backlog of messages of people who have agreed, each shown in its ticket,
  its agent notified; against `message_post` with the same followers and the same
  notification for each.
- First contact: somebody unknown writes; person, consent, evidence and ticket are made;
  against Odoo's mail gateway, which makes a ticket of an e-mail by somebody unknown.
"""

import sys

from . import _site
from ._rounds import Figure, ratios, write

ROUNDS = 3
BACKLOG = 2000
FIRST = 200


def main():
    _site.ensure()
    figures = [*_follow_up(), *_first_contact()]
    return write("inbound", figures)


def _follow_up(prefix=""):
    task = {"rounds": ROUNDS, "messages": BACKLOG, "yardstick": 300}
    rates = _site.shell("_inbound_shell.py", {"what": "follow_up", **task})
    ours, odoo = rates["ours"], rates["message_post"]
    return [
        Figure(f"{prefix}follow-up, agent notified", "messages/s", runs=ours),
        Figure(f"{prefix}message_post, agent notified", "messages/s", runs=odoo),
        Figure(
            f"{prefix}follow-up against message_post",
            "times",
            8,
            runs=ratios(ours, odoo),
        ),
    ]


def _first_contact(prefix=""):
    task = {"rounds": ROUNDS, "messages": FIRST, "yardstick": 60}
    rates = _site.shell("_inbound_shell.py", {"what": "first_contact", **task})
    gateway = rates["mail gateway"]
    strict, at_once = rates["strict"], rates["service_reply"]
    return [
        Figure(f"{prefix}mail gateway, e-mail to ticket", "tickets/s", runs=gateway),
        Figure(f"{prefix}message, notice, yes, ticket", "tickets/s", runs=strict),
        Figure(f"{prefix}message to ticket at once", "tickets/s", runs=at_once),
        Figure(
            f"{prefix}ticket after the yes against mail gateway",
            "times",
            5,
            runs=ratios(strict, gateway),
        ),
        Figure(
            f"{prefix}ticket at once against mail gateway",
            "times",
            5,
            runs=ratios(at_once, gateway),
        ),
    ]


if __name__ == "__main__":
    sys.exit(main())
