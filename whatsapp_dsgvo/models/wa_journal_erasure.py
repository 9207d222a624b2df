from odoo import api, fields, models

from ..lib.keys.restore import OF_IDENTITY, OF_PERSON, erasure_kind

KINDS = [
    ("erasure_of_person/identities", "Person erased without the contact"),
    ("erasure_of_person/contact", "Person erased with the contact"),
    (
        "erasure_of_person/identities+forgotten",
        "Person erased without the contact, nothing kept on the suppression list",
    ),
    (
        "erasure_of_person/contact+forgotten",
        "Person erased with the contact, nothing kept on the suppression list",
    ),
    ("erasure_of_identity/identities", "Identity of somebody erased"),
    ("erasure_of_identity/contact", "Identity of somebody erased with the contact"),
    (
        "erasure_of_identity/identities+forgotten",
        "Identity of somebody erased, taken off the suppression list",
    ),
    (
        "erasure_of_identity/contact+forgotten",
        "Identity of somebody erased with the contact, taken off the suppression list",
    ),
]


class WaJournalErasure(models.Model):
    """An erasure in the journal: the person it concerned, and each of their identities.

    An identity alone would not say whose it was: a number changes hands, and a backup
    may know it of somebody else.
    """

    _inherit = "wa.journal.mark"

    kind = fields.Selection(
        selection_add=KINDS, ondelete={kind: "cascade" for kind, _label in KINDS}
    )

    @api.model
    def _note_erasure(self, subject, contact, forgotten):
        """The person first: of a journal that was cut short that is enough."""
        person = [subject._journal_index()]
        self._note(erasure_kind(contact, forgotten, OF_PERSON), subject, person)
        self._note(erasure_kind(contact, forgotten, OF_IDENTITY), subject)
