from odoo import models

from ..lib.privacy import retention
from ..lib.privacy.retention_classes import NAMED_FOR


class WaRetentionWords(models.Model):
    """The classes of the deletion concept in words."""

    _inherit = "wa.retention.rule"

    def _words(self, code):
        """(data, start event, norm) of a class in the reader's language."""
        mine, others = self._message_words(), self._other_words()
        return {**mine, **others}[code]

    def _message_words(self):
        minimal = self.env._("Art. 5 (1) e GDPR")
        return {
            "LK-02": (
                self.env._("Contact without consent, number and profile name"),
                self.env._(
                    "Last received, and seen. That we asked stays for 30 days, as a "
                    "keyed hash, so that nobody is asked too often"
                ),
                minimal,
            ),
            "LK-03": (
                self.env._("Conversation and files of an enquiry"),
                self.env._("Ticket closed, or last message in it"),
                minimal,
            ),
            "LK-03s": (
                self.env._("Messages marked as special category"),
                self.env._("Marked"),
                self.env._("Art. 9 GDPR"),
            ),
            "LK-03w": (
                self.env._("Conversation and files after STOP"),
                self.env._("Ticket closed or consent withdrawn, the later"),
                self.env._("Art. 17 (1) b GDPR"),
            ),
            "LK-04": (
                self.env._("Commercial or business letters"),
                self.env._("Ticket closed; from the end of that year"),
                "§ 257 HGB, § 147 AO",
            ),
            "LK-05": (
                self.env._("Accounting vouchers"),
                self.env._("Ticket closed; from the end of that year"),
                "§ 147 (1) Nr. 4, (3) AO, § 257 HGB",
            ),
        }

    def _other_words(self):
        minimal = self.env._("Art. 5 (1) e GDPR")
        proof = self.env._("Art. 7 (1) GDPR, § 195, § 199 BGB")
        return {
            "LK-01": (self.env._("Received webhooks"), self.env._("Received"), minimal),
            "LK-06": (
                self.env._("Evidence of consents, number and profile name"),
                self.env._(
                    "Last consent withdrawn or expired; from the end of that year"
                ),
                proof,
            ),
            "LK-07": (
                self.env._("Suppression list"),
                self.env._("Objection; reviewed each year"),
                self.env._("Art. 21 (3) GDPR"),
            ),
            "LK-08": (
                self.env._("Requests of data subjects"),
                self.env._(
                    "Case closed; %s days later it no longer names contact and ticket, "
                    "only the random id of the person stays",
                    NAMED_FOR.days,
                ),
                proof,
            ),
            "LK-09": (
                self.env._("Erasure journal"),
                self.env._("Erasure"),
                self.env._("Art. 5 (2) GDPR"),
            ),
            "LK-10": (
                self.env._("Read log, searches for numbers, emergency accesses"),
                self.env._("Entry"),
                minimal,
            ),
            "LK-11": (
                self.env._("Message IDs of WhatsApp"),
                self.env._("Message"),
                minimal,
            ),
            "LK-12": (
                self.env._("Incident register"),
                self.env._("Closed"),
                self.env._("Art. 33 (5) GDPR"),
            ),
            "LK-13": (self.env._("Lists of exports"), self.env._("Made"), minimal),
            "LK-14": (self.env._("Figures per agent"), self.env._("Day"), minimal),
            "LK-15": (self.env._("Technical logs"), self.env._("Entry"), minimal),
        }

    def _action_words(self, action):
        if action == "delete":
            return self.env._("Delete")
        return self.env._("Delete the content, keep the time")

    def _worker_words(self, worker):
        words = {
            "run": self.env._("Retention run"),
            "cleanup": self.env._("Daily clean-up"),
            "elsewhere": self.env._("Not by this run"),
            "people": self.env._("People; the run counts what is due"),
            "nothing": self.env._("Nothing to do: no such data are stored"),
        }
        return words.get(worker) or self.env._("Nobody yet – to be done by hand")

    def _period_words(self, period):
        count = period.count
        one, several = {
            retention.DAYS: (self.env._("1 day"), self.env._("%s days", count)),
            retention.MONTHS: (self.env._("1 month"), self.env._("%s months", count)),
            retention.YEARS: (self.env._("1 year"), self.env._("%s years", count)),
        }[period.unit]
        words = one if count == 1 else several
        if period.year_end:
            return self.env._("%s from the end of the year", words)
        return words
