from odoo import api, fields, models
from odoo.tools import SQL

from ..lib.keys.restore import LINKED, linked_in
from .roles import COORDINATION, DPO
from .wa_vault import KeysAway

PEOPLE, CONTACTS = "wa.restore.people", "wa.restore.linked"  # in the cursor's cache


class WaRestoreLinks(models.Model):
    """Who was linked with a contact since the backup is so again, and it is told.

    Where the backup lacks one of both there is nothing to link; an erasure that
    covered the contact is told to people then.
    """

    _inherit = "wa.restore"

    link_text = fields.Text(
        "Contacts linked since the backup",
        compute="_compute_link_text",
        groups=f"{COORDINATION},{DPO}",
    )

    def _replay_linked(self, event):
        """What people have linked since the restore stays."""
        subject, partner = self._linked(event.digest)
        person = linked_in(event.digest)[0]
        later = self._links(event.company, person).filtered(
            lambda mark: mark.at > event.at
        )
        if subject and partner and not later and subject._may_be(partner):
            subject._set_contact(partner)

    def _links(self, companies, person=""):
        """Marks of the journal, in order: what was linked, or who with whom."""
        # sudo: wa.journal.mark - read by the system
        return (
            self.env["wa.journal.mark"]
            .sudo()
            .search(
                [
                    ("company_id", "in", companies.ids),
                    ("kind", "=", LINKED),
                    ("digest", "=like", f"{person}%"),
                ],
                order="id",
            )
        )

    def _linked(self, digest):
        """(person, contact), empty where this database has none of these."""
        person, contact = linked_in(digest)
        # sudo: wa.subject - looked up by what the journal names
        subjects = self.env["wa.subject"].sudo()
        # sudo: res.partner - looked up by what the journal names
        partners = self.env["res.partner"].sudo()
        people = self._once(PEOPLE, subjects._journal_indexes)
        contacts = self._once(CONTACTS, partners._journal_indexes)
        subject, partner = people.get(person), contacts.get(contact)
        return subjects.browse(subject), partners.browse(partner).exists()

    def _once(self, name, made):
        """In a transaction: everybody is looked at, for a hash tells nobody whose it is."""
        cache = self.env.cr.cache
        if name not in cache:
            cache[name] = made()
        return cache[name]

    def _point_at_linked(self, event):
        """The backup never knew who was erased, but it may know their contact."""
        last = self._links(event.company, event.digest)[-1:]
        if last:
            _subject, partner = self._linked(last.digest)
            self._point_at(partner, event.company, event.at)

    # -- in words ----------------------------------------------------------------------

    @api.depends("replayed_seq")
    @api.depends_context("lang", "allowed_company_ids")
    def _compute_link_text(self):
        for restore in self:
            try:
                restore.link_text = restore._links_in_words()
            except KeysAway as error:
                restore.link_text = str(error)

    def _links_in_words(self):
        made = self._links(self.env.companies).filtered(
            lambda mark: self.known_seq < mark.seq <= self.head_seq
        )
        lines = [self._link_words(mark.digest) for mark in made]
        if neither := lines.count(None):
            lines.append(self.env._("The backup knows neither of both: %s", neither))
        return "\n".join(filter(None, dict.fromkeys(lines)))

    def _link_words(self, digest):
        """None if this database knows neither of both."""
        subject, partner = self._linked(digest)
        if not subject and not partner:
            return None
        if not subject:
            text = self.env._("Not linked, the person is not in the backup: %s")
        elif subject.erased_at:
            # who it was nobody needs to know any more
            return ""
        elif not partner:
            text = self.env._("Not linked, the contact is not in the backup: %s")
        elif subject.partner_id == partner:
            text = self.env._("Linked again: %s")
        elif subject.partner_id:
            text = self.env._("The person is linked with another contact: %s")
        else:
            text = self.env._("Not linked, please look at it: %s")
        return text % (partner or subject).display_name


class WaSubjectLinks(models.Model):
    _inherit = "wa.subject"

    def _may_be(self, partner):
        """Neither of them erased, nor given to another company."""
        foreign = partner.company_id and partner.company_id != self.company_id
        return not self.erased_at and not foreign

    def _journal_indexes(self):
        """{keyed hash: id} of everybody."""
        self.flush_model(["uuid"])
        index = self.env["wa.vault"]._index
        rows = self.env.execute_query(SQL("SELECT id, uuid FROM wa_subject"))
        return {index("subject", uuid): id_ for id_, uuid in rows}
