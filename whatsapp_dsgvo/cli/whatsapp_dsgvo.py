"""`odoo whatsapp_dsgvo ACTION -d NAME`: what only people on the server may do."""

import itertools
import sys

from odoo import SUPERUSER_ID, api
from odoo.cli import Command
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tools import config


class WhatsAppDsgvo(Command):
    """Keys and journal of a database.

    adopt   this copy is the original now: it gets the keys, the other loses them
    status  is it behind the journal, that is, a restored backup?
    rotate  a new master key, and every data key wrapped with it
    """

    name = "whatsapp_dsgvo"

    def run(self, args):
        """Odoo's own options follow the action, `-d` among them."""
        words = list(itertools.takewhile(lambda word: word[:1] != "-", args))
        do = getattr(self, f"_do_{'_'.join(words[:1])}", None)
        if do is None:
            sys.exit(f"{self.prog} ACTION -d DATABASE [-c CONFIG]\n{self.__doc__}")
        config.parse_config(args[len(words) :], setup_logging=True)
        names = config["db_name"]
        if len(names) != 1:
            sys.exit("Please name one database with -d.")
        with Registry(names[0]).cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            try:
                for line in do(env, *words[1:]):
                    print(line, flush=True)  # pylint: disable=print-used
            except UserError as error:
                sys.exit(str(error))

    def _do_adopt(self, env):
        adopted = env["wa.vault"]._adopt()
        yield "adopted" if adopted else "was not a copy"
        yield from self._do_status(env)

    def _do_status(self, env):
        env["wa.vault"]._vault()
        blocked = env["wa.restore"]._blocks()
        yield "quarantined" if blocked else "up to date"

    def _do_rotate(self, env):
        """With several hosts in two steps: the new key has to get to the others first."""
        vault = env["wa.vault"]
        is_new = not vault._keys_to_rewrap()
        remaining = vault._rotate()
        if is_new:
            yield f"master key {vault._epoch()} was added to the file"
        if is_new and vault._has_several_hosts():
            yield "copy the file to every other host, then call rotate again"
            return
        while remaining:
            yield f"{remaining} keys to wrap"
            remaining = vault._rewrap()
        yield "every key is wrapped with it"
