"""Meta sends the verify token in the address, so it would stand in Odoo's access log.

A proxy in front of Odoo writes a log of its own; see its settings.
"""

import logging
import re

_TOKEN = re.compile(r"(hub\.verify_token=)[^&\s\"]*")


class HideVerifyToken(logging.Filter):
    """Masks the token in each record; drops nothing."""

    def filter(self, record):
        record.msg = _masked(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(_masked(value) for value in record.args)
        return True


def _masked(value):
    return _TOKEN.sub(r"\1…", value) if isinstance(value, str) else value


logging.getLogger("werkzeug").addFilter(HideVerifyToken())
