from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import AccessError

from .. import wake
from .roles import ADMIN
from .wa_event import CRONS

RETRY_AFTER = (1, 5, 30, 120, 600)  # seconds, then held for the triage


class WaInboxParked(models.Model):
    """A received message that can't be worked off: tried again, then held, never lost.

    The triage reads and decides it like any held message; a channel administrator sees
    only that it is there, and lets it be tried again once the cause is gone.
    """

    _inherit = "wa.message"

    parked_at = fields.Datetime("Given up", readonly=True, index="btree_not_null")
    parked_error = fields.Char("Error", readonly=True)

    def _postpone(self, error, seconds=None):
        """Try again later; after that a person looks at it, so nothing is lost."""
        self.ensure_one()
        if seconds is None and self.attempts >= len(RETRY_AFTER):
            self._park(error)
            return
        delay = RETRY_AFTER[self.attempts] if seconds is None else seconds
        at = fields.Datetime.now() + timedelta(seconds=delay)
        self._admitted_write(
            {"next_try_at": at, "attempts": self.attempts + (seconds is None)}
        )

    def _park(self, error):
        self._admitted_write(
            {
                "state": "held",
                "triage_label": "other",
                "parked_at": fields.Datetime.now(),
                "parked_error": error,
            }
        )

    def _is_postponed(self):
        self.ensure_one()
        return bool(self.next_try_at and self.next_try_at > fields.Datetime.now())

    def _wait_behind(self, first):
        """What came after a postponed message is not heard before it."""
        at = first.next_try_at
        if first.state == "received" and at:
            later = self.filtered(lambda m: not m.next_try_at or m.next_try_at < at)
            later._admitted_write({"next_try_at": at})

    def action_replay(self):
        """An administrator found the cause: try again now, without a look inside."""
        if not self.env.user.has_group(ADMIN):
            raise AccessError(
                self.env._("Only channel administrators replay messages.")
            )
        self.check_access("read")
        self.lock_for_update()
        parked = self.filtered(
            lambda m: m.state == "held" and m.parked_at and not m.triage_decision
        )
        parked._admitted_write(
            {
                "state": "received",
                "triage_label": False,
                "parked_at": False,
                "parked_error": False,
                "attempts": 0,
                "next_try_at": fields.Datetime.now(),
            }
        )
        wake.after_commit(self.env, *CRONS)
