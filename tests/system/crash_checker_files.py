"""Each file is there once and whole: with us, and at the phone.

Told by the SHA-256 of the clear bytes on either side: what the stand-in has on its disk,
what the agent picked, what our sealed file opens to.
"""

from collections import defaultdict

FILES = ("image", "video", "audio", "document", "sticker")


def problems(meta, ours, answers):
    """(kind of finding, sentence)"""
    files = defaultdict(list)
    for row in ours.files:
        files[row["message"]].append(row)
    yield from _inbound(meta, ours, files)
    yield from _outbound(meta, ours, files)
    yield from _clicked(meta, ours, files, answers)
    yield from _stored(ours)


def _inbound(meta, ours, files):
    """Of a message that was taken back nothing is kept; all else comes whole."""
    for row in ours.messages:
        line = meta.told.get(row["wamid"]) if row["direction"] == "in" else None
        if not line:
            continue
        of_it, what = files[row["opaque_id"]], f"file of {row['opaque_id']}"
        expected = line["type"] in FILES and not row["revoked"]
        if of_it and not expected:
            yield "left over", what
        elif expected:
            told = meta.files[line[line["type"]]["id"]]
            expired = told["expires_at"] <= meta.now
            # the agent reads that it is gone, and what to do
            if [one["state"] for one in of_it] != ["expired"] or not expired:
                yield from _one(of_it, told["sha256"], what)


def _outbound(meta, ours, files):
    """What was accepted names a file, which is the message's own."""
    rows = {row["opaque_id"]: row for row in ours.messages if row["direction"] == "out"}
    for opaque in meta.accepted.keys() & rows.keys():
        for sent in meta.accepted[opaque]:
            if sent["type"] in FILES:
                there = meta.files[sent["payload"][sent["type"]]["id"]]
                what = f"file of {opaque} at the phone"
                yield from _one(files[opaque], there["sha256"], what)


def _clicked(_meta, ours, files, answers):
    """The file an agent picked went into the outbox, and no other."""
    for row in ours.messages:
        click = answers.get(row["text"]) if row["direction"] == "out" else None
        if click and click.sha256:
            what = f"file picked for {row['text']!r}"
            yield from _one(files[row["opaque_id"]], click.sha256, what)


def _one(files, sha256, what):
    if not files:
        yield "lost", what
    elif len(files) > 1:
        yield "doubled", f"{what}: {len(files)} of them"
    elif files[0]["state"] != "ready":
        yield "lost", f"{what} is {files[0]['state']} {files[0]['reason']}".rstrip()
    elif files[0]["sha256"] != sha256:
        yield "altered", what


def _stored(ours):
    """Ready means: one attachment. And the file store holds nothing of nobody."""
    for row in ours.files:
        if row["stored"] != (row["state"] == "ready"):
            yield (
                "left over",
                f"file {row['uuid']} is {row['state']}, with {row['stored']} attachments",
            )
        if row["state"] == "pending":
            yield "in the dark", f"file {row['uuid']} is being fetched for ever"
    for name in ours.left:
        yield "left over", f"{name} in the file store"
