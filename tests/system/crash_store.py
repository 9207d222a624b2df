"""Files as they lie sealed in Odoo's file store, opened without the addon's models."""

from cryptography.exceptions import InvalidTag

from . import crash_files

# `stored`: how many attachments say that they are this file.
FILES = """
    select f.id, f.uuid, f.kind, f.state, coalesce(f.reason, '') as reason,
           coalesce(f.attempts, 0) as attempts, f.key_class, s.uuid as person,
           m.opaque_id as message, m.direction, a.store_fname as name,
           (select count(*) from ir_attachment one
             where one.res_model = 'wa.media' and one.res_id = f.id) as stored
      from wa_media f join wa_subject s on s.id = f.subject_id
      left join wa_message m on m.id = f.message_id
      left join ir_attachment a on a.id = f.attachment_id order by f.id
"""
REFERRED = """
    select store_fname as name from ir_attachment where store_fname is not null
"""
# Odoo's list of what its next sweep looks at, in the same folder.
TO_SWEEP = "checklist"
SEALED = b"\x01"
NO_KEY, DAMAGED, GONE = "no key", "does not open", "not in the file store"


class Store:
    """One database's file store."""

    def __init__(self, site):
        self._folder = site.data_dir / "filestore" / site.database

    def read(self, row, keys):
        """The row with `sha256` of its clear bytes, or a word why there are none."""
        return {**row, "sha256": self._sha256(row, keys) if row["name"] else ""}

    def _sha256(self, row, keys):
        place = ("wa.media", "file", row["uuid"], row["person"], row["key_class"])
        key, aad = keys.key_of(*place)
        if key is None:
            return NO_KEY
        path = self._folder / row["name"]
        if not path.is_file():
            return GONE
        try:
            return crash_files.sha256(crash_files.opened(key, path.read_bytes(), aad))
        except InvalidTag:
            return DAMAGED

    def left(self, referred):
        """What neither an attachment nor Odoo's next sweep knows of, half a file too.

        Of Odoo's own files it keeps no list while they are being written.
        """
        listed = self._names(self._folder / TO_SWEEP)
        there = {
            name
            for name in self._names(self._folder)
            if not name.startswith(f"{TO_SWEEP}/")
        }
        return sorted(filter(self._may_be_sealed, there - referred - listed))

    def _may_be_sealed(self, name):
        with (self._folder / name).open("rb") as file:
            return file.read(1) in (SEALED, b"")

    def _names(self, folder):
        """Of all files below, as attachments name them."""
        return {
            path.relative_to(folder).as_posix()
            for path in folder.rglob("*")
            if path.is_file()
        }
