"""Every stored field is marked, and what its mark says is true."""

from unittest.mock import patch

from odoo.tests import tagged

from ..lib.privacy.fields import SEALED
from ..lib.privacy.fields_house import FIELDS
from ..lib.privacy.retention_classes import BY_CODE
from ..models import guard
from .erasing import ErasureCase
from .privacy_cases import hold
from .tools import ToolCase

ADDON = "whatsapp_dsgvo"
# Odoo's own: who wrote a row and when, kept as long as the row.
MAGIC = {"id", "create_uid", "create_date", "write_uid", "write_date"}
# Secrets of the company, sealed as well.
SECRETS = {
    "wa.app": {
        "app_secret_sealed",
        "previous_app_secret_sealed",
        "verify_token_sealed",
    },
    "wa.channel": {"access_token_sealed"},
}
# Keyed in another way than `version:hmac`: random, or a commitment.
RANDOM = {("wa.message", "client_key"), ("wa.message", "choice_nonce")}
RANDOM |= {("wa.ledger.entry", "commitment")}
# Registers of the company, which no person leads to.
NOBODYS = {"wa.incident"}


def stored_fields(env):
    """{(model, field)} of this addon, as the database has them."""
    return {
        (name, field.name)
        for name, model in env.items()
        if not model._abstract and not model._transient
        for field in model._fields.values()
        if field.store
        # files of a field lie in no column
        and (field.column_type or field.type in ("many2many", "binary"))
        and field.name not in MAGIC
        and ADDON in (field._modules or ())
    }


def marked():
    return {
        (model, name): m for model, row in FIELDS.items() for name, m in row.items()
    }


# one, or several of them
KEYED = r"^\d+:[0-9a-f]{64}( \d+:[0-9a-f]{64})*$"


@tagged("post_install", "-at_install")
class TestTable(ToolCase):
    def test_every_stored_field_and_no_other_is_marked(self):
        self.assertEqual(stored_fields(self.env), set(marked()))

    def test_files_that_a_field_keeps_as_attachments_are_stored_fields(self):
        """They have no column, so a look at the columns would miss one."""
        partner = self.env["res.partner"]
        photo = partner._fields["image_1920"]
        self.assertFalse(photo.column_type)
        with patch.object(photo, "_modules", (*photo._modules, ADDON)):
            self.assertIn(("res.partner", "image_1920"), stored_fields(self.env))

    def test_every_field_of_people_has_a_class_of_retention(self):
        for (model, name), mark in marked().items():
            with self.subTest(f"{model}.{name}"):
                is_house = mark.category in ("house", "staff") and not mark.retention
                self.assertTrue(is_house or mark.retention in BY_CODE)

    def test_content_and_identity_are_sealed_and_nothing_else_is_binary(self):
        sealed = {key for key, mark in marked().items() if mark.category in SEALED}
        secrets = {(model, name) for model, names in SECRETS.items() for name in names}
        binary = {
            (model, name)
            for model, name in stored_fields(self.env)
            if self.env[model]._fields[name].type == "binary"
        }
        self.assertEqual(binary, sealed | secrets)
        for model, name in binary:
            with self.subTest(f"{model}.{name}"):
                field = self.env[model]._fields[name]
                self.assertEqual(field.groups, "base.group_system")
                self.assertFalse(field.attachment)


