from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from . import guard
from .roles import COORDINATION, DPO

# LK-10
KEPT_FOR = timedelta(days=183)
WHAT = [
    ("conversation", "Messages"),
    ("list", "List of tickets"),
    ("file", "File"),
    ("number", "Number in the clear"),
    ("emergency", "Emergency access"),
    ("triage", "Held message"),
    ("locked", "Locked message"),
    ("correction", "What is to be corrected"),
    ("letter", "Letter about a request"),
]
# Selected, not typed: a typed reason would tell what was read.
REASONS = [
    ("call", "Call back"),
    ("match", "Find the contact or order"),
    ("identity", "Check who it is"),
    ("legal", "Legal duty or claim"),
]
TRIGGER = """
CREATE OR REPLACE FUNCTION wa_read_log_append_only() RETURNS trigger AS $$
BEGIN
    -- storage limitation; a day less, for two machines' clocks may differ
    IF TG_OP = 'DELETE' AND OLD.at < timezone('utc', clock_timestamp())
                                     - interval '182 days' THEN
        RETURN OLD;
    END IF;
    -- sealing: number and hash are given once
    IF TG_OP = 'UPDATE' AND OLD.seq IS NULL AND NEW.seq IS NOT NULL
       AND (to_jsonb(NEW) - '{seq,prev_hash,entry_hash}'::text[])
         = (to_jsonb(OLD) - '{seq,prev_hash,entry_hash}'::text[]) THEN
        RETURN NEW;
    END IF;
    -- asking for the name: each of both is given once
    IF TG_OP = 'UPDATE'
       AND (OLD.asked_by_id IS NULL OR NEW.asked_by_id = OLD.asked_by_id)
       AND (OLD.resolved_user_id IS NULL
            OR NEW.resolved_user_id = OLD.resolved_user_id)
       AND (to_jsonb(NEW) - '{asked_by_id,resolved_user_id}'::text[])
         = (to_jsonb(OLD) - '{asked_by_id,resolved_user_id}'::text[]) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the read log is append-only';
END $$ LANGUAGE plpgsql;
DROP TRIGGER IF EXISTS wa_read_log_append_only ON wa_read_log;
CREATE TRIGGER wa_read_log_append_only
    BEFORE UPDATE OR DELETE ON wa_read_log
    FOR EACH ROW EXECUTE FUNCTION wa_read_log_append_only();
DROP TRIGGER IF EXISTS wa_read_log_no_truncate ON wa_read_log;
CREATE TRIGGER wa_read_log_no_truncate
    BEFORE TRUNCATE ON wa_read_log
    FOR EACH STATEMENT EXECUTE FUNCTION wa_read_log_append_only();
"""


class WaReadLog(models.Model):
    """Who opened whose messages, when; what they say is not in it.

    One entry for each page, with the number of messages. The reader is a keyed hash
    (§ 87 (1) 6 BetrVG): a name needs the officer and the coordination together.
    """

    _name = "wa.read.log"
    _description = "Reading of WhatsApp messages"
    _inherit = "wa.chained.mixin"
    _log_access = False
    _order = "id desc"
    _rec_name = "at"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="restrict"
    )
    at = fields.Datetime("Time", required=True, readonly=True, index=True)
    reader_index = fields.Char("Keyed hash of the reader", required=True, readonly=True)
    reader = fields.Char(compute="_compute_reader")
    what = fields.Selection(WHAT, required=True, readonly=True)
    count = fields.Integer("Messages", readonly=True)
    pseudonym = fields.Char("Person", readonly=True, index=True)
    reason = fields.Selection(REASONS, readonly=True)
    # "restrict": emptying them would change the log
    asked_by_id = fields.Many2one(
        "res.users", "Name asked for by", readonly=True, ondelete="restrict"
    )
    resolved_user_id = fields.Many2one(
        "res.users", "Name", readonly=True, ondelete="restrict"
    )

    def init(self):
        result = super().init()
        self.env.cr.execute(TRIGGER)
        return result

    @api.depends("reader_index")
    def _compute_reader(self):
        for entry in self:
            entry.reader = f"R-{entry.reader_index.rpartition(':')[2][:6]}"

    @api.model
    def _log(self, what, subject=None, count=1, reason=False):
        """In the transaction that reads: without the entry nothing is shown."""
        user = self.env.user
        if user._is_superuser():
            return
        company = subject.company_id if subject else self.env.company
        row = {
            "company_id": company.id,
            "at": fields.Datetime.now(),
            "reader_index": self._reader_index(user, what),
            "what": what,
            "count": count,
            "pseudonym": subject.uuid if subject else False,
            "reason": reason,
        }
        if self.env.cr.readonly:
            # with a replica Odoo reads lists by a cursor that can't write
            self.env.cr.postcommit.add(lambda: self._add_later(row))
        else:
            self._add(row)

    def _add(self, row):
        # sudo: wa.read.log - people don't read what is logged of them
        guard.admitted(self.sudo()).create(row)

    def _add_later(self, row):
        with self.env.registry.cursor() as cr:
            self.with_env(self.env(cr=cr))._add(row)

    def _reader_index(self, user, what):
        """An emergency access is told with its name, so it has a hash of its own."""
        kind = "emergency_reader" if what == "emergency" else "reader"
        return self.env["wa.vault"]._index(kind, str(user.id))

    def action_resolve(self):
        """The officer asks whose hash it is, the coordination agrees; or the other way."""
        self.ensure_one()
        self.check_access("read")
        mine, other = self._roles(self.env.user), self._roles(self.asked_by_id)
        if not mine or self.env.su:
            raise AccessError(self.env._("Only data protection may ask for a name."))
        self.lock_for_update()
        # sudo: wa.read.log - two people together, checked here
        entry = guard.admitted(self.sudo())
        if not self.asked_by_id:
            entry.write({"asked_by_id": self.env.uid})
            return
        if self.asked_by_id == self.env.user or not mine - other:
            raise UserError(
                self.env._("The officer and the coordination have to ask together.")
            )
        # sudo: res.users - also those who have left
        users = self.env["res.users"].sudo().with_context(active_test=False)
        found = users.search([("share", "=", False)]).filtered(
            lambda user: self._reader_index(user, self.what) == self.reader_index
        )
        entry.write({"resolved_user_id": found[:1].id})

    def _roles(self, user):
        return {role for role in (DPO, COORDINATION) if user and user.has_group(role)}
