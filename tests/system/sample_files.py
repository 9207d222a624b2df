"""Sample payloads: which files are webhooks, and copies for the server's own number."""

import copy
import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Sample:
    """One webhook; `name` relative to the folder given."""

    name: str
    payload: dict

    def body(self):
        return json.dumps(self.payload).encode()


def read(folder):
    """`(samples, names of files that are no webhook)`, sorted by name."""
    samples, others = [], []
    for path in sorted(Path(folder).rglob("*.json")):
        name = str(path.relative_to(folder))
        payload = _load(path)
        if _is_webhook(payload):
            samples.append(Sample(name, payload))
        else:
            others.append(name)
    return samples, others


def _load(path):
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return None


def _is_webhook(payload):
    """Requests to Meta and its answers have no entries."""
    return isinstance(payload, dict) and isinstance(payload.get("entry"), list)


class Rewriter:
    """Makes copies as if they had been sent to the server's own account and number.

    Meta's examples use the same message id for different messages; here each file's
    messages are new ones, or they would be taken for redelivered.
    """

    def __init__(self, waba_id, phone_number_id):
        self._account = waba_id
        self._number = phone_number_id
        self._seen = set()

    def own(self, sample):
        """The sample for our number; a redelivered message stays one within a file."""
        payload = copy.deepcopy(sample.payload)
        names = {}
        for entry in payload["entry"]:
            if isinstance(entry, dict) and isinstance(entry.get("id"), str):
                entry["id"] = self._account
        for value in _values(payload):
            metadata = value.get("metadata")
            if isinstance(metadata, dict) and "phone_number_id" in metadata:
                metadata["phone_number_id"] = self._number
            for message in _messages(value):
                old = message["id"]
                message["id"] = names.setdefault(old, self._unused(old))
        self._seen.update(names.values())
        return Sample(sample.name, payload)

    def _unused(self, wamid):
        number = 2
        new = wamid
        while new in self._seen:
            new = f"{wamid}.{number}"
            number += 1
        return new


def _values(payload):
    for entry in payload["entry"]:
        changes = entry.get("changes") if isinstance(entry, dict) else None
        for change in changes if isinstance(changes, list) else ():
            if isinstance(change, dict) and isinstance(change.get("value"), dict):
                yield change["value"]


def _messages(value):
    messages = value.get("messages")
    for message in messages if isinstance(messages, list) else ():
        if isinstance(message, dict) and isinstance(message.get("id"), str):
            yield message
