"""`./dev test samples --samples DIR`: every sample webhook, signed, to a real server.

Each is posted twice: unchanged, when its number is none of ours and must be parked; and
as a copy for our number. Reported for each file: the answer, what it became, and how
that is shown. Then everybody agrees and Chromium opens each ticket: as many messages, as
many bubbles, none empty. The exit code is not 0 if anything raised, was lost or is not
drawn.
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

import tests.conftest  # noqa: F401 - lets lib/ be imported without Odoo
from whatsapp_dsgvo.lib.cloud_api import events

from . import sample_shell, sample_tickets
from .sample_files import Rewriter, read
from .sample_server import Server

BUBBLES = Path(__file__).with_name("bubbles_shell.py")
FOREIGN = "foreign phone number id"
NOTED = (
    events.AccountEvent,
    events.TemplateEvent,
    events.GroupEvent,
    events.CallEvent,
    events.ReceivedError,
)


def main(arguments=None):
    """Post the samples; 0 if nothing was lost and nothing raised."""
    parser = argparse.ArgumentParser(prog="./dev test samples")
    parser.add_argument("--samples", required=True)
    parser.add_argument("--server", required=True, help="what ./dev up prints")
    options = parser.parse_args(arguments)
    samples, others = read(options.samples)
    details = json.loads(options.server)
    server = Server(details)
    print(f"{len(samples)} webhooks; {len(others)} other files\n")
    for name in others:
        print(f"{name}: skipped | a request or an answer, no webhook")
    trouble = _post_unchanged(server, samples)
    stored = {}
    trouble += _post_copies(server, samples, stored)
    # before, nobody has agreed and nothing stands in a ticket
    trouble += sample_tickets.trouble(details["odoo_url"])
    trouble += _report_bubbles(stored)
    print(f"\n{len(samples)} webhooks, {len(trouble)} of them lost or raised")
    for line in trouble:
        print(f"  {line}")
    return 1 if trouble else 0


def _post_unchanged(server, samples):
    """Nothing sent to somebody else's number may be stored as a message."""
    trouble = []
    parked = 0
    for sample in samples:
        change = server.post(sample.body())
        parked += sum(error == FOREIGN for _state, error, *_more in change.events)
        found = _problems(change)
        if change.messages or change.entries:
            found.append("a foreign number's message was stored")
        trouble += [f"{sample.name} (unchanged): {problem}" for problem in found]
    print(f"unchanged, for foreign numbers: {parked} parked\n")
    return trouble


def _post_copies(server, samples, stored):
    """Fills `stored` with {sample name: ids of its messages}."""
    trouble = []
    # the same bytes again are a redelivery, and change nothing
    posted = {sample.body(): f"{sample.name}, unchanged" for sample in samples}
    rewriter = Rewriter(*server.number())
    for sample in samples:
        body = rewriter.own(sample).body()
        if body in posted:
            print(f"{sample.name}: same as {posted[body]}")
            continue
        posted[body] = sample.name
        change = server.post(body)
        found = _problems(change) + _losses(events.parse(body), change)
        stored[sample.name] = change.message_ids
        print(f"{sample.name}: {change.status} | {became(change)} | {shown(change)}")
        trouble += [f"{sample.name}: {problem}" for problem in found]
    return trouble


def _report_bubbles(stored):
    """One line for each message: which bubble an agent sees, without its content.

    Everything stands in a ticket by now, whose bubbles the browser has counted.
    """
    print("\nbubbles")
    bubbles = sample_shell.run(BUBBLES)
    trouble = []
    for name, ids in stored.items():
        for message_id in ids:
            ticket, is_elsewhere, line = bubbles[message_id]
            print(f"{name}: {line}")
            if not ticket and not is_elsewhere:
                trouble.append(f"{name}: a message without a bubble: {line}")
    return trouble


def _problems(change):
    """What is wrong whatever the content is."""
    problems = [] if change.status == 200 else [f"answered {change.status}"]
    for state, error, _kind, attempts in change.events:
        if state == "new" or attempts:
            problems.append(f"raised {error}")
    return problems


def _losses(parsed, change):
    """Items that left no trace: neither stored, nor counted, nor settled."""
    parked = sum(state == "parked" for state, *_more in change.events)
    stored = sum(direction == "in" for direction, *_more in change.messages)
    wamids = {e.wamid for e in parsed if isinstance(e, events.InboundMessage)}
    losses = []
    if stored + parked < len(wamids):
        losses.append(f"{len(wamids)} messages, but {stored} stored, {parked} parked")
    if any(isinstance(e, events.Unknown) for e in parsed) and not parked:
        losses.append("an unknown event was not parked")
    if any(isinstance(e, events.CoexistenceEvent) for e in parsed):
        losses += [] if change.refused else ["a refused event was not counted"]
    if any(isinstance(e, NOTED) for e in parsed) and not (change.notes or parked):
        losses.append("an account event left no note")
    if not change.events:
        losses.append("no event was stored")
    return losses


def became(change):
    """One line: kinds and states, as an administrator would count them."""
    parts = Counter(
        f"{kind} {state}{f' [{label}]' if label else ''}"
        for direction, kind, state, label in change.messages
        if direction == "in"
    )
    parts += Counter(
        f"answer {kind}"
        for direction, kind, *_more in change.messages
        if direction == "out"
    )
    parts += Counter(f"ledger {event}" for event, _purpose in change.entries)
    parts += Counter(f"parked: {e[1]} ({e[2]})" for e in change.events if e[1])
    parts += Counter(f"event {e[2]}" for e in change.events if e[0] == "done")
    if change.refused:
        parts["refused"] += change.refused
    if change.notes:
        parts["note on the number"] += len(change.notes)
    return ", ".join(name if n == 1 else f"{n} × {name}" for name, n in parts.items())


def shown(change):
    """How the triage, or the administrator, reads it; one line."""
    texts = [" ".join(text.split()) for text in change.shown]
    texts += [body for (body,) in change.notes]
    return " / ".join(text if len(text) <= 60 else f"{text[:59]}…" for text in texts)


if __name__ == "__main__":
    sys.exit(main())
