"""What rights leave behind: an export that was fetched, a letter, a correction."""

import re
from pathlib import Path

import requests

from .canary_trouble import Trouble

CORRECT = Path(__file__).with_name("canary_correct.py")
TIMEOUT = 60


class Rights(Trouble):
    def rights(self, ticket):
        query = f"select subject_id from wa_conversation where ticket_id = {ticket}"
        person = int(self.site.sql(query))
        office = self.site.login("koordination")
        values = {"kind": "access", "identity_level": "1"}
        request = office.call(
            "wa.request", "create", [{**values, "subject_ids": [[6, 0, [person]]]}]
        )
        self._letter(office, request)
        self._export(office, request)
        self._correction(person)
        office.call("wa.request", "search_read", [], ["name", "correction"])

    def _letter(self, office, request):
        letter = [office.call("wa.request", "action_letter_receipt", request)["res_id"]]
        model = "wa.request.letter"
        (told,) = office.call(model, "read", letter, ["text"])
        office.call(model, "write", letter, {"text": f"{told['text']}\n{self.word()}"})
        page = office.get(f"/web/content/{model}/{letter[0]}/pdf")
        assert page.content.startswith(b"%PDF")
        office.call(model, "action_sent_by_letter", letter)

    def _export(self, office, request):
        export = [office.call("wa.request", "action_export", request)["res_id"]]
        lines = office.call("wa.export.line", "search", [["export_id", "in", export]])
        office.call("wa.export.line", "write", lines, {"withheld": False})
        told = office.call("wa.export", "action_release", export)["params"]["message"]
        path = re.search(r"/whatsapp/export/[\w\-]+", told)[0]
        code = re.search(r"\d{3} \d{3}", told)[0]
        url = f"{self.site.odoo_url}{path}"
        fetched = requests.post(url, data={"code": code}, timeout=TIMEOUT)
        assert fetched.content.startswith(b"PK"), fetched.status_code

    def _correction(self, person):
        told = {"CANARY_PERSON": str(person), "CANARY_CORRECTION": self.word()}
        self.site.environment.update(told)
        assert self.site.shell(CORRECT)
        for name in told:
            del self.site.environment[name]

    def new_number(self, customer):
        """The same person, told by WhatsApp, writes from another number."""
        number = self.canaries.number()
        self.simulator.customer_changes_number(customer, number)
        self.work()
        self.write(number)
