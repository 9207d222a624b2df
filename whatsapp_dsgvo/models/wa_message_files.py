from urllib.parse import urlencode

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import wake
from ..lib.media import content
from . import guard

# Odoo's own: a browser's reader shows nothing of a file that comes in a sandbox
PDF_READER = "/web/static/lib/pdfjs/web/viewer.html"


class WaMessageFiles(models.Model):
    """The file of a message."""

    _inherit = "wa.message"

    media_ids = fields.One2many(
        "wa.media", "message_id", "Files", groups="base.group_system"
    )

    triage_file_state = fields.Char(compute="_compute_triage_file_state")
    triage_file_text = fields.Char("File", compute="_compute_triage_file_state")
    triage_may_fetch = fields.Boolean(compute="_compute_triage_file_state")

    def _current_file(self):
        """A law may keep those it was before a change; an edit may be stored first."""
        return self.media_ids.sorted(lambda media: (media.received_at, media.id))[-1:]

    @api.depends_context("lang")
    @api.depends("media_ids.state", "media_ids.reason", "subject_id.restricted")
    def _compute_triage_file_state(self):
        restricted = self._of_restricted()
        for message in restricted:
            message.triage_file_state = message.triage_file_text = False
            message.triage_may_fetch = False
        for message in self - restricted:
            # sudo: wa.media - a state without content
            media = message.sudo()._current_file()
            message.triage_file_state = media.state
            message.triage_file_text = media._told_state() if media else False
            message.triage_may_fetch = bool(media) and media._may_fetch()

    def action_triage_open_file(self):
        """A declaration may be a photo of a letter; the address checks the reader."""
        self.ensure_one()
        self._check_may_triage()
        # sudo: wa.media - only which file; opening it asks the real user
        media = self.sudo()._current_file()
        url = f"/whatsapp/media/{media.uuid}"
        mime_type = media and media._facts().get("mime_type")
        if content.look(mime_type or "") == "pdf":
            url = f"{PDF_READER}?{urlencode({'file': url})}"
        return {"type": "ir.actions.act_url", "url": url, "target": "new"}

    def action_triage_fetch_file(self):
        """Whoever decides must see it: the day's caps don't count, Meta's week does."""
        self.ensure_one()
        self._check_may_triage()
        # sudo: wa.media - the file of a message whose reader was checked above
        media = self.sudo()._current_file()
        if not media or not media._may_fetch():
            raise UserError(self.env._("This file can't be fetched any more."))
        media._fetch_now()
        wake.after_commit(self.env, "cron_fetch_media")

    def _take_edit(self, edit):
        """A changed file takes the place of the old one; often only its text changed."""
        super()._take_edit(edit)
        if self.edited_at != edit.event_at or not edit.media_ids:
            return
        old = self._current_file()
        # one that is not there yet may never come: Meta forgets it once we have the
        # edit's, which may bear the same id
        same = old._facts().get("sha256") if old.state == "ready" else None
        if same and edit.media_ids[:1]._facts().get("sha256") == same:
            return
        before = self.media_ids
        edit.media_ids._admitted_write({"message_id": self.id})
        if not self._must_stay():
            guard.admitted(before).unlink()

    def _shred(self):
        """The file goes with the words."""
        # sudo: wa.media - deleted with its message
        guard.admitted(self.sudo().media_ids).unlink()
        return super()._shred()

    def unlink(self):
        """The files first: the database's own cascade would leave their bytes behind."""
        self.media_ids.unlink()
        return super().unlink()
