"""Times as they stand in what is handed out."""


def iso(at):
    """A time of the database in UTC, `2026-03-29T01:30:00Z`; "" if there is none."""
    return f"{at.isoformat(timespec='seconds')}Z" if at else ""
