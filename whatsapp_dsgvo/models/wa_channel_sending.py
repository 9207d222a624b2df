from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import wake
from ..lib.cloud_api import errors
from . import guard
from .error_words import with_code
from .wa_check import RED

SENDER = "cron_send_messages"


class WaChannelSending(models.Model):
    """Whether a number sends just now: connected, paused, or resting for a while."""

    _inherit = "wa.channel"

    pause_reason = fields.Char(readonly=True, copy=False)
    pause_code = fields.Integer(
        readonly=True, copy=False, help="The error that paused it; 0: a person did."
    )
    paused_at = fields.Datetime("Paused since", readonly=True, copy=False)
    pause_text = fields.Char(compute="_compute_pause_text")
    rests_until = fields.Datetime(
        readonly=True, copy=False, help="Meta asked for fewer calls until then."
    )

    @api.depends_context("lang")
    @api.depends("state", "pause_code", "pause_reason")
    def _compute_pause_text(self):
        for channel in self:
            if channel.state != "paused":
                channel.pause_text = False
            elif channel.pause_code:
                rule = errors.rule_for(channel.pause_code)
                channel.pause_text = with_code(rule, self.env)
            else:
                channel.pause_text = channel.pause_reason

    def _pause(self, reason, code=0):
        """This number stops, and no other; its messages wait and go later."""
        for channel in self.filtered(lambda c: c.state == "connected"):
            guard.admitted(channel).write(
                {
                    "state": "paused",
                    "pause_reason": reason,
                    "pause_code": code,
                    "paused_at": fields.Datetime.now(),
                }
            )
            told = channel._in_their_language()
            words = with_code(errors.rule_for(code), told.env) if code else reason
            told.message_post(
                body=told.env._("Sending is paused: %(reason)s", reason=words)
            )

    def _pause_by_error(self, rule):
        """Meta lets this number do nothing; only an administrator can change that."""
        self._pause(f"{rule.code}: {rule.agent_en}", rule.code)
        self._alarm(rule)
        if self.pause_code == errors.TOKEN_INVALID:
            # what Meta has just said outweighs what it said when last checked
            self.env["wa.check"]._put(self, {"token": ("", RED, {})})

    def _rest(self, scope, until):
        """Too many calls: the number, its account or its app slows down."""
        for channel in self._of_scope(scope):
            if not channel.rests_until or channel.rests_until < until:
                channel.rests_until = until

    def _of_scope(self, scope):
        self.ensure_one()
        # sudo: wa.channel - Meta counts an account's numbers together, whoever's
        channels = self.sudo()
        if scope == "app":
            return channels.search([("app_id", "=", self.app_id.id)])
        if scope == "waba" and self.waba_id:
            return channels.search([("waba_id", "=", self.waba_id)])
        return channels

    def action_connect(self):
        self.ensure_one()
        if self.state == "quarantined":
            raise UserError(
                self.env._("Two people of data protection end a quarantine.")
            )
        self._check_ready()
        self._resume()

    def _check_ready(self):
        missing = [
            label
            for label, present in (
                (self.env._("Phone number ID"), self.phone_number_id),
                (self.env._("Access token"), self.access_token_is_set),
                (self.env._("App secret"), self.app_id.app_secret_is_set),
                (self.env._("Help desk team"), self.team_id),
                (self.env._("Published privacy notice"), self._current_notice("de")),
                (
                    self.env._("Works council, under Settings → WhatsApp"),
                    self.company_id.whatsapp_works_council != "open",
                ),
            )
            if not present
        ]
        if missing:
            raise UserError(
                self.env._(
                    "Before you connect, please add: %(missing)s",
                    missing=", ".join(missing),
                )
            )

    def action_pause(self):
        self._pause(self.env._("paused by %(user)s", user=self.env.user.name))

    def _resume(self):
        guard.admitted(self).write(
            {
                "state": "connected",
                "pause_reason": False,
                "pause_code": 0,
                "paused_at": False,
            }
        )
        # sudo: wa.message - whose tickets show that the number was out of order
        waiting = self.env["wa.message"].sudo()
        waiting.search(
            [("channel_id", "in", self.ids), ("state", "=", "queued")]
        )._changed("new")
        wake.after_commit(self.env, SENDER)
        self.env["wa.media"]._fetch_what_waited(self)

    def _inverse_secrets(self):
        """With a new token a number that an error had paused tries again by itself."""
        renewed = self.filtered("access_token")
        result = super()._inverse_secrets()
        for channel in renewed:
            channel.check_ids.filtered(lambda c: c.code == "token")._forget()
            if channel.state == "paused" and channel.pause_code:
                channel._resume()
        # files are fetched while a person has paused the sending, too
        self.env["wa.media"]._fetch_what_waited(renewed)
        return result
