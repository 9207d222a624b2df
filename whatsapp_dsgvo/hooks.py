from odoo.exceptions import UserError
from odoo.tools import config

from .models.key_places import key_dir


def pre_init_hook(env):
    """Refuse early when keys would lie where the backups of the data lie."""
    data_dir = config["data_dir"]
    if key_dir().resolve().is_relative_to(data_dir):
        raise UserError(
            env._(
                "The key store must lie outside Odoo's data directory, or one backup "
                "would hold both. Please set WHATSAPP_DSGVO_KEY_DIR."
            )
        )


def post_init_hook(env):
    """Create master key and key store now, so that no request has to."""
    env["wa.vault"]._vault()
