from odoo import models

from ..lib.keys import envelope
from ..lib.keys.sealed_file import SealedFile
from .wa_subject import CONTENT

MODEL, FIELD = "wa.media", "file"


class WaVaultFiles(models.AbstractModel):
    """Whole files: the key for a stream that is sealed, or read, chunk by chunk."""

    _inherit = "wa.vault"

    def _file_key(self, media_uuid, subject, klass=CONTENT):
        """(key, aad) to seal the file of this row; both live as long as the job."""
        pair = (subject.uuid, klass)
        return self._with_aad(self._data_keys([pair])[pair], media_uuid)

    def _open_file(self, media, subject, file, size):
        """The clear file, readable anywhere, or None when its key was destroyed.

        `size` is that of the sealed `file` in bytes.
        """
        key = self._existing_key(subject.uuid, media.key_class)
        if key is None:
            return None
        secret, aad = self._with_aad(key, media.uuid)
        return SealedFile(secret, file, size, aad)

    def _with_aad(self, key, media_uuid):
        place = (MODEL, FIELD, media_uuid, key.subject, key.klass, key.version)
        return key.key, envelope.aad(*place)
