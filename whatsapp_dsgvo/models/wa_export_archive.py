import io

from odoo import fields, models
from odoo.exceptions import UserError

from ..lib.desk import cards
from ..lib.privacy import export, zip_stream

BATCH = 500


class WaExportArchive(models.Model):
    """The archive, made while it is sent: what a piece needs is read at its turn."""

    _inherit = "wa.export"

    def _archive(self):
        """(file name, pieces of the archive)."""
        self.ensure_one()
        records = self.with_context(lang=self._lang())
        pieces = zip_stream.stream(records._parts(), fields.Datetime.now())
        return f"{self.request_id.name}.zip", pieces

    def _parts(self):
        """(path, open file) of everything, and its checksums at the end."""
        digests = {}
        for path, file in self._contents():
            hashed = zip_stream.Hashed(file)
            yield path, hashed
            digests[path] = hashed.digest()
        yield from _opened({"SHA256SUMS": export.manifest(digests)})

    def _contents(self):
        """(path, open file), one after the other: what is there at once comes first.

        What tells of the files comes after them, since it names those that can be read.
        """
        rows = []
        if self.kind == export.ACCESS:
            texts = {"Auskunft.pdf": self._explanation(), **self._letter_files()}
        else:
            # a browser gives up on what sends nothing until the first file is found
            texts = {"Liesmich.txt": self._read_me()}
        yield from _opened({**texts, "daten.schema.json": export.schema()})
        yield from self._files(rows)
        data = self._data(rows)
        last = {"daten.json": export.dumped(data)}
        if self.kind == export.ACCESS:
            last["Nachrichten.html"] = self._page(data)
        yield from _opened(last)

    def _files(self, rows):
        """(path, open file) of each message; what the message says is put into `rows`."""
        # read now, for the cache is emptied below
        looked_through = {
            line.message_id.id: (line.withheld, line.passages, line.reason)
            for line in self.line_ids
        }
        ids, count = self._messages().ids, 0
        for start in range(0, len(ids), BATCH):
            # some may have been erased while the first pieces were on their way
            batch = self.env["wa.message"].browse(ids[start : start + BATCH]).exists()
            for message in batch:
                row = message._export_row()
                rows.append(row := self._without_others(row, message, looked_through))
                if export.WITHHELD in row:
                    continue
                if self.kind == export.ACCESS or message.direction == "in":
                    row["files"] = []
                    for name, file in message._export_files():
                        count += 1
                        path = export.file_name(count, name)
                        row["files"].append(path)
                        yield path, file
            # memory stays flat however long they have written
            self.env.invalidate_all()

    def _without_others(self, row, message, looked_through):
        """The row without what is other people's, as somebody has decided."""
        if message.id in looked_through:
            withheld, places, reason = looked_through[message.id]
            if withheld:
                return export.withhold(row, reason)
            if places:
                row["text"] = message._text_to_look_through()
                return export.redact(row, places, reason)
            return row
        if message._is_delicate():
            newer = self.env._("Newer than this answer; please ask us again.")
            return export.withhold(row, newer)
        return row

    def _read_me(self):
        text = self.env._(
            "What you have given us on WhatsApp (Art. 20 GDPR). daten.json holds it in "
            "a form for programs, daten.schema.json describes that form, the folder "
            "Dateien has your files, SHA256SUMS the checksums of all of them."
        )
        return f"{self.company_id.name}, {self.request_id.name}\n\n{text}\n".encode()


class WaMessageExportFiles(models.Model):
    _inherit = "wa.message"

    def _is_delicate(self):
        """May say something of other people."""
        return self.direction == "note" or self.kind == "contacts"

    def _text_to_look_through(self):
        """Of an address card all that is given out."""
        shared = self.kind == "contacts" and self._content().get("cards")
        if shared:
            return cards.card_text(shared)
        readable = self._readable()
        return readable["text"] or readable["placeholder"] or ""

    def _export_files(self):
        """(name, open file) of what can be read."""
        for media in self.media_ids.filtered(lambda m: m.state == "ready"):
            try:
                yield media._shown_name(media._facts()), media._open()
            except UserError:
                # gone or damaged, which is in the log
                continue


def _opened(texts):
    return ((path, io.BytesIO(text)) for path, text in texts.items())
