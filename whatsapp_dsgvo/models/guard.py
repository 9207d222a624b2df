"""Who may touch records that only the channel itself writes.

Rights are not enough: Odoo lets every reader of a ticket post and every agent rewrite
messages, and sudo() is everywhere. So creating or changing such a record needs an
object that only code of this process can hold. It travels in the context and is
compared by identity, hence no RPC call, import or server action can forge it.
"""

from odoo.exceptions import AccessError


class _Pass:
    """Compared by identity; a copy or an equal value opens nothing."""

    __slots__ = ()

    def __deepcopy__(self, memo):
        return self


_PASS = _Pass()
_KEY = "whatsapp_dsgvo_pass"


def admitted(records):
    """The same records, allowed to write what is guarded."""
    return records.with_context(**{_KEY: _PASS})


def is_admitted(records):
    return records.env.context.get(_KEY) is _PASS


def dismissed(records):
    """The same records without the pass, for code that must not inherit it."""
    context = {k: v for k, v in records.env.context.items() if k != _KEY}
    return records.with_env(records.env(context=context))


def check(records):
    if not is_admitted(records):
        raise AccessError(
            records.env._(
                "%(model)s is written by the WhatsApp channel itself and can't be "
                "created, changed or deleted by hand.",
                model=records._description,
            )
        )
