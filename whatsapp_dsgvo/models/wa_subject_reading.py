from odoo import models


class WaSubjectReading(models.Model):
    """What happened with a person's consents, and who read what they wrote."""

    _inherit = "wa.subject"

    def action_history(self):
        self.check_access("read")
        self.env["wa.ledger.entry"].check_access("read")
        return self._listed("wa.ledger.entry", self.env._("History"))

    def action_readers(self):
        self.check_access("read")
        self.env["wa.read.log"].check_access("read")
        return self._listed("wa.read.log", self.env._("Who has read"))

    def _listed(self, model, name):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "list",
            "views": [(False, "list")],
            "domain": [("pseudonym", "in", self.mapped("uuid"))],
        }


class ResPartnerReading(models.Model):
    _inherit = "res.partner"

    def action_whatsapp_history(self):
        self.check_access("read")
        return self._whatsapp_people().sudo(False).action_history()

    def action_whatsapp_readers(self):
        self.check_access("read")
        return self._whatsapp_people().sudo(False).action_readers()


class WaIdentityReading(models.Model):
    _inherit = "wa.identity"

    def action_show_number(self):
        """Ask for the reason; only then the number is shown."""
        self.ensure_one()
        self.check_access("read")
        self.env["wa.number.show"].check_access("create")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Show number"),
            "res_model": "wa.number.show",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_identity_id": self.id},
        }


class MailMessageReading(models.Model):
    _inherit = "mail.message"

    def _whatsapp_readable(self, store):
        found = super()._whatsapp_readable(store)
        shown = [id_ for id_, bubble in found.items() if "text" in bubble]
        if shown:
            # sudo: wa.message - whose they are
            rows = self.env["wa.message"].sudo()
            rows.search([("mail_message_id", "in", shown)])._log_reading()
        return found


class WaMessageReading(models.Model):
    _inherit = "wa.message"

    def _log_reading(self, what="conversation"):
        """One entry for each person, however many messages a page has."""
        log = self.env["wa.read.log"].sudo(False)
        for subject, messages in self.grouped("subject_id").items():
            log._log(what, subject, len(messages))


class WaRequestReading(models.Model):
    _inherit = "wa.request"

    def _log_reading(self, what, people):
        """One entry for each person; one without, if nobody on WhatsApp asked."""
        log = self.env["wa.read.log"].sudo(False).with_company(self.company_id)
        for person in people or [None]:
            log._log(what, person)


class WaMediaReading(models.Model):
    _inherit = "wa.media"

    def _stream(self):
        stream = super()._stream()
        self.env["wa.read.log"]._log("file", self.subject_id)
        return stream


class HelpdeskTicketReading(models.Model):
    _inherit = "helpdesk.ticket"

    def whatsapp_messages(self, message_ids):
        rows = super().whatsapp_messages(message_ids)
        shown = [row["id"] for row in rows if "text" in row["wa_body"]]
        # sudo: wa.message - whose they are
        messages = self.env["wa.message"].sudo()
        messages.search([("mail_message_id", "in", shown)])._log_reading()
        return rows

    def _compute_whatsapp_head(self):
        result = super()._compute_whatsapp_head()
        shown = self.filtered("whatsapp_last_line")
        if shown:
            self.env["wa.read.log"].sudo(False)._log("list", None, len(shown))
        return result
