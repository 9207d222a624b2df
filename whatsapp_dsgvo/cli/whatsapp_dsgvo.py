"""`odoo whatsapp_dsgvo adopt -d NAME`: what only people on the server may do."""

import sys

from odoo import SUPERUSER_ID, api
from odoo.cli import Command
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tools import config

ACTIONS = ("adopt", "status")


class WhatsAppDsgvo(Command):
    """Keys and journal of a database.

    adopt   this copy is the original now: it gets the keys, the other loses them
    status  is it behind the journal, that is, a restored backup?
    """

    name = "whatsapp_dsgvo"

    def run(self, args):
        """Odoo's own options follow the action, `-d` among them."""
        action, *options = args or [""]
        if action not in ACTIONS:
            sys.exit(f"{self.prog} {'|'.join(ACTIONS)} -d DATABASE [-c CONFIG]")
        config.parse_config(options, setup_logging=True)
        names = config["db_name"]
        if len(names) != 1:
            sys.exit("Please name one database with -d.")
        with Registry(names[0]).cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            try:
                print(self._do(env, action))  # pylint: disable=print-used
            except UserError as error:
                sys.exit(str(error))

    def _do(self, env, action):
        lines = []
        if action == "adopt":
            adopted = env["wa.vault"]._adopt()
            lines += ["adopted" if adopted else "was not a copy"]
        env["wa.vault"]._vault()
        blocked = env["wa.restore"]._blocks()
        return "\n".join([*lines, "quarantined" if blocked else "up to date"])
