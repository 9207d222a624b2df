"""One person's keys are destroyed in a large key store, both kinds of it.

What counts for an erasure is when they are unreadable: in a file their bytes are
overwritten, in PostgreSQL the table is written anew without them.
"""

import sys
import time

from tests import conftest  # noqa: F401 - the library without the addon, so without Odoo
from whatsapp_dsgvo.lib.keys.master import MasterKeys

from ._rounds import LOWER, Figure, write
from .rotation import OLD, STORES, filled

SUBJECTS, CLASSES, TIMES = 100_000, ("person", "content", "evidence"), 15
GOAL = 1  # s


def main():
    figures = [
        Figure(
            f"keys of one person among {SUBJECTS:,}, key store in a {name}",
            "s",
            GOAL,
            LOWER,
            _seconds(opened),
        )
        for name, opened in STORES.items()
    ]
    return write("destruction", figures)


def _seconds(opened):
    with opened() as open_store:
        uuid = filled(open_store, SUBJECTS, CLASSES)
        store = open_store(MasterKeys(OLD), uuid)
        runs = [_destroy(store, f"{n * 997:036}") for n in range(TIMES)]
        store.close()
    return runs


def _destroy(store, subject):
    started = time.monotonic()
    store.destroy(subject)
    seconds = time.monotonic() - started
    assert store.is_destroyed(subject, CLASSES[0])
    return seconds


if __name__ == "__main__":
    sys.exit(main())
