from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib.ledger import chain

EVIDENCE = "evidence"

TRIGGER = """
CREATE OR REPLACE FUNCTION wa_ledger_entry_append_only() RETURNS trigger AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        -- sealing: number and hash are given once
        IF OLD.seq IS NULL AND NEW.seq IS NOT NULL
           AND (to_jsonb(NEW) - '{seq,prev_hash,entry_hash}'::text[])
             = (to_jsonb(OLD) - '{seq,prev_hash,entry_hash}'::text[]) THEN
            RETURN NEW;
        END IF;
        -- redaction: the content goes, the commitment stays
        IF OLD.blob IS NOT NULL AND NEW.blob IS NULL AND NEW.redacted_at IS NOT NULL
           AND (to_jsonb(NEW) - '{blob,redacted_at}'::text[])
             = (to_jsonb(OLD) - '{blob,redacted_at}'::text[]) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'the ledger is append-only';
END $$ LANGUAGE plpgsql;
DROP TRIGGER IF EXISTS wa_ledger_entry_append_only ON wa_ledger_entry;
CREATE TRIGGER wa_ledger_entry_append_only
    BEFORE UPDATE OR DELETE ON wa_ledger_entry
    FOR EACH ROW EXECUTE FUNCTION wa_ledger_entry_append_only();
DROP TRIGGER IF EXISTS wa_ledger_entry_no_truncate ON wa_ledger_entry;
CREATE TRIGGER wa_ledger_entry_no_truncate
    BEFORE TRUNCATE ON wa_ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION wa_ledger_entry_append_only();
"""


class WaLedgerEntry(models.Model):
    """Evidence of what was asked, agreed to and withdrawn (Art. 5 (2), 7 (1) GDPR).

    Chained within seconds. No foreign key to contacts or users: a merge of contacts
    would delete rows.
    """

    _name = "wa.ledger.entry"
    _description = "Ledger entry"
    _inherit = "wa.chained.mixin"
    _log_access = False
    _order = "id desc"
    _rec_name = "uuid"

    uuid = fields.Char(required=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    at = fields.Datetime("Time", required=True, readonly=True)
    event = fields.Selection(
        [
            ("asked", "Asked"),
            ("given", "Given"),
            ("refused", "Refused"),
            ("withdrawn", "Withdrawn"),
            ("expired", "Expired"),
            ("reconfirm_requested", "Asked again"),
            ("blocked", "Blocked"),
            ("unblocked", "Block lifted"),
            ("erased", "Erased"),
            ("restored", "Backup restored"),
            ("journals_joined", "Journals joined"),
            ("triage_nothing", "Triage: nothing legal"),
            ("triage_legal", "Triage: legal declaration"),
            ("triage_urgent", "Triage: urgent"),
            ("restricted", "Processing restricted (Art. 18)"),
            ("restriction_lifted", "Restriction lifted"),
            ("read_log_head", "Head of the read log"),
            ("document_issued", "Document generated"),
        ],
        required=True,
        readonly=True,
    )
    purpose = fields.Selection(
        [
            ("service", "Answer enquiries"),
            ("proactive", "Contact on our own initiative"),
            ("marketing", "Advertising"),
            ("survey", "Satisfaction survey"),
        ],
        readonly=True,
    )
    channel_ref = fields.Char("Number", readonly=True)
    notice_hash = fields.Char(readonly=True)
    actor_kind = fields.Selection(
        [
            ("subject", "Person"),
            ("agent", "Company"),
            ("system", "System"),
            ("meta", "Meta"),
        ],
        required=True,
        readonly=True,
    )
    pseudonym = fields.Char(readonly=True, index=True)
    key_class = fields.Char(required=True, readonly=True)
    commitment = fields.Char(required=True, readonly=True)
    blob = fields.Binary(attachment=False, readonly=True, groups="base.group_system")
    redacted_at = fields.Datetime(readonly=True)

    _uuid_uniq = models.UniqueIndex("(uuid)")

    def init(self):
        result = super().init()
        self.env.cr.execute(TRIGGER)
        return result

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self.env._("The ledger can only be added to."))

    def _header(self):
        """The hashed part; empty values are "" in the chain, NULL or "" here."""
        self.ensure_one()
        return chain.Header(
            company=self.company_id.id,
            event=self.event,
            purpose=self.purpose or "",
            channel=self.channel_ref or "",
            notice_hash=self.notice_hash or "",
            actor_kind=self.actor_kind,
            pseudonym=self.pseudonym or "",
            key_class=self.key_class,
            at=self.at.isoformat(timespec="seconds") + "Z",
        )

    def _linkable(self):
        return chain.Unsealed(self.uuid, self._header(), self.commitment)

    def _chained(self, company, head):
        self.env["wa.ledger.anchor"]._anchor_if_due(company, head)

    @api.model
    def _cron_seal(self):
        cron, reads = self.env["ir.cron"], self.env["wa.read.log"]
        while (
            sealed := self._seal_pending() + reads._seal_pending()
        ) and cron._commit_progress(sealed, remaining=0):
            pass
        self.env["wa.ledger.anchor"]._anchor_the_quiet()
        cron._commit_progress()
        # only what is committed: a chain sealed again could get another order
        self.env["wa.ledger.anchor"]._place_pending()
        self.env["wa.journal.mark"]._tell_journal()
        while self.env["wa.restore"]._replay_batch() and cron._commit_progress(1):
            pass
