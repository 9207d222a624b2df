from odoo import api, fields, models

from ..lib.desk import delivery

STATE_TIMES = {
    "sent": "sent_at",
    "delivered": "delivered_at",
    "read": "read_at",
    "played": "read_at",
    "failed": "failed_at",
}


class WaStatus(models.Model):
    """What became of a sent message; Meta repeats statuses and mixes their order."""

    _inherit = "wa.message"

    @api.model
    def _settle_status(self, channel, item):
        """A status moves a message forward only; Meta repeats and mixes them."""
        message = self._of_status(channel, item)
        if not message:
            return
        vals = message._status_vals(item)
        was_lost = message.state in ("failed", "uncertain")
        if vals:
            message._admitted_write(vals)
            # Its id may be known only since now: the API's answer was lost or is late.
            # Or another worker noted it just while one here looked for it in vain.
            message._catch_up()
            if vals.get("error_code"):
                message._alarm_if_admins_matter()
            if vals.get("state") == "failed":
                message._failed()
            elif was_lost and "state" in vals:
                message._arrived_after_all()
            message._changed()

    def _of_status(self, channel, item):
        index = self.env["wa.vault"]._index("wamid", item.wamid)
        # a status speaks of what we sent, never of what we got
        found = self._by_wamid_index(channel, index).filtered(
            lambda m: m.direction == "out"
        )
        if found or not item.opaque_id:
            return found
        # sudo: wa.message - our own id comes back from Meta
        return self.sudo().search(
            [("channel_id", "=", channel.id), ("opaque_id", "=", item.opaque_id)]
        )

    def _status_vals(self, item):
        """Time and state; `read` implies `delivered`, which Meta may omit."""
        self.ensure_one()
        at = item.at.replace(tzinfo=None) if item.at else fields.Datetime.now()
        if item.status == "failed":
            # what was written before this was heard does not make up for it
            at = fields.Datetime.now()
        vals = {}
        field = STATE_TIMES.get(item.status)
        if field and not self[field]:
            vals[field] = at
        if delivery.settle(self.state, item.status) != self.state:
            vals["state"] = item.status
        if item.status in ("read", "played") and not self.delivered_at:
            vals["delivered_at"] = at
        if item.status == "failed" and item.errors and vals.get("state"):
            vals["error_code"] = item.errors[0].code
        if not self.wamid_index:
            vals.update(self._wamid_vals(item.wamid, self.opaque_id, self.subject_id))
        return vals
