from werkzeug.routing import Rule

from odoo import http
from odoo.exceptions import UserError
from odoo.tools import config
from odoo.tools.misc import submap

from .models.key_places import key_dir

ADDON = "whatsapp_dsgvo"


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


def post_load():
    """While PostgreSQL is away Odoo serves what needs no database; all else is 404.

    The webhook becomes one of these routes, so that it can say 503.
    """
    if ADDON in config["server_wide_modules"]:
        return
    for url, endpoint in http._generate_routing_rules([ADDON], nodb_only=True):
        routing = submap(endpoint.routing, http.ROUTING_KEYS)
        http.root.nodb_routing_map.add(Rule(url, endpoint=endpoint, **routing))
