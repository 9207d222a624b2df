"""`odoo whatsapp_dsgvo ACTION -d NAME`: what only people on the server may do."""

import getpass
import inspect
import itertools
import os
import sys

from odoo import SUPERUSER_ID, api
from odoo.cli import Command
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tools import config

CHECK = "--check"


class WhatsAppDsgvo(Command):
    """Keys and journal of a database.

    adopt   this copy is the original now: it gets the keys, the other loses them
    status  is it behind the journal, that is, a restored backup?
    journal renew
            a second journal is lost or was given up: nobody waits for it any more, and
            one that the environment names is made anew from the key store's
    rotate  a new master key, and every data key wrapped with it
    rebuild [--check]
            compare every consent with the ledger; without --check, put it right
    escrow export FILE, escrow import FILE
            the whole key store under a passphrase, asked for or in the variable
            WHATSAPP_DSGVO_ESCROW_PASSPHRASE; nothing destroyed comes back
    backup reported
            a backup job says that it has just copied the key store and its copy is safe
    """

    name = "whatsapp_dsgvo"

    def run(self, args):
        """Odoo's own options follow the action, `-d` among them."""
        words = list(itertools.takewhile(_is_ours, args))
        do = getattr(self, f"_do_{'_'.join(words[:1])}", None)
        if do is None or not _fits(do, words):
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
        # noticed just now, in a transaction of its own
        with env.registry.cursor() as cr:
            restore = env(cr=cr)["wa.restore"]._open()
            if restore:
                yield restore.text

    def _do_journal(self, env, what):
        if what != "renew":
            sys.exit("journal renew")
        missed = env["wa.journal.mark"]._renew_second()
        yield f"{missed} journals were missing" if missed else "none was missing"
        env.cr.commit()
        yield from self._do_status(env)

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

    def _do_escrow(self, env, direction, path):
        vault = env["wa.vault"]
        if direction == "export":
            count = vault._escrow_export(path, _passphrase(twice=True))
            yield f"{count} rows of keys, written to {path}"
        elif direction == "import":
            count, gone = vault._escrow_import(path, _passphrase())
            yield f"{count} keys came back, {gone} stay destroyed"
            yield "now call adopt if this is a restored database, else status"
        else:
            sys.exit("escrow export FILE, or escrow import FILE")

    def _do_backup(self, env, what):
        if what != "reported":
            # a word mistyped must not turn a light green
            sys.exit("backup reported")
        env["wa.vault"]._backup_reported()
        yield "noted"

    def _do_rebuild(self, env, check=""):
        """Every company; ends with 1 if a row was not what the ledger says."""
        if check not in ("", CHECK):
            # a word mistyped must not put right what was only to be looked at
            sys.exit("rebuild, or rebuild --check")
        wrong = 0
        for company in env["res.company"].search([]):
            found = env["wa.consent"]._rebuild(company, write=not check)
            for person, number, purpose in found:
                yield f"person {person}, number {number}, {purpose}: differs"
            wrong += len(found)
        if wrong and check:
            sys.exit(1)
        yield f"{wrong} consents put right" if wrong else "every consent is as it says"


def _is_ours(word):
    return word[:1] != "-" or word == CHECK


def _fits(do, words):
    """Whether the action takes as many words as were given."""
    try:
        inspect.signature(do).bind(None, *words[1:])
    except TypeError:
        return False
    return True


def _passphrase(twice=False):
    given = os.environ.get("WHATSAPP_DSGVO_ESCROW_PASSPHRASE")
    if given:
        return given
    typed = getpass.getpass("Passphrase: ")
    if twice and getpass.getpass("Once more: ") != typed:
        sys.exit("The two are different.")
    return typed
