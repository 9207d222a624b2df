# A person of whom the user may not know who it is.
HIDDEN = "····"


def for_user(records):
    """Those whose names the real user may see: Odoo names linked records with sudo."""
    user = records.env.user
    if user._is_superuser():
        return records
    allowed = set(records.with_user(user)._filtered_access("read")._ids)
    return records.filtered(lambda record: record.id in allowed)
