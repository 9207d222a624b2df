"""The only door between Odoo and the key store."""

import base64
import contextlib
import logging
import threading
from datetime import datetime, timedelta, timezone

from odoo import api, models
from odoo.exceptions import UserError

from ..lib.keys import blind_index, envelope
from ..lib.keys.errors import KeyStoreError
from ..lib.keys.master import MasterKeys
from ..lib.keys.store import Binding
from .binary import whole
from .key_places import master_key_file, master_key_text, open_store

_logger = logging.getLogger(__name__)

INSTALLATION = "installation"
SECRETS = "secrets"
PEPPER = 1
ORPHAN_AFTER = timedelta(days=1)
AT_HAND = "whatsapp_dsgvo.keys"
STORE_PARAMETER = "whatsapp_dsgvo.key_store_uuid"
BINDING_QUERY = """
    SELECT p.value, d.oid::bigint, s.system_identifier::text
      FROM ir_config_parameter p, pg_database d, pg_control_system() s
     WHERE p.key = 'database.uuid' AND d.datname = current_database()
"""

_open_vaults = {}
_open_lock = threading.Lock()


class KeysAway(UserError):
    """Keys can't be had just now; nothing was changed. `code` names the cause."""

    def __init__(self, message, code):
        super().__init__(message)
        self.code = code


def _now():
    return datetime.now(timezone.utc)


class OpenVault:
    """Key store and blind index of one database in this process."""

    def __init__(self, store, is_new):
        self.store = store
        self.inbox_key = (None, None, 0)  # see `_seal_received`
        # a lost pepper must not be replaced: nobody's no would be found any more
        self.index = (
            blind_index.create_blind_index(store, PEPPER, _now())
            if is_new
            else blind_index.open_blind_index(store, PEPPER)
        )


def forget_open_vaults():
    """Close every key store of this process; the next use opens it again."""
    with _open_lock:
        for vault in _open_vaults.values():
            vault.store.close()
        _open_vaults.clear()


