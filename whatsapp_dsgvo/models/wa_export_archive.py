import io

from odoo import fields, models
from odoo.exceptions import UserError

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

    def _sent(self):
        """The pieces, read with a cursor of their own: the request's is closed by then.

        No transaction is open while a slow network takes a piece.
        """
        with self.env.registry.cursor() as cr:
            _name, pieces = self.with_env(self.env(cr=cr))._archive()
            for piece in pieces:
                cr.commit()  # pylint: disable=invalid-commit
                yield piece

    def _parts(self):
        """(path, open file), one after the other: what is there at once comes first.

        What tells of the files comes after them, since it names those that can be read.
        """
        texts, rows = {}, []
        if self.kind == export.ACCESS:
            texts = {"Auskunft.pdf": self._explanation(), **self._letter_files()}
            yield from _opened(texts)
        yield from self._files(rows)
        data = self._data(rows)
        last = {"daten.json": export.dumped(data)}
        if self.kind == export.ACCESS:
            last["Nachrichten.html"] = self._page(data)
        last["SHA256SUMS"] = export.manifest({**texts, **last})
        yield from _opened(last)

    def _files(self, rows):
        """(path, open file) of each message; what the message says is put into `rows`."""
        withheld = {
            line.message_id.id: line.reason for line in self.line_ids if line.withheld
        }
        ids, count = self._messages().ids, 0
        for start in range(0, len(ids), BATCH):
            # some may have been erased while the first pieces were on their way
            batch = self.env["wa.message"].browse(ids[start : start + BATCH]).exists()
            for message in batch:
                row = message._export_row()
                if message.id in withheld:
                    rows.append(export.withhold(row, withheld[message.id]))
                    continue
                rows.append(row)
                if self.kind == export.ACCESS or message.direction == "in":
                    row["files"] = []
                    for name, file in message._export_files():
                        count += 1
                        path = export.file_name(count, name)
                        row["files"].append(path)
                        yield path, file
            # memory stays flat however long they have written
            self.env.invalidate_all()


class WaMessageExportFiles(models.Model):
    _inherit = "wa.message"

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
