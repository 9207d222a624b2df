"""A read log with entries of its own, and what tampering with it looks like."""

from datetime import timedelta

from odoo import fields

from .tools import ToolCase


class ReadLogCase(ToolCase):
    ages = (6, 5, 4, 3, 2, 1)  # days

    def scene(self):
        super().scene()
        self.log = self.env["wa.read.log"]
        self.add(*self.ages)
        self.run_cron("cron_seal")

    def add(self, *days):
        """One entry for each of these days ago, waiting for its number."""
        for ago in days:
            self.log._add(
                {
                    "company_id": self.company.id,
                    "at": fields.Datetime.now() - timedelta(days=ago),
                    "reader_index": "1:ab",
                    "what": "file",
                    "count": 1,
                    "pseudonym": "a person",
                }
            )

    def entries(self):
        domain = [("company_id", "=", self.company.id)]
        return self.log.search(domain, order="seq")

    def note_head(self):
        """As every day, sealed by the ledger's sealer."""
        self.log._daily()
        self.run_cron("cron_seal")

    def verify(self):
        self.env.invalidate_all()
        return self.log._verify(self.company)

    def problems(self):
        return [(problem.seq, problem.code) for problem in self.verify().problems]

    def tamper(self, query, *params):
        """As somebody with the database's password would."""
        self.env.flush_all()
        cr = self.env.cr
        cr.execute("ALTER TABLE wa_read_log DISABLE TRIGGER USER")
        cr.execute(query, params)
        cr.execute("ALTER TABLE wa_read_log ENABLE TRIGGER USER")
        self.env.invalidate_all()

    def forge(self):
        """Let somebody else have read it all, and compute the chain anew."""
        self.tamper(
            "UPDATE wa_read_log SET seq = NULL, prev_hash = NULL, entry_hash = NULL,"
            " reader_index = '1:cd' WHERE company_id = %s",
            self.company.id,
        )
        self.log._seal_company(self.company)

    def cut(self, operator, seq):
        self.tamper(
            f"DELETE FROM wa_read_log WHERE company_id = %s AND seq {operator} %s",
            self.company.id,
            seq,
        )
