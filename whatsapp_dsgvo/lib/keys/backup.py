"""When the key store was last backed up, as far as anybody told the software.

Loss of the keys is loss of all contents (Art. 32 (1) (c) GDPR). Known are exports by our
own command, and what a backup job reported; a copy nobody reported is not known.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

EXPORT, REPORTED = "export", "reported"
UNKNOWN, FRESH, OVERDUE, GONE = "unknown", "fresh", "overdue", "gone"
EVERY = 7  # days, unless the settings say otherwise
_TIME = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True)
class Backup:
    """`at`: UTC without zone. `head`: last number of the journal it holds.

    Of an export also how many `rows` of keys, and the file's SHA-256 in hex.
    """

    at: datetime
    way: str
    head: int
    rows: int = 0
    sha256: str = ""

    def text(self) -> str:
        return json.dumps({**asdict(self), "at": self.at.strftime(_TIME)})


def read(text: str | None) -> Backup | None:
    """None for "" and for what `text` did not write: then nothing is known."""
    try:
        values = json.loads(text or "")
        return Backup(**{**values, "at": datetime.strptime(values["at"], _TIME)})
    except (ValueError, TypeError, KeyError):
        return None


def state(
    backup: Backup | None, now: datetime, every: timedelta, kept: timedelta | None
) -> str:
    """Overdue after `every`, and as good as gone after twice that.

    `kept`: after that time the company deletes its backups, None if it has not said.
    """
    if backup is None:
        return UNKNOWN
    age = now - backup.at
    if age > 2 * every or (kept and age > kept):
        return GONE
    return FRESH if age <= every else OVERDUE
