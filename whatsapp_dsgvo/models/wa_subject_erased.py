from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

from ..lib.keys.restore import ERASURE, OF_PERSON, kind_of, scope_of
from ..lib.privacy import erasure

AT_WORK = (erasure.CONFIRMED, erasure.RUNNING, erasure.STOPPED)


class WaSubjectErased(models.Model):
    """Who was erased, by what the journal or the person's own stone says."""

    _inherit = "wa.subject"

    def _journal_index(self):
        """How the journal names the person."""
        self.ensure_one()
        return self.env["wa.vault"]._index("subject", self.uuid)

    @api.model
    def _called_erased(self, entries):
        """The people whom these entries of the journal call erased."""
        named = {kind: defaultdict(set) for kind in (OF_PERSON, ERASURE)}
        for entry in entries:
            kind = kind_of(entry.kind)[0]
            if kind in named:
                company, digest = scope_of(entry.digest)
                named[kind][digest].add(company)
        return self._named(named[OF_PERSON]) | self._guessed(named[ERASURE])

    def _named(self, digests):
        """All are looked at: a hash tells nobody whose it is."""
        if not digests:
            return self.browse()
        self.flush_model(["uuid"])
        index = self.env["wa.vault"]._index
        rows = self.env.execute_query(SQL("SELECT id, uuid FROM wa_subject"))
        return self.browse(
            id_ for id_, uuid in rows if index("subject", uuid) in digests
        )

    def _guessed(self, named):
        """In older journals an erasure names all identities of a person, former ones
        too. A number among them may have a new owner, who is known by another ID that
        it does not name.
        """
        # sudo: wa.identity - looked up by keyed hash
        identities = self.env["wa.identity"].sudo()
        hit = identities.search([("blind_index", "in", list(named))]).filtered(
            lambda one: named[one.blind_index] & {None, one.company_id.id}
        )
        whole = hit.subject_id.filtered(lambda person: person.identity_ids <= hit)
        theirs = {(i.company_id, i.blind_index) for i in whole.identity_ids}
        # nobody else explains these: an erasure of which the journal has only a part
        rest = hit.filtered(lambda i: (i.company_id, i.blind_index) not in theirs)
        return whole | rest.subject_id

    def _with_lost_keys(self):
        """Those of them whose keys must be gone; a running erasure keeps its order."""
        stones = self.filtered("erased_at")
        # sudo: wa.erasure - whether one is at work
        running = self.env["wa.erasure"].sudo()
        running = running.search(
            [
                ("subject_ids", "in", stones.ids),
                ("state", "in", AT_WORK),
                ("keys_destroyed_at", "=", False),
            ]
        )
        return stones - running.subject_ids
