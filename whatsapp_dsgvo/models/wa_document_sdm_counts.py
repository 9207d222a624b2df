from odoo import fields, models

from ..lib.privacy import erasure
from .roles import ADMIN, AGENT, COORDINATION, DPO, TRIAGE
from .wa_meta_call import KEPT_FOR
from .wa_meta_call_forget import FORGET

# Rights that need to know who asks; a withdrawal or objection does not.
WITH_IDENTITY = ("access", "portability", "erasure")
NEWEST = 100


class WaDocumentSdmCounts(models.Model):
    """What is counted for the SDM measures when the document is generated."""

    _inherit = "wa.document"

    def _sdm_found(self, model, *domain, **options):
        # sudo: any model - counted for the own company only, shown as numbers
        records = self.env[model].sudo()
        return records.search(
            [("company_id", "=", self.env.company.id), *domain], **options
        )

    def _sdm_officer(self):
        contact = self._channels()[:1].dpo_contact
        return contact or self.env._("missing: settings of the number"), bool(contact)

    def _sdm_requests(self):
        open_ = self._sdm_found("wa.request", ("state", "not in", ("proposed", "done")))
        today = fields.Date.context_today(self)
        late = open_.filtered(lambda one: one.due_date < today)
        return self.env._(
            "open requests: %(open)s, overdue: %(late)s",
            open=len(open_),
            late=len(late),
        ), not late

    def _sdm_identity(self):
        done = self._sdm_found(
            "wa.request",
            ("kind", "in", WITH_IDENTITY),
            ("decision", "in", ("full", "partial")),
        )
        proven = done.filtered(lambda one: one.identity_level != "0")
        return self.env._(
            "granted with proof of identity: %(proven)s of %(count)s",
            proven=len(proven),
            count=len(done),
        ), proven == done

    def _sdm_rectifications(self):
        found = self._sdm_found("wa.request", ("kind", "=", "rectification"))
        done = found.filtered(lambda one: one.state == "done")
        return self.env._(
            "requests for rectification: %(count)s, done: %(done)s",
            count=len(found),
            done=len(done),
        ), True

    def _sdm_restrictions(self):
        # who is erased was locked before, and stays so
        living = ("erased_at", "=", False)
        found = self._sdm_found("wa.subject", ("restricted", "=", True), living)
        return self.env._("people whose processing is restricted: %s", len(found)), True

    def _sdm_processors(self):
        processors = self.env["wa.processor"]._of_company()
        without = processors.filtered(lambda one: not one.contract)
        return self.env._(
            "in the register: %(count)s, without a contract: %(without)s",
            count=len(processors),
            without=len(without),
        ), bool(processors) and not without

    def _sdm_processor_deletion(self):
        processors = self.env["wa.processor"]._of_company()
        told = processors.filtered("deletion_at_end")
        return self.env._(
            "deletion at the end of the contract settled: %(told)s of %(count)s",
            told=len(told),
            count=len(processors),
        ), bool(processors) and told == processors

    def _sdm_consents(self):
        given = self._sdm_found("wa.consent", ("state", "=", "given"))
        told, is_good = self._sdm_ledger()
        return self.env._(
            "consents in force: %(count)s; %(ledger)s", count=len(given), ledger=told
        ), is_good

    def _sdm_incidents(self):
        found = self._sdm_found("wa.incident")
        now = fields.Datetime.now()
        late = found.filtered(
            lambda one: (
                one.state != "closed"
                and not one.authority_informed_at
                and one.deadline_at < now
            )
        )
        return self.env._(
            "in the register: %(count)s, open beyond 72 hours without the authority: "
            "%(late)s",
            count=len(found),
            late=len(late),
        ), not late

    def _sdm_companies(self):
        """Every table of this addon that people may read hides other companies' rows."""
        # sudo: ir.rule - which tables have one
        rules = self.env["ir.rule"].sudo()
        kept = rules.search(
            [("groups", "=", False), ("domain_force", "like", "compan")]
        )
        # sudo: ir.model.access - which tables anybody reads
        read = self.env["ir.model.access"].sudo().search([("perm_read", "=", True)])
        tables = {
            name
            for name in read.model_id.mapped("model")
            if name.startswith("wa.")
            and self.env[name]._auto
            and not self.env[name]._transient
            and "company_id" in self.env[name]._fields
        }
        open_ = sorted(tables - set(kept.model_id.mapped("model")))
        told = self.env._(
            "tables that hide other companies' rows: %(kept)s of %(count)s",
            kept=len(tables) - len(open_),
            count=len(tables),
        )
        return " ".join([told, *open_]), not open_

    def _sdm_roles(self):
        groups = map(self.env.ref, (AGENT, TRIAGE, COORDINATION, DPO, ADMIN))
        told = [f"{g.name}: {len(g.all_user_ids.filtered('active'))}" for g in groups]
        return ", ".join(told), True

    def _sdm_role_changes(self):
        return self.env._("not recorded by Odoo"), False

    def _sdm_emergencies(self):
        found = self._sdm_found("wa.emergency")
        return self.env._(
            "emergency accesses, each for one hour and with a reason: %s", len(found)
        ), True

    def _sdm_jobs(self, **options):
        return self._sdm_found("wa.erasure", ("state", "=", erasure.DONE), **options)

    def _sdm_four_eyes(self):
        jobs = self._sdm_jobs()
        alone = jobs.filtered(
            lambda job: job.second_user_id and job.requested_by_id == job.second_user_id
        )
        return self.env._(
            "erasures: %(count)s, by one person alone: %(alone)s",
            count=len(jobs),
            alone=len(alone),
        ), not alone

    def _sdm_certificates(self):
        jobs = self._sdm_jobs(limit=NEWEST)
        whole = jobs.filtered(lambda job: job._verify_certificate())
        return self.env._(
            "newest erasures with a signed certificate that verifies: %(whole)s of "
            "%(count)s",
            whole=len(whole),
            count=len(jobs),
        ), whole == jobs

    def _sdm_key_rules(self):
        days = self.env["wa.erasure"]._key_backup_days()
        if not days:
            return self.env._(
                "missing: when backups of the key store are deleted"
            ), False
        erased = [job._facts().get("done", {}) for job in self._sdm_jobs()]
        return self.env._(
            "backups of the key store are deleted after %(days)s days; keys destroyed "
            "by erasures: %(count)s",
            days=days,
            count=sum(one.get("keys", 0) for one in erased),
        ), True

    def _sdm_disclosures(self):
        # sudo: wa.export.fetch - how many were sent whole
        fetches = self.env["wa.export.fetch"].sudo()
        whole = fetches.search_count(
            [
                ("export_id.company_id", "=", self.env.company.id),
                ("state", "=", "whole"),
            ]
        )
        return self.env._("downloads of data by people, each listed: %s", whole), True

    def _sdm_recipients(self):
        facts = [job._facts() for job in self._sdm_jobs()]
        meta = [one.get("meta", {}) for one in facts]
        # whom the retention run has forgotten; erasures ask by themselves
        calls = self._sdm_found("wa.meta.call", ("kind", "=", FORGET))
        return self.env._(
            "asked to delete: colleagues %(colleagues)s, Meta for files %(files)s and "
            "contact book entries %(entries)s; when periods ended, of the last %(days)s "
            "days: contact book entries %(forgotten)s, in vain %(vain)s",
            colleagues=sum(one.get("recipients", 0) for one in facts),
            files=sum(one.get("asked", 0) for one in meta),
            entries=sum(one.get("book", {}).get("asked", 0) for one in meta),
            days=KEPT_FOR.days,
            forgotten=len(calls.filtered("attempts")),
            vain=len(calls.filtered(lambda one: one.state == "failed")),
        ), True
