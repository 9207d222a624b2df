from odoo import models

from ..lib.keys import envelope
from ..lib.keys.sealed_file import SealedFile
from .wa_subject import CONTENT

FIELD = "file"


class WaVaultFiles(models.AbstractModel):
    """Whole files: the key for a stream that is sealed, or read, chunk by chunk."""

    _inherit = "wa.vault"

    def _file_key(self, record, subject):
        """(key, aad) to seal the file of this record; both live as long as the job."""
        pair = (subject.uuid, CONTENT)
        return self._with_aad(self._data_keys([pair])[pair], record, subject)

    def _open_file(self, record, subject, file, size):
        """The clear file, readable anywhere, or None when its key was destroyed.

        `size` is that of the sealed `file` in bytes.
        """
        key = self._existing_key(subject.uuid, CONTENT)
        if key is None:
            return None
        secret, aad = self._with_aad(key, record, subject)
        return SealedFile(secret, file, size, aad)

    def _with_aad(self, key, record, subject):
        place = (record._name, FIELD, record.uuid, subject.uuid, CONTENT, key.version)
        return key.key, envelope.aad(*place)
