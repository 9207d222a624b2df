"""Compares the two accounts; knows the promises, not the code that keeps them.

`findings(meta, ours, answers)` -> {kind: [sentences]}, every list empty if all is well.
"""

from collections import Counter, defaultdict

from . import crash_checker_files, crash_checker_words, crash_ledger
from .crash_customers import ANSWER

KINDS = (
    "lost",
    "doubled",
    "altered",
    "left over",
    "without basis",
    "in the dark",
    "ledger",
    "keys",
)
SETTLED = {"sent", "delivered", "read", "failed"}
# A state that an agent sees, and none in which something still is to happen by itself.
NOT_ACCEPTED = {"uncertain", "failed", "cancelled", "waiting_for_window"}
WITHOUT_CONSENT = {"NOTICE", "CHOICE_ACK", "DSR_INFO", "SAFETY"}
YES, NO = ("given",), ("withdrawn", "refused", "blocked")
# Seconds from the last look at the books until Meta has accepted: a no that comes in
# between finds the message on its way.
UNDER_WAY = 5
ROUNDED = 1


def findings(meta, ours, answers):
    found = {kind: [] for kind in KINDS}
    for check in (
        _inbound,
        _shown,
        _outbound,
        _clicks,
        _cancelled,
        _bases,
        _unfinished,
        crash_checker_files.problems,
        crash_checker_words.problems,
    ):
        for kind, sentence in check(meta, ours, answers):
            found[kind].append(sentence)
    found["ledger"] += crash_ledger.problems(ours.entries, ours.keys)
    found["keys"] += ours.unreadable
    return found


def _of(ours, direction):
    return [row for row in ours.messages if row["direction"] == direction]


def _inbound(meta, ours, _answers):
    """Every message of a customer is here exactly once."""
    stored = Counter(row["wamid"] for row in _of(ours, "in"))
    for wamid in meta.told:
        if not stored[wamid]:
            yield "lost", f"inbound {wamid}"
    for wamid, count in stored.items():
        if count > 1:
            yield "doubled", f"inbound {wamid} {count} times"
        if wamid not in meta.told:
            yield "in the dark", f"inbound {wamid}, which nobody wrote"


def _shown(_meta, ours, _answers):
    """A message has one bubble, and what came to a ticket is shown there."""
    shown = Counter(
        row["mail_message_id"] for row in ours.messages if row["mail_message_id"]
    )
    for stub, count in shown.items():
        if count > 1:
            yield "doubled", f"{count} messages in one bubble {stub}"
    for row in _of(ours, "in"):
        if row["ticket_id"] and not row["mail_message_id"]:
            yield "lost", f"inbound {row['opaque_id']} is in a ticket, but not shown"


def _outbound(meta, ours, _answers):
    """At most once, and what became of it is known or said to be unknown."""
    rows = {row["opaque_id"]: row for row in _of(ours, "out")}
    for opaque, accepted in meta.accepted.items():
        if len(accepted) > 1:
            yield "doubled", f"outbound {opaque} accepted {len(accepted)} times"
        row = rows.get(opaque)
        if row is None:
            yield "in the dark", f"outbound {opaque} is nobody's"
        elif accepted[0]["id"] in meta.settled and row["state"] not in SETTLED:
            yield "in the dark", f"outbound {opaque} was settled, is {row['state']}"
    for opaque, row in rows.items():
        if opaque not in meta.accepted and row["state"] not in NOT_ACCEPTED:
            yield "lost", f"outbound {opaque} never left, is {row['state']}"


def _clicks(meta, ours, answers):
    """An acknowledged click is one answer; no click is two, here or at the phone."""
    # a reaction has no words of its own
    names = {click.key: name for name, click in answers.items()}
    kept = Counter(
        row["text"] or names.get(row["key"], "a nameless one")
        for row in _of(ours, "out")
        if row["author_id"]
    )
    got = Counter(_read(row) for rows in meta.accepted.values() for row in rows)
    for name, click in answers.items():
        if click.how == "acknowledged" and not kept[name]:
            yield "lost", f"{name!r} was acknowledged"
        if kept[name] > 1 or got[name] > 1:
            yield "doubled", f"{name!r}: {kept[name]} here, {got[name]} at the phone"
    for name in kept.keys() - answers.keys():
        yield "in the dark", f"{name!r}, which nobody wrote"


def _read(sent):
    """The words at the phone."""
    part = sent["payload"][sent["type"]]
    body = part.get("body", "")
    return part.get("caption") or (body["text"] if isinstance(body, dict) else body)


def _cancelled(_meta, ours, _answers):
    """An answer is given up for a no of its reader only, heard after it was queued."""
    noes = {
        (entry["pseudonym"], entry["known"])
        for entry in ours.entries
        if entry["event"] in ("withdrawn", "refused")
    }
    for row in _of(ours, "out"):
        if row["state"] != "cancelled" or not row["text"].startswith(ANSWER):
            continue
        if not any(
            person == row["person"] and known >= row["queued_at"] - ROUNDED
            for person, known in noes
        ):
            yield "lost", f"outbound {row['opaque_id']}: {row['cancel_reason']}"


def _bases(meta, ours, _answers):
    """Whatever reached a customer stands on their yes, or is a named exception."""
    entries = {entry["id"]: entry for entry in ours.entries}
    rows = {row["opaque_id"]: row for row in _of(ours, "out")}
    for opaque in meta.accepted.keys() & rows.keys():
        row = rows[opaque]
        if row["exception_code"] in WITHOUT_CONSENT:
            continue
        basis = entries.get(row["basis_entry_id"])
        if (
            basis is None
            or (basis["event"], basis["purpose"]) != ("given", "service")
            or basis["pseudonym"] != row["person"]
            or basis["seconds"] > row["queued_at"]
        ):
            yield "without basis", f"outbound {opaque}"
            continue
        accepted_at = meta.accepted[opaque][0]["at"]
        for what, moment in (
            ("queued", row["queued_at"] - ROUNDED),
            ("sent", accepted_at - UNDER_WAY),
        ):
            if _last_word(ours, basis, moment)["event"] in NO:
                yield "without basis", f"outbound {opaque} was {what} after a no"


def _last_word(ours, basis, moment):
    """Of this person and purpose, since the yes, as far as it was known by then.

    A yes counts even if it came in the seconds that are left open for a no.
    """
    last = basis
    for entry in sorted(ours.entries, key=lambda entry: entry["id"]):
        said = entry["event"] in NO and entry["known"] < moment
        said |= entry["event"] in YES and entry["known"] < moment + UNDER_WAY
        if (
            said
            and entry["id"] > basis["id"]
            and entry["seconds"] >= basis["seconds"]
            and (entry["pseudonym"], entry["purpose"])
            == (basis["pseudonym"], basis["purpose"])
        ):
            last = entry
    return last


def _unfinished(_meta, ours, _answers):
    """Nothing hangs where nobody looks."""
    for row in ours.messages:
        if row["state"] in ("received", "queued", "sending"):
            yield "in the dark", f"{row['opaque_id']} is {row['state']} for ever"
    for event in ours.events:
        yield (
            "in the dark",
            f"event {event['id']} is {event['state']}: {event['error']}",
        )
    newest = defaultdict(int)
    for entry in ours.entries:
        key = (entry["pseudonym"], entry["purpose"])
        newest[key] = max(newest[key], entry["id"])
    for row in ours.consents:
        if row["last_entry_id"] != newest[row["person"], row["purpose"]]:
            yield "in the dark", f"consent of {row['person']} is not what was proven"