@tagged("post_install", "-at_install")
class TestReality(ErasureCase):
    def scene(self):
        super().scene()
        self.ticket, self.partner = self.person()
        self.person_found = self.subject()
        self.uuid = self.person_found.uuid
        self.indexes = self.person_found._identity_indexes()
        self.conversations = self.person_found.conversation_ids

    def _domain(self, model):
        """What is this person's in a table."""
        subject = self.person_found.ids
        by_index = [("blind_index", "in", self.indexes)]
        special = {
            "wa.subject": [("id", "in", subject)],
            "wa.ledger.entry": [("pseudonym", "=", self.uuid)],
            "wa.read.log": [("pseudonym", "=", self.uuid)],
            # of a network, and all of them
            "wa.self.network": [],
            "wa.emergency": [("pseudonym", "=", self.uuid)],
            "wa.retention.key": [("subject_uuid", "=", self.uuid)],
            "wa.journal.mark": [("digest", "in", self.indexes)],
            "wa.event": [("id", "in", self.events_of_person())],
            "wa.meta.call": [("conversation_id", "in", self.conversations.ids)],
            "wa.request.letter": [("request_id.subject_ids", "in", subject)],
            "res.partner": [("id", "=", self.partner.id)],
            "wa.export": [("request_id.subject_ids", "in", subject)],
            "wa.export.fetch": [("export_id.request_id.subject_ids", "in", subject)],
            "wa.export.line": [("export_id.request_id.subject_ids", "in", subject)],
            "helpdesk.ticket": [("id", "=", self.ticket.id)],
            "mail.message": [("whatsapp_message_ids.subject_id", "in", subject)],
        }
        if model in special:
            return special[model]
        names = self.env[model]._fields
        for name in ("subject_id", "subject_ids"):
            if name in names:
                return [(name, "in", subject)]
        return by_index

    def events_of_person(self):
        unread = self.env["wa.event"].search([("senders", "!=", False)])
        mine = set(self.indexes)
        return unread.filtered(lambda e: mine & set(e.senders.split())).ids

    def _more(self):
        """A row in the tables an ordinary life does not fill."""
        self.write("STOPP, danke")
        self.deliver()
        self.sim.customer_sends_text("+4915155500001", "Noch etwas")
        self.deliver()  # a webhook not worked off yet
        self.env["wa.meta.call"]._queue(self.conversations[:1], "unblock")
        self.env["wa.self.network"]._take("9.9.9.0/24", 1)
        request = self.env["wa.request"]._receive(
            self.person_found, "access", identity_level="1", ticket_id=self.ticket.id
        )
        self.export = self.env["wa.export"]._make(request)
        self.export._begin_fetch()
        guard.admitted(self.env["wa.export.line"]).create(
            {
                "export_id": self.export.id,
                "message_id": self.conversations.message_ids[:1].id,
            }
        )
        self.env["wa.request.letter"]._propose(request, "receipt")
        self.env["wa.request"]._receive(
            self.person_found, "rectification", identity_level="2"
        )._add_correction("Ich heiße anders")
        ended = hold(self.env, self.person_found)
        ended.with_user(self.coordinator).action_release()

    def test_keyed_hashes_are_keyed(self):
        self._more()
        self.env.flush_all()
        for (model, name), mark in marked().items():
            if mark.category != "keyed" or (model, name) in RANDOM:
                continue
            for value in self.env[model].search(self._domain(model)).mapped(name):
                with self.subTest(f"{model}.{name}"):
                    self.assertRegex(value or "1:" + "0" * 64, KEYED)

    def test_an_erasure_does_to_every_field_what_its_mark_says(self):
        self._more()
        models = {m for (m, _n), mark in marked().items() if mark.erase != "none"}
        before = {
            model: self.env[model].search(self._domain(model))
            for model in models - NOBODYS
        }
        job = self.erase(self.partner)
        self.assertEqual(job.state, "done")
        self.env.invalidate_all()
        for (model, name), mark in marked().items():
            if mark.erase == "none" or model in NOBODYS:
                continue
            rows = before[model]
            with self.subTest(f"{model}.{name}: {mark.erase}"):
                if mark.erase == "row":
                    self.assertFalse(rows.exists())
                elif mark.erase != "expires":
                    self.assertEqual(rows.exists(), rows)
                if mark.erase == "empty":
                    self.assertFalse(any(rows.mapped(name)))

    def test_a_webhook_that_waited_brings_nobody_back(self):
        self._more()
        waiting = self.events(state="new")
        self.assertTrue(waiting)
        self.erase(self.partner)
        self.run_cron("cron_process_events")
        self.assertEqual(set(waiting.exists().mapped("state")) - {"done"}, set())
        self.assertEqual(self.rows_of(self.person_found), {})
        self.assertFalse(self.subject())

    def test_rows_were_there_to_be_erased(self):
        """Else the test above would show nothing."""
        self._more()
        models = {m for (m, _n), mark in marked().items() if mark.erase == "row"}
        empty = {m for m in models if not self.env[m].search(self._domain(m))}
        self.assertEqual(empty, {"wa.self.visit"})

    def test_what_is_marked_for_export_is_in_it(self):
        self._more()
        read = []
        for _path, file in self.export._files(read):
            file.close()
        data = self.export._data(read)
        rows = {key: value for key, value in data.items() if isinstance(value, list)}
        found = set(data) | {
            f"{key}.{name}"
            for key, values in rows.items()
            for row in values
            if isinstance(row, dict)
            for name in row
        }
        withheld = "messages.withheld"  # only if something is
        promised = {mark.export for mark in marked().values() if mark.export}
        self.assertEqual(promised - found - {withheld}, set())
        told = {f"{k}.{n}" for k in rows for n in _names(rows[k])}
        # made for the reader, from fields that are marked
        others = {f"others.{name}" for name in ("count", "label", "lines", "name")}
        self.assertEqual(
            told - promised, {"consents.number", "messages.content"} | others
        )


def _names(rows):
    return {name for row in rows if isinstance(row, dict) for name in row}
