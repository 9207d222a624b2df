import logging

import psycopg2

from odoo import fields, models
from odoo.service import server
from odoo.tools import config

from .. import wake
from .wa_meta_call import WORKER

_logger = logging.getLogger(__name__)


class WaEventStart(models.Model):
    """What waits when Odoo starts is worked off at once, not after a minute."""

    _inherit = "wa.event"

    def _register_hook(self):
        super()._register_hook()
        if self.env.registry.ready or not _is_server():
            return
        try:
            with self.env.cr.savepoint():
                names = self._due_at_start()
        except psycopg2.Error as error:
            # the tables are older than the code: an update comes first
            _logger.info("wake at the start: %s", type(error).__name__)
            return
        if names:
            wake.at_start(self.env, names)

    def _due_at_start(self):
        """XML ids of the scheduled actions for which something waits."""
        # sudo: ir.config_parameter - whether this is a copy
        parameters = self.env["ir.config_parameter"].sudo()
        if parameters.get_param("database.is_neutralized"):
            return []
        if self.env["wa.restore"]._open():
            return []
        next_at = {
            "cron_process_events": self._next_due(),
            "cron_send_messages": self.env["wa.message"]._next_to_send(),
            "cron_fetch_media": self.env["wa.media"]._next_to_move(),
            WORKER: self.env["wa.meta.call"]._next_to_call(),
        }
        now = fields.Datetime.now()
        return [name for name, at in next_at.items() if at and at <= now]


def _is_server():
    """Neither a shell, nor an update, nor a test."""
    return server.server and not (config["stop_after_init"] or config["test_enable"])
