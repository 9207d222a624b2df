from hashlib import sha256
from pathlib import Path

from odoo import api, models
from odoo.exceptions import UserError

from ..lib.keys import escrow
from ..lib.keys.backup import EXPORT
from ..lib.keys.errors import (
    JournalUnavailable,
    KeyStoreError,
    KeyStoreUnavailable,
    MasterKeyMissing,
    MasterKeyWrong,
)
from ..lib.keys.files import appearing, write_through
from ..lib.keys.journal import check_reach
from ..lib.keys.journal_entries import Head
from ..lib.keys.master import MasterKeys
from ..lib.keys.store import Binding
from ..lib.keys.wrapping import DESTROYED, FORGOTTEN
from .key_places import create_store, master_key_file, master_key_text
from .wa_event import INBOX
from .wa_request_letter import LETTER
from .wa_retention_keys import STILL_USED
from .wa_subject import CONTENT, KEPT
from .wa_vault import BINDING_QUERY, INSTALLATION, STORE_PARAMETER, forget_open_vaults


class WaVaultEscrow(models.AbstractModel):
    """The whole key store under a passphrase, for a safe, and what comes back of it.

    A copy knows nothing of what was destroyed after it was made. So a key comes back
    only if neither the key store, nor the journal, nor the database says it is gone; and
    none does if the journal reaches back neither to the copy nor to the database.
    """

    _inherit = "wa.vault"

    @api.model
    def _escrow_export(self, path, passphrase):
        store = self._vault().store
        try:
            # before the keys: who is erased in between is known as erased since
            journal = tuple(store.journal_since(0))
            copy = escrow.Escrow(
                self._master_keys(False).to_text(),
                store.uuid,
                self._binding(),
                store.copy(),
                journal,
            )
            content = escrow.close(copy, passphrase)
            with appearing(Path(path)) as draft:
                write_through(draft, content)
        except KeyStoreError as error:
            raise UserError(str(error)) from None
        except OSError as error:
            raise UserError(error.strerror) from None
        head, rows = journal[-1].seq if journal else 0, len(copy.keys.rows)
        told = sha256(content).hexdigest()
        self._note_backup(EXPORT, head, rows=rows, sha256=told)
        return rows

    @api.model
    def _escrow_import(self, path, passphrase):
        """(keys that came back, keys that are remembered as gone)."""
        try:
            copy = escrow.open_(Path(path).read_bytes(), passphrase)
            self._check_escrow(copy)
            store = self._store_for(copy)
            told = escrow.told(copy.keys, self._fate_since(copy, store))
            # first: if the journals contradict each other no key comes back
            store.journal_copy(copy.journal)
            count = store.put_back(told)
            store.close()
        except KeyStoreError as error:
            raise UserError(str(error)) from None
        except OSError as error:
            raise UserError(error.strerror) from None
        forget_open_vaults()
        return count, sum(not row.is_living for row in told.rows)

    def _binding(self):
        self.env.cr.execute(BINDING_QUERY)
        return Binding(*self.env.cr.fetchone())

    def _check_escrow(self, copy):
        # sudo: ir.config_parameter - which key store is ours
        expected = self.env["ir.config_parameter"].sudo().get_param(STORE_PARAMETER)
        same = copy.binding.database_uuid == self._binding().database_uuid
        if not same or expected != copy.store_uuid:
            raise KeyStoreUnavailable("foreign")

    def _store_for(self, copy):
        """The store that is there, or a new one under its name; never another one."""
        self._put_back_master(MasterKeys.from_text(copy.master))
        forget_open_vaults()
        create_store(copy.store_uuid, copy.binding)
        return self._open_store(accept_copy=True, may_be_empty=True)

    def _put_back_master(self, master):
        if not master_key_text() and not master_key_file().exists():
            master_key_file().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            master.save(master_key_file())
        present = self._master_keys(False)
        for epoch in master.epochs:
            if epoch not in present.epochs:
                raise MasterKeyMissing(epoch)
            if present.check_value(epoch) != master.check_value(epoch):
                raise MasterKeyWrong(epoch)

    # -- what is gone ----------------------------------------------------------------

    def _fate_since(self, copy, store):
        """A function of a row: destroyed, forgotten, or None if it may come back."""
        erased = self._erased_since(copy, store)
        self.env.flush_all()
        self.env.cr.execute("SELECT uuid, erased_at IS NULL FROM wa_subject")
        people = dict(self.env.cr.fetchall())
        self.env.cr.execute(STILL_USED, {"people": list(people)})
        used = set(self.env.cr.fetchall())
        scopes = self._living_scopes()

        def fate(row):
            if row.subject in scopes:
                return None
            if "/" in row.subject:
                # of a day, letter or call that is over; today's inbox needs one again
                return FORGOTTEN
            living = people.get(row.subject) and row.subject not in erased
            if not living and not (row.klass == KEPT and row.subject in people):
                return DESTROYED
            unused = row.klass in (CONTENT, KEPT) and (
                (row.subject, row.klass) not in used
            )
            return FORGOTTEN if unused else None

        return fate

    def _living_scopes(self):
        """Whose keys are not a person's, and still open something."""
        cr = self.env.cr
        cr.execute("SELECT DISTINCT day FROM wa_event WHERE state <> 'done'")
        days = {f"{INBOX}/{day.isoformat()}" for (day,) in cr.fetchall() if day}
        cr.execute("SELECT uuid FROM wa_request_letter WHERE text_sealed IS NOT NULL")
        letters = {f"{LETTER}/{uuid}" for (uuid,) in cr.fetchall()}
        cr.execute("SELECT key_scope FROM wa_meta_call WHERE bsuid_sealed IS NOT NULL")
        calls = {scope for (scope,) in cr.fetchall()}
        return {INSTALLATION, *days, *letters, *calls}

    def _erased_since(self, copy, store):
        """People whom the journal calls erased, though this database may not know it."""
        sinks = [store, *self._reached_sinks()]
        copied = copy.journal[-1].head if copy.journal else Head()
        # what the database knows has left its trace there, whatever the journals dropped
        known = self.env["wa.journal.mark"]._known_head()
        check_reach(sinks, known if known.seq >= copied.seq else copied)
        entries = [e for sink in sinks for e in sink.journal_since(copied.seq)]
        # sudo: wa.subject - whose keys must not come back
        people = self.env["wa.subject"].sudo()._called_erased(entries)
        return set(people.mapped("uuid"))

    def _reached_sinks(self):
        """All of them, or nothing comes back: one that is away may know of erasures."""
        marks = self.env["wa.journal.mark"]
        sinks = marks._second_sinks()
        if len(sinks) < len(marks._named_sinks()):
            raise JournalUnavailable
        return sinks
