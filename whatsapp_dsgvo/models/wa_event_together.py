import logging

from odoo import models

from ..lib.cloud_api import events
from ..lib.desk import kinds

_logger = logging.getLogger(__name__)


class WaEventTogether(models.Model):
    """Stage 1 for many events at once: the usual case in a few statements a batch.

    Usual are plain messages of people we know or who are new. Everything else goes one
    by one, and so does the whole batch when anything fails: there it shows which event
    it was.
    """

    _inherit = "wa.event"

    def _process_together(self):
        """The events that are done."""
        try:
            with self.env.cr.savepoint():
                return self._store_plain()
        except Exception as error:
            _logger.info("wa.event, one by one: %s", type(error).__name__)
            self.invalidate_recordset()
            return self.browse()

    def _store_plain(self):
        parsed = {event: event._parsed() for event in self}
        channel_of = self._channels_by_place()
        plain = {
            event: [
                (channel_of[event.app_id.id, item.phone_number_id], item)
                for item in items
            ]
            for event, items in parsed.items()
            if items
            and all(
                _is_plain(item)
                and (event.app_id.id, item.phone_number_id) in channel_of
                for item in items
            )
        }
        pairs = [pair for pairs in plain.values() for pair in pairs]
        messages = self.env["wa.message"]
        known = messages._receive_known(pairs)
        rest = [pair for pair in pairs if pair[1].wamid not in known]
        others = [
            item
            for event in self - self.browse().union(*plain)
            for item in parsed[event]
        ]
        if rest and all(_names_its_sender(item) for item in others):
            known |= messages._receive_newcomers(
                rest, [one for one in others if isinstance(one, events.InboundMessage)]
            )
        done = self.browse().union(
            *(
                event
                for event, pairs in plain.items()
                if all(item.wamid in known for _channel, item in pairs)
            )
        )
        self._finish({event: parsed[event] for event in done})
        return done

    def _channels_by_place(self):
        """{(app id, Meta's id of the number): channel}, one query for all events."""
        # sudo: wa.channel - the event decides, not a user
        channels = self.env["wa.channel"].sudo()
        found = channels.search([("app_id", "in", self.app_id.ids)])
        return {(c.app_id.id, c.phone_number_id): c for c in found}


def _is_plain(item):
    """Nothing to look up but its sender."""
    return (
        isinstance(item, events.InboundMessage)
        and item.phone_number_id
        and not getattr(item, "group_id", None)
        and item.kind not in kinds.AMENDING | kinds.SYSTEM
        and not (item.media or item.quoted_wamid or item.target_wamid)
        and not item.sender.identity_key_hash
    )


def _names_its_sender(item):
    """Whoever is meant is in it; a change of number also tells of somebody else."""
    if isinstance(item, events.InboundMessage):
        return item.kind not in kinds.SYSTEM
    return isinstance(item, events.StatusUpdate)
