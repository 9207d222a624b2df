from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import wake
from . import guard
from .wa_event import CRONS


class WaRestoreEnd(models.Model):
    _inherit = "wa.restore"

    def _end_quarantine(self):
        # sudo: wa.channel - the whole installation goes on
        stopped = self.env["wa.channel"].sudo()
        stopped.search([("state", "=", "quarantined")])._resume()
        wake.after_commit(self.env, *CRONS)

    @api.model
    def _not_asked(self):
        return self.env._(
            "A restored backup is in quarantine: Meta is not asked until two people have "
            "released it. What it said before is still shown."
        )


class WaEventQuarantine(models.Model):
    """In quarantine events are accepted, encrypted, and wait."""

    _inherit = "wa.event"

    @api.model
    def _process_pending(self):
        return 0 if self.env["wa.restore"]._blocks() else super()._process_pending()

    @api.model
    def _cron_process(self):
        """What waits for the release wakes nobody every second."""
        return None if self.env["wa.restore"]._open() else super()._cron_process()


class WaRetentionQuarantine(models.Model):
    _inherit = "wa.retention.run"

    @api.model
    def _cron_run(self):
        return None if self.env["wa.restore"]._is_undecided() else super()._cron_run()


class WaMessageQuarantine(models.Model):
    _inherit = "wa.message"

    @api.model
    def _send_pending(self):
        return 0 if self.env["wa.restore"]._blocks() else super()._send_pending()

    @api.model
    def _cron_send(self):
        return None if self.env["wa.restore"]._open() else super()._cron_send()


class WaMediaQuarantine(models.Model):
    _inherit = "wa.media"

    @api.model
    def _fetch_pending(self):
        return 0 if self.env["wa.restore"]._blocks() else super()._fetch_pending()

    @api.model
    def _upload_pending(self):
        return 0 if self.env["wa.restore"]._blocks() else super()._upload_pending()

    @api.model
    def _cron_fetch(self):
        return None if self.env["wa.restore"]._open() else super()._cron_fetch()


class WaMetaCallQuarantine(models.Model):
    _inherit = "wa.meta.call"

    @api.model
    def _call_pending(self):
        return 0 if self.env["wa.restore"]._blocks() else super()._call_pending()

    @api.model
    def _cron_call(self):
        return None if self.env["wa.restore"]._open() else super()._cron_call()


class WaCheckQuarantine(models.Model):
    """A copy may be restored on any machine: it asks Meta nothing and sets up nothing."""

    _inherit = "wa.check"

    @api.model
    def _run(self, channel, set_up=False):
        if not self.env["wa.restore"]._blocks():
            return super()._run(channel, set_up)
        if set_up:
            raise UserError(self.env["wa.restore"]._not_asked())
        # what Meta said before stays, with its date; what stops us is told
        self._put(channel, self._server_facts())


class WaTemplateQuarantine(models.Model):
    _inherit = "wa.template"

    @api.model
    def _sync(self, channel, set_up):
        if self.env["wa.restore"]._blocks():
            raise UserError(self.env["wa.restore"]._not_asked())
        return super()._sync(channel, set_up)


class WaChannelQuarantine(models.Model):
    _inherit = "wa.channel"

    quarantine_text = fields.Char(compute="_compute_quarantine_text")

    def _compute_quarantine_text(self):
        restore = self.env["wa.restore"]._open()
        text = restore._sentence() if restore else False
        for channel in self:
            channel.quarantine_text = text

    def _resume(self):
        """Nobody connects a number while the backup has not been released."""
        if self.env["wa.restore"]._open():
            return guard.admitted(self).write({"state": "quarantined"})
        return super()._resume()


class WaErasureQuarantine(models.Model):
    """Erased again in a restored backup: the first job has asked Meta, if it came to it.

    Where it has not, people look after the blocks, and files at Meta end by themselves.
    """

    _inherit = "wa.erasure"

    def _settle_suppression(self, subject, now):
        """Forgotten in the order of the journal already: who said no since is listed."""
        if not self.keep_suppression and self._is_repeated():
            return None
        return super()._settle_suppression(subject, now)

    def _is_repeated(self):
        # sudo: wa.restore - whether one of them has begun this job
        restores = self.env["wa.restore"].sudo()
        return bool(restores.search_count([("erasure_ids", "in", self.ids)]))

    def _step_meta(self):
        if not self.env["wa.restore"]._open():
            return super()._step_meta()
        blocked = [lift.channel for lift in self._lifts()]
        self._note(
            meta={
                "quarantined": True,
                "asked": 0,
                "confirmed": 0,
                "blocks": len(blocked),
                "lifted": 0,
                "book": self._unasked_book(),
            },
            still_blocked=blocked,
        )
