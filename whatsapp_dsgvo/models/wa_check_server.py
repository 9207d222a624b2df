from odoo import fields, models

from ..lib.keys.errors import KeyStoreError
from .key_places import is_beside_accepted, key_dsn
from .wa_check import GREEN, RED, YELLOW
from .wa_vault import KeysAway

# Names rather than words: before a call of `_` Odoo takes a word for one to translate.
CODES = KEY_STORE, JOURNAL, ANCHORS = "key_store", "second_journal", "anchors"


class WaCheckServer(models.Model):
    """What the server itself can tell of keys, journal and anchors."""

    _inherit = "wa.check"

    code = fields.Selection(
        selection_add=[
            (KEY_STORE, "Key store"),
            (JOURNAL, "Second journal"),
            (ANCHORS, "Anchors of the ledger"),
        ],
        ondelete=dict.fromkeys(CODES, "cascade"),
    )

    def _facts(self, channel, set_up):
        return {**super()._facts(channel, set_up), **self._server_facts()}

    def _server_facts(self):
        return {
            KEY_STORE: self._key_store_fact(),
            JOURNAL: self._journal_fact(),
            ANCHORS: self._anchors_fact(),
        }

    def _key_store_fact(self):
        kind = "PostgreSQL" if key_dsn() else "SQLite"
        try:
            # asked anew: it may have gone since this process opened it
            head = self.env["wa.vault"]._vault().store.head()
        except (KeysAway, KeyStoreError) as error:
            return error.code, RED, {}
        beside = bool(key_dsn()) and is_beside_accepted()
        older = head.seq < self.env["wa.journal.mark"]._known_seq()
        facts = {"beside_accepted": beside, "older_than_database": older}
        return kind, RED if beside or older else GREEN, facts

    def _journal_fact(self):
        """Reached, and holding all that the database knows to be told."""
        marks = self.env["wa.journal.mark"]
        named = marks._named_sinks()
        if not named:
            return "", YELLOW, {"places": 0}
        try:
            heads = [sink.head().seq for sink in marks._second_sinks()]
        except (KeysAway, KeyStoreError) as error:
            return error.code, RED, {}
        whole = len(heads) == len(named) and min(heads) >= marks._known_seq()
        return str(min(heads, default="")), GREEN if whole else RED, {"numbers": heads}

    def _anchors_fact(self):
        anchors = self.env["wa.ledger.anchor"]
        if not anchors._named_places():
            return "", YELLOW, {"places": 0}
        try:
            anchors._places()
        except (OSError, KeyStoreError) as error:
            return getattr(error, "code", "K-34"), RED, {}
        return "", RED if anchors._are_overdue() else GREEN, {}

    def _explanations(self):
        return {
            **super()._explanations(),
            (KEY_STORE, GREEN): self.env._("Reached, apart from Odoo's database."),
            (JOURNAL, GREEN): self.env._(
                "It holds all erasures and withdrawals, up to the entry of this number."
            ),
            (ANCHORS, GREEN): self.env._(
                "A second place holds them, so a changed ledger is found out."
            ),
            (KEY_STORE, RED): self.env._(
                "Away, from an older backup, or on Odoo's own database server, where "
                "one backup would hold both."
            ),
            (JOURNAL, YELLOW): self.env._(
                "There is none: erasures and withdrawals are not protected against a "
                "restored backup."
            ),
            (JOURNAL, RED): self.env._(
                "It can't be reached or lags behind; the log of the server says more."
            ),
            (ANCHORS, YELLOW): self.env._(
                "They lie in the database only, where its administrator could change "
                "them."
            ),
            (ANCHORS, RED): self.env._(
                "The second place can't be reached or lacks some of them; until then "
                "no verification of the ledger passes."
            ),
        }
