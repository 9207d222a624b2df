"""What lies outside the database, and so is not rolled back with a test."""

from ..lib.keys.journal_file import FileSink
from ..models import guard, key_places


class Outside:
    """Journal and anchors, for tests of a company."""

    def _know_the_journal(self):
        """Tests are rolled back, the journal outside the database is not."""
        marks = self.env["wa.journal.mark"]
        store = self.env["wa.vault"]._vault().store
        head = store.head()
        path = self._second_place("journal")
        second = FileSink(path).head() if path else None
        if second and second.seq:
            same = store.journal_since(second.seq - 1)[:1]
            if [entry.entry_hash for entry in same] != [second.hash]:
                # a test put an older key store in place, and had it go on
                path.write_text("")
        guard.admitted(marks).create(
            {
                "company_id": self.company.id,
                "at": "2020-01-01 00:00:00",
                "kind": "withdrawal",
                "digest": "of tests before",
                "seq": head.seq,
                "entry_hash": head.hash,
            }
        )

    def _forget_the_anchors(self):
        """Nor are anchors outside the database: they tell of chains that never were."""
        path = self._second_place("anchors")
        if path:
            path.write_text("")

    def _second_place(self, name):
        # sudo: ir.config_parameter - the name of the file
        uuid = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        path = key_places.journal_dir() and key_places.journal_dir() / f"{uuid}.{name}"
        return path if path and path.exists() else None
