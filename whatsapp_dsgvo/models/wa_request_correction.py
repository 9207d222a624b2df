from odoo import api, fields, models
from odoo.exceptions import UserError

from .binary import whole
from .privacy_source import Source
from .roles import COORDINATION
from .wa_subject import CONTENT
from .wa_vault import ORPHAN_AFTER, KeysAway, _now

RECTIFICATION = "rectification"
LONGEST = 10000
# Of somebody nobody on WhatsApp belongs to; a slash keeps it from the sweep of orphans.
OWN = "correction"


class WaRequestCorrection(models.Model):
    """What is to be corrected, in the person's words (Art. 16 GDPR).

    Sealed with the person's key; `correction_key` says whose it was, for people can be
    added to a case later.
    """

    _inherit = "wa.request"

    correction = fields.Text("To be corrected", compute="_compute_correction")
    correction_sealed = fields.Binary(
        attachment=False, readonly=True, copy=False, groups="base.group_system"
    )
    correction_key = fields.Char(readonly=True, copy=False, groups="base.group_system")

    @api.depends_context("uid")
    def _compute_correction(self):
        """For the coordination alone, which handles the case."""
        may_see = not self.env.su and self.env.user.has_group(COORDINATION)
        shown = self if may_see else self.browse()
        shown.check_access("read")
        (self - shown).correction = False
        for request in shown:
            try:
                request.correction = request._correction()
            except KeysAway as error:
                request.correction = str(error)
                continue
            if request.correction:
                request._log_reading("correction", request._correction_person())

    def _correction(self):
        self.ensure_one()
        # sudo: wa.request - ciphertext; who may read the text is the caller's business
        case = whole(self.sudo())
        plain = self.env["wa.vault"]._unseal(
            case.correction_sealed, *case._correction_place()
        )
        return (plain or b"").decode()

    def _correction_place(self):
        """Where the text stands and whose key it has, for seal and unseal alike."""
        key = self.correction_key or ""
        klass = OWN if key.startswith(OWN) else CONTENT
        return self._name, "correction_sealed", str(self.id), key, klass

    def _correction_person(self):
        # sudo: wa.request - whose words they are
        case = self.sudo()
        return case.subject_ids.filtered(lambda s: s.uuid == case.correction_key)

    def _add_correction(self, text):
        """What was written before stays: asked twice, it is one case."""
        text = (text or "").replace("\r\n", "\n").strip()
        if not text:
            return
        # sudo: wa.request - written for people who may not read cases
        for case in self.sudo():
            case.subject_ids._lock_for_content()
            whole = "\n\n".join(filter(None, (case._correction(), text)))
            if len(whole) > LONGEST:
                raise UserError(
                    self.env._(
                        "This is too long: one request takes %(count)s characters. "
                        "Nothing was sent.",
                        count=LONGEST,
                    )
                )
            if not case.correction_key:
                people = case.subject_ids.sorted("id")
                case.correction_key = people[:1].uuid or f"{OWN}/{case.id}"
            case.correction_sealed = self.env["wa.vault"]._seal(
                whole, *case._correction_place()
            )

    @api.model
    def _portal_ask(self, partner, company, kind, correction=""):
        cases = super()._portal_ask(partner, company, kind)
        if kind == RECTIFICATION:
            cases._add_correction(correction)
        return cases

    def _forget_correction(self):
        store = self.env["wa.vault"]._vault().store
        for case in self:
            if case._correction_place()[-1] == OWN:
                store.destroy(case.correction_key, [OWN])
        self.write({"correction_sealed": False, "correction_key": False})

    @api.autovacuum
    def _gc_correction_keys(self):
        """Keys of cases that were rolled back or deleted."""
        if not self.env["wa.vault"]._may_forget():
            return
        store = self.env["wa.vault"]._vault().store
        old = [pair for pair in store.pairs(_now() - ORPHAN_AFTER) if pair[1] == OWN]
        # sudo: wa.request - whether it is still there
        known = self.sudo().search([("correction_key", "!=", False)])
        store.forget(p for p in old if p[0] not in known.mapped("correction_key"))


class WaSubjectCorrection(models.Model):
    _inherit = "wa.subject"

    def _people_sources(self, kept):
        """The words go with the person; that there was a request stays."""
        found = self.env["wa.request"].search(
            [("subject_ids", "in", self.ids), ("correction_key", "!=", False)]
        )
        return [
            Source(
                "corrections",
                self.env._("Corrections asked for"),
                found,
                found.browse(),
                lambda batch: batch._forget_correction(),
            ),
            *super()._people_sources(kept),
        ]
