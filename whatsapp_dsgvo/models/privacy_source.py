"""Where content of people lies: one kind of record, told by whoever owns it."""

from collections.abc import Callable
from typing import NamedTuple

from ..lib.privacy import erasure


class Source(NamedTuple):
    """One kind of record that belongs to people, see `wa.subject`.

    `name` is stable: counts and certificates are kept under it. `label` is read by
    people. `records` are all, `kept` those that must stay, both with sudo. `erase`
    takes a batch of records and is never given one that is kept. `step` says when it
    is its turn; addons leave it as it is. `export` takes records and gives lines of
    plain text, which the person gets with an access request; without it the person is
    told how many there are.
    """

    name: str
    label: str
    records: object
    kept: object
    erase: Callable
    step: str = erasure.OTHERS
    export: Callable | None = None

    def to_erase(self):
        return self.records - self.kept
