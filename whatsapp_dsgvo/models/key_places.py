"""Where keys lie: named by the server's environment, never by the database."""

import os
from functools import partial
from pathlib import Path

from odoo import fields

from ..lib.keys import keystore_postgres, keystore_sqlite

# Of two workers on the first day the second begins its transaction again, under
# REPEATABLE READ, as for every other meeting; a unique violation would fail its job.
FIRST_DAY = """
    INSERT INTO ir_config_parameter
        (key, value, create_uid, create_date, write_uid, write_date)
    VALUES (%(key)s, %(day)s, %(user)s, %(day)s, %(user)s, %(day)s)
    ON CONFLICT (key) DO NOTHING
"""
# of this process; one that lost its connection makes a new one by itself
_open_places = {}


def key_dir():
    """Outside Odoo's data_dir, so that one backup never holds both."""
    default = Path.home() / ".whatsapp_dsgvo" / "keys"
    return Path(os.environ.get("WHATSAPP_DSGVO_KEY_DIR") or default)


def key_dsn():
    """The key store's own PostgreSQL, for several Odoo hosts; empty for a file."""
    return os.environ.get("WHATSAPP_DSGVO_KEY_DSN", "")


def is_beside_accepted():
    """The named override: one backup of the server may hold database and keys."""
    return os.environ.get("WHATSAPP_DSGVO_KEYS_ON_ODOO_SERVER") == "accepted"


def master_key_text():
    """The content itself, from a secret of the container; wins over the file."""
    return os.environ.get("WHATSAPP_DSGVO_MASTER_KEY", "")


def master_key_file():
    default = key_dir().parent / "master.key"
    return Path(os.environ.get("WHATSAPP_DSGVO_MASTER_KEY_FILE") or default)


def journal_dir():
    """Folder of the second journal, on another disk; None without one."""
    folder = os.environ.get("WHATSAPP_DSGVO_JOURNAL_DIR")
    return Path(folder) if folder else None


def journal_dsn():
    """A database elsewhere for a second journal, beside or instead of the folder."""
    return os.environ.get("WHATSAPP_DSGVO_JOURNAL_DSN", "")


def second_places(parameters, name, in_folder, in_database):
    """[(parameter, how to open it)] of each place elsewhere that is configured.

    `parameters`: ir.config_parameter, which remembers by `name` what was set up.
    """
    uuid = parameters.get_param("database.uuid")
    places = []
    folder, database = _place_parameters(name)
    if journal_dir():
        path = journal_dir() / f"{uuid}.{name}"
        places.append((folder, partial(in_folder, path)))
    if journal_dsn():
        places.append((database, partial(in_database, journal_dsn(), uuid)))
    return places


def set_up_places(parameters, name):
    """Those that have had their first day, whatever the environment names now."""
    return [one for one in _place_parameters(name) if parameters.get_param(one)]


def give_up_places(parameters, name):
    """What is named is made anew if it isn't there; nothing else is missed any more."""
    for parameter in _place_parameters(name):
        parameters.set_param(parameter, False)
    _open_places.clear()


def _place_parameters(name):
    return (
        f"whatsapp_dsgvo.second_{name}_since",
        f"whatsapp_dsgvo.database_{name}_since",
    )


def open_place(parameters, parameter, opened):
    """Made on the first day only; once set up it is never made again, only missed."""
    key = (opened.func, opened.args)
    if not parameters.get_param(parameter):
        _open_places[key] = opened(may_create=True)
        _note_first_day(parameters, parameter)
    if key not in _open_places:
        _open_places[key] = opened()
    return _open_places[key]


def _note_first_day(parameters, parameter):
    env = parameters.env
    facts = {"key": parameter, "day": str(fields.Datetime.now()), "user": env.uid}
    env.cr.execute(FIRST_DAY, facts)
    env.registry.clear_cache("stable")


def create_store(store_uuid, binding):
    """An empty one for what an escrow holds, unless one is there."""
    if key_dsn():
        keystore_postgres.create(
            key_dsn(), store_uuid, binding, allow_same_server=is_beside_accepted()
        )
        return
    key_dir().mkdir(parents=True, exist_ok=True, mode=0o700)
    keystore_sqlite.create(store_file(binding), store_uuid, binding)


def store_file(binding):
    return key_dir() / f"{binding.database_uuid}.sqlite"


def open_store(master, binding, **options):
    """The one key store of a database, wherever it is."""
    if key_dsn():
        return keystore_postgres.open_store(
            key_dsn(),
            master,
            binding,
            allow_same_server=is_beside_accepted(),
            **options,
        )
    return keystore_sqlite.open_store(store_file(binding), master, binding, **options)
