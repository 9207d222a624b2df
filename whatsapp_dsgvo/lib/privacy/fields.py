"""What every stored field holds of people, how long, and what becomes of it.

Each field of a table has a mark. A new one without a mark fails the tests, and what a
mark says of erasure, export and sealing is tried out (tests/test_fields.py). Tables:
`fields_people.py` for what is stored of customers, `fields_house.py` for the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Category = Literal[
    "content",  # what was said or sent, sealed
    "identity",  # who it is, sealed
    "keyed",  # a keyed hash of an identity, a message id or a code
    "pseudonym",  # a random id, or a reference to the person or what is theirs
    "trace",  # that, when and how: states, times, kinds, counts
    "case",  # what the company writes down about a request or an incident
    "staff",  # who in the company did it
    "house",  # the company's own texts, settings and figures
]
Erase = Literal[
    "row",  # the row goes
    "empty",  # the field is emptied, the row stays
    "expires",  # worked off and stopped by the tombstone; its day's key is destroyed
    "kept",  # stays, as long as its class says
    "none",  # nothing of a customer
]
# The only categories that may be read by whoever reads the table.
SEALED: tuple[Category, ...] = ("content", "identity")


@dataclass(frozen=True)
class Mark:
    """`retention`: a class of retention_classes.py; `export`: where it stands in the
    export's daten.json, "" if it is not in it."""

    category: Category
    retention: str
    erase: Erase
    export: str = ""


Marks = dict[str, Mark]


def marks(retention: str, erase: Erase, **names: str) -> Marks:
    """{field: mark}; `names`: the category and its fields, "field>place in export"."""
    found: Marks = {}
    for category in get_args(Category):
        for word in names.pop(category, "").split():
            field, _arrow, export = word.partition(">")
            found[field] = Mark(category, retention, erase, export)
    if names:
        raise ValueError("No such category.")
    return found


def house(names: str, staff: str = "") -> Marks:
    """Nothing of customers: the company's own, and who of it."""
    return marks("", "none", house=names, staff=staff)