class WaVault(models.AbstractModel):
    _name = "wa.vault"
    _description = "Encryption with keys from the key store"

    def _vault(self):
        dbname = self.env.cr.dbname
        vault = _open_vaults.get(dbname)
        if vault is None:
            with _open_lock:
                vault = _open_vaults.get(dbname)
                if vault is None:
                    vault = _open_vaults[dbname] = self._open_vault()
        return vault

    def _open_vault(self):
        try:
            return OpenVault(self._open_store(), not self._holds_content())
        except KeyStoreError as error:
            raise self._keys_away(error) from None

    def _open_store(self, accept_copy=False, may_be_empty=False):
        self.env.cr.execute(BINDING_QUERY)
        binding = Binding(*self.env.cr.fetchone())
        # sudo: ir.config_parameter - the identity of the key store is no secret
        expected = self.env["ir.config_parameter"].sudo().get_param(STORE_PARAMETER)
        may_create = not expected and not self._holds_content()
        store = open_store(
            self._master_keys(may_create),
            binding,
            expected_store_uuid=expected or None,
            may_create=may_create or may_be_empty,
            accept_copy=accept_copy,
        )
        if not expected:
            # sudo: ir.config_parameter - remembers which key store is ours
            self.env["ir.config_parameter"].sudo().set_param(
                STORE_PARAMETER, store.uuid
            )
        return store

    @api.model
    def _adopt(self):
        """Give the keys to this copy of the database; the other one loses them.

        For a restored backup that is the original now; a person decides, on the server.
        """
        try:
            store = self._open_store(accept_copy=True)
        except KeyStoreError as error:
            raise self._keys_away(error) from None
        was_copied = store.copied
        if was_copied:
            self.env.cr.execute(BINDING_QUERY)
            store.rebind(Binding(*self.env.cr.fetchone()))
        store.close()
        forget_open_vaults()
        return was_copied

    def _holds_content(self):
        """Whether rows exist that only an older key store can read."""
        self.env.cr.execute("SELECT 1 FROM wa_subject LIMIT 1")
        return bool(self.env.cr.fetchone())

    def _master_keys(self, may_create):
        if master_key_text():
            return MasterKeys.from_text(master_key_text())
        path = master_key_file()
        if may_create and not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            return MasterKeys.create(path)
        return MasterKeys.load(path)

    def _keys_away(self, error):
        _logger.error("key store of %s: %s", self.env.cr.dbname, error.code)
        return KeysAway(
            self.env._(
                "Contents can't be read just now. New messages are not lost. "
                "Please inform your IT department (code %(code)s).",
                code=error.code,
            ),
            error.code,
        )

    @contextlib.contextmanager
    def _keys_at_hand(self, pairs):
        """Ask the key store for these keys once, not for each seal and unseal within.

        Whoever calls this holds the people (`wa.subject._lock_for_content`), so that no
        key is destroyed meanwhile.
        """
        cache = self.env.cr.cache
        try:
            cache[AT_HAND] = dict(self._vault().store.get_many(pairs))
            yield
        except KeyStoreError as error:
            raise self._keys_away(error) from None
        finally:
            cache.pop(AT_HAND, None)

    def _data_keys(self, pairs):
        """{(subject uuid, class): DataKey}, created where missing."""
        at_hand = self.env.cr.cache.get(AT_HAND, {})
        found = {pair: at_hand[pair] for pair in pairs if pair in at_hand}
        if len(found) == len(pairs):
            return found
        store = self._vault().store
        try:
            found = dict(store.get_many(pairs))
            missing = [pair for pair in pairs if pair not in found]
            if missing:
                found.update(store.create(missing, _now()))
        except KeyStoreError as error:
            raise self._keys_away(error) from None
        if AT_HAND in self.env.cr.cache:
            at_hand.update(found)
        return found

    def _existing_key(self, subject, klass):
        at_hand = self.env.cr.cache.get(AT_HAND, {})
        if (subject, klass) in at_hand:
            return at_hand[subject, klass]
        try:
            return self._vault().store.get(subject, klass)
        except KeyStoreError as error:
            raise self._keys_away(error) from None

    def _seal(self, plain, model, field, uuid, subject, klass):
        """Encrypt bytes or text for one field of one record of one person.

        Returns base64, as Odoo's binary fields want it.
        """
        key = self._data_keys([(subject, klass)])[subject, klass]
        plain = plain.encode() if isinstance(plain, str) else plain
        return self._sealed(key, plain, model, field, uuid, subject, klass)

    def _sealed(self, key, plain, model, field, uuid, subject, klass):
        aad = envelope.aad(model, field, uuid, subject, klass, key.version)
        return base64.b64encode(envelope.seal(key.key, plain, aad))

    def _unseal(self, sealed, model, field, uuid, subject, klass):
        """The bytes again, or None when the key was destroyed."""
        key = self._existing_key(subject, klass) if sealed else None
        if key is None:
            return None
        aad = envelope.aad(model, field, uuid, subject, klass, key.version)
        return envelope.unseal(key.key, base64.b64decode(sealed), aad)

    def _seal_field(self, plain, record, field, subject, klass):
        return self._seal(plain, record._name, field, record.uuid, subject, klass)

    def _read_field(self, record, field, subject, klass):
        """Clear text of a sealed field as str; "" if empty or its key is destroyed."""
        # sudo: ciphertext; who may read the clear text is the caller's business
        sealed = whole(record.sudo())[field]
        plain = self._unseal(sealed, record._name, field, record.uuid, subject, klass)
        return (plain or b"").decode()

    def _index(self, kind, value):
        """Blind index of an identity or a message id: equal values, equal hashes."""
        return self._vault().index.index(kind, value)

    def _digest(self, body):
        return self._vault().index.digest(body)
