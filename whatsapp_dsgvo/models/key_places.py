"""Where keys lie: named by the server's environment, never by the database."""

import os
from pathlib import Path

from ..lib.keys import keystore_postgres, keystore_sqlite


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
    path = key_dir() / f"{binding.database_uuid}.sqlite"
    return keystore_sqlite.open_store(path, master, binding, **options)
