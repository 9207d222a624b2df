from odoo import models
from odoo.tools import SQL

from . import guard, rows
from .wa_subject import CONTENT, PERSON


class WaInboxTogether(models.Model):
    """Stage 1 for messages of known people: one query a batch, not one a message."""

    _inherit = "wa.message"

    def _receive_known(self, items):
        """Store [(channel, item)] of known senders; the wamids that are settled now."""
        known = self._known_conversations(items)
        if not known:
            return set()
        # whoever encrypts holds the person; an erased one sends all back, one by one
        subjects = self.env["wa.subject"].union(*(c.subject_id for c in known.values()))
        subjects._lock_for_content()
        pairs = [(one.uuid, klass) for one in subjects for klass in (PERSON, CONTENT)]
        with self.env["wa.vault"]._keys_at_hand(pairs):
            self._store_known(known, items)
        return set(known)

    def _store_known(self, known, items):
        stored = self._stored_already(item.wamid for _channel, item in items)
        new = {}
        for _channel, item in items:
            conversation = known.get(item.wamid)
            if not conversation:
                continue
            conversation.subject_id._set_profile_name(item.sender.profile_name)
            if (conversation.channel_id.id, item.wamid) not in stored:
                new[item.wamid] = self._prepare_received_vals(conversation, item)
        # sudo: wa.message - written by the inbox, for no user
        rows.insert(guard.admitted(self.sudo()), list(new.values()))

    def _known_conversations(self, items):
        """{wamid: conversation} of senders about whom there is nothing to learn."""
        owners = self._owners(items)
        subjects = self.env["wa.subject"].union(*owners.values())
        # sudo: wa.conversation - looked up on behalf of the inbox
        found = (
            self.env["wa.conversation"]
            .sudo()
            .search([("subject_id", "in", subjects.ids)])
        )
        by_place = {(c.subject_id.id, c.channel_id.id): c for c in found}
        return {
            item.wamid: by_place[owners[item.wamid].id, channel.id]
            for channel, item in items
            if item.wamid in owners and (owners[item.wamid].id, channel.id) in by_place
        }

    def _owners(self, items):
        """{wamid: person} where every identity is that person's, and none was erased."""
        index = self.env["wa.vault"]._index
        named = {
            item.wamid: [index(*pair) for pair in item.sender.identities()]
            for _channel, item in items
        }
        hashes = {one for indexes in named.values() for one in indexes}
        erased = self._erased_among(hashes | {index("wamid", one) for one in named})
        owners = self._owner_by_index(hashes)
        found = {}
        for channel, item in items:
            people = {
                owners.get((channel.company_id.id, one)) for one in named[item.wamid]
            }
            subject = people.pop() if len(people) == 1 else None
            marked = erased & {*named[item.wamid], index("wamid", item.wamid)}
            if subject and not subject.moved_at and not marked:
                found[item.wamid] = subject
        return found

    def _owner_by_index(self, hashes):
        # sudo: wa.identity - looked up by keyed hash on behalf of the inbox
        current = (
            self.env["wa.identity"]
            .sudo()
            .search([("blind_index", "in", list(hashes)), ("valid_to", "=", False)])
        )
        return {(i.company_id.id, i.blind_index): i.subject_id for i in current}

    def _erased_among(self, hashes):
        found = self.env.execute_query(
            SQL(
                "SELECT blind_index FROM wa_tombstone WHERE blind_index = ANY(%s)",
                list(hashes),
            )
        )
        return {row[0] for row in found}

    def _stored_already(self, wamids):
        """{(channel id, wamid)} which an earlier delivery has brought."""
        index = self.env["wa.vault"]._index
        by_hash = {index("wamid", wamid): wamid for wamid in wamids}
        found = self.env.execute_query(
            SQL(
                "SELECT channel_id, wamid_index FROM wa_message "
                "WHERE wamid_index = ANY(%s)",
                list(by_hash),
            )
        )
        return {(channel, by_hash[hash_]) for channel, hash_ in found}
