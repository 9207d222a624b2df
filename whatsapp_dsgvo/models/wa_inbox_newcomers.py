import uuid
from collections import Counter

from odoo import models

from . import guard, rows
from .wa_ledger_entry import EVIDENCE
from .wa_subject import CONTENT, PERSON, _one_line


class WaInboxNewcomers(models.Model):
    """Stage 1 for people who write for the first time: some statements a batch.

    Only where nothing links them to anybody: no identity of theirs has an owner or was
    erased, and none stands under another sender of the batch. Others go one by one.
    """

    _inherit = "wa.message"

    def _receive_newcomers(self, items, others):
        """Store [(channel, item)] of unknown senders; the wamids that are settled now.

        `others`: the items of the batch that go one by one; they may say more of a
        person, and then the order of their events matters.
        """
        groups = self._newcomers(items, others)
        uuids = [str(uuid.uuid4()) for _group in groups]
        pairs = [(one, klass) for one in uuids for klass in (PERSON, CONTENT, EVIDENCE)]
        vault = self.env["wa.vault"]
        with vault._keys_at_hand(pairs):
            # each new key is a write to disk: all of them at once, and those of the
            # first evidence with them, for everybody is asked
            vault._data_keys(pairs)
            return self._store_newcomers(uuids, groups)

    def _store_newcomers(self, uuids, groups):
        subjects = self._create_newcomers(uuids, groups)
        conversations = self._newcomers_conversations(subjects, groups)
        new = {
            item.wamid: self._prepare_received_vals(conversation, item)
            for conversation, group in zip(conversations, groups, strict=True)
            for _channel, item in group
        }
        # sudo: wa.message - written by the inbox, for no user
        rows.insert(guard.admitted(self.sudo()), list(new.values()))
        return set(new)

    def _newcomers(self, items, others):
        """[[(channel, item), …]], a list for each new person and number of ours."""
        index = self.env["wa.vault"]._index
        known = {index(*pair) for item in others for pair in item.sender.identities()}
        groups = {}
        for channel, item in items:
            hashes = frozenset(index(*pair) for pair in item.sender.identities())
            groups.setdefault((hashes, channel), []).append((channel, item))
        hashes = {one for named, _channel in groups for one in named}
        wamids = {item.wamid: index("wamid", item.wamid) for _channel, item in items}
        known |= self._erased_among(hashes | set(wamids.values()))
        known |= {one for _company, one in self._owner_by_index(hashes)}
        known |= {
            one for one, n in Counter(o for g, _c in groups for o in g).items() if n > 1
        }
        stored = {wamid for _channel, wamid in self._stored_already(wamids)}
        return [
            group
            for (named, _channel), group in groups.items()
            if named
            and not named & known
            and not any(
                item.wamid in stored or wamids[item.wamid] in known
                for _channel, item in group
            )
        ]

    def _create_newcomers(self, uuids, groups):
        # sudo: wa.subject - written by the inbox, for no user
        subjects = self.env["wa.subject"].sudo()
        subjects = subjects.create(
            [
                {
                    "uuid": uuid_,
                    "company_id": group[0][0].company_id.id,
                    "profile_name_sealed": self._sealed_name(uuid_, group),
                }
                for uuid_, group in zip(uuids, groups, strict=True)
            ]
        )
        subjects._lock_for_content()
        # sudo: wa.identity - written by the inbox, for no user
        identities = self.env["wa.identity"].sudo()
        vals = [
            [
                identities._prepare_vals(subject, *pair, self._event_time(group[0][1]))
                for pair in group[0][1].sender.identities()
            ]
            for subject, group in zip(subjects, groups, strict=True)
        ]
        # people in one order everywhere, so two workers don't deadlock; the identities
        # of each as they are shown
        vals.sort(key=lambda mine: min(row["blind_index"] for row in mine))
        rows.insert(identities, [row for mine in vals for row in mine])
        return subjects

    def _sealed_name(self, uuid_, group):
        """The last one they gave themselves."""
        names = [_one_line(item.sender.profile_name or "") for _channel, item in group]
        name = next(filter(None, reversed(names)), "")
        return name and self.env["wa.vault"]._seal(
            name, "wa.subject", "profile_name_sealed", uuid_, uuid_, PERSON
        )

    def _newcomers_conversations(self, subjects, groups):
        # sudo: wa.conversation - written by the inbox, for no user
        return (
            self.env["wa.conversation"]
            .sudo()
            .create(
                [
                    self._prepare_conversation_vals(subject, *group[0])
                    for subject, group in zip(subjects, groups, strict=True)
                ]
            )
        )
