"""What was said, and what was done about it later: quotes, reactions, edits, deletions."""


def problems(meta, ours, answers):
    """(kind of finding, sentence)"""
    heard = {row["wamid"]: row for row in ours.messages if row["wamid"]}
    newest = _newest(meta)
    yield from _words(meta, heard, newest)
    yield from _reactions(meta, heard, newest)
    yield from _revoked(meta, heard)
    yield from _answers(meta, ours, answers)


def _newest(meta):
    """{(kind, wamid it is about): the newest edit or reaction}"""
    found = {}
    for line in meta.told.values():
        if line["type"] in ("edit", "reaction"):
            about = _about(line)
            earlier = found.get((line["type"], about))
            if not earlier or int(earlier["timestamp"]) < int(line["timestamp"]):
                found[line["type"], about] = line
    return found


def _about(line):
    part = line[line["type"]]
    return part.get("original_message_id") or part.get("message_id")


def _words(meta, heard, newest):
    """Word for word, as it was said last."""
    for wamid, line in meta.told.items():
        row = heard.get(wamid)
        if not row or row["revoked"] or line["type"] in ("edit", "revoke", "reaction"):
            continue
        edit = newest.get(("edit", wamid))
        said = _said(edit["edit"]["message"] if edit else line)
        place = row["content"].get("location", {})
        if said not in (row["text"], (place.get("latitude"), place.get("longitude"))):
            yield "lost", f"the words of inbound {row['opaque_id']}"


def _said(line):
    """Of a tap what the button says; of a place where it is."""
    part = line[line["type"]]
    if line["type"] == "location":
        return tuple(f"{part[name]:.6f}" for name in ("latitude", "longitude"))
    if line["type"] == "interactive":
        return part["button_reply"]["title"]
    return part.get("body") or part.get("caption") or ""


def _reactions(meta, heard, newest):
    """Only the newest is kept, at the message it is about."""
    for wamid, line in meta.told.items():
        row = heard.get(wamid) if line["type"] == "reaction" else None
        if not row:
            continue
        about = _about(line)
        emoji = line["reaction"].get("emoji", "")
        is_newest = newest["reaction", about] is line
        if row["content"].get("emoji", "") != (emoji if is_newest else ""):
            yield "lost", f"reaction {row['opaque_id']}"
        target = heard.get(about)
        if is_newest and target and row["target_id"] != target["id"]:
            yield "in the dark", f"reaction {row['opaque_id']} is on no message"


def _revoked(meta, heard):
    """It is gone as the customer wanted, and nothing else is."""
    taken_back = {
        _about(line) for line in meta.told.values() if line["type"] == "revoke"
    }
    for wamid, row in heard.items():
        if wamid in taken_back and (not row["revoked"] or row["content"]):
            yield "left over", f"inbound {row['opaque_id']} was taken back"
        if row["revoked"] and wamid not in taken_back:
            yield "lost", f"inbound {row['opaque_id']} was taken back by nobody"


def _answers(meta, ours, answers):
    """What was clicked is what arrived: the quote, the reaction and what it is about."""
    rows = {row["opaque_id"]: row for row in ours.messages}
    by_key = {click.key: click for click in answers.values()}
    for opaque, sent in meta.accepted.items():
        click = by_key.get(rows[opaque]["key"]) if opaque in rows else None
        if not click:
            continue
        expected = {
            "type": click.kind,
            "quoted": rows.get(click.quoted, {}).get("wamid", ""),
            "target": rows.get(click.target, {}).get("wamid", ""),
            "emoji": click.emoji,
        }
        payload = sent[0]["payload"]
        reaction = payload.get("reaction", {})
        arrived = {
            "type": sent[0]["type"],
            "quoted": sent[0]["context"],
            "target": reaction.get("message_id", ""),
            "emoji": reaction.get("emoji", ""),
        }
        if arrived != expected:
            yield "altered", f"outbound {opaque} is not what was clicked"
