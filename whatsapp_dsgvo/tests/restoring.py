"""A world whose database gets older than the journal outside it."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from odoo import fields
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from ..lib.keys.journal_entries import JournalEvent
from ..lib.keys.restore import scoped
from .common import ERIKA
from .tools import ToolCase

MODELS = "odoo.addons.whatsapp_dsgvo.models"


class RestoreCase(ToolCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = new_test_user(
            cls.env,
            "test-second-coordinator",
            groups="base.group_user,whatsapp_dsgvo.group_privacy_coordinator",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )

    def setUp(self):
        super().setUp()
        # each of these backups is reported as an error, as it should be
        names = ("wa_restore_compare", "wa_restore_replay", "wa_journal_mark")
        self.enterContext(mute_logger(*(f"{MODELS}.{name}" for name in names)))

    def store(self):
        return self.env["wa.vault"]._vault().store

    def lose(self, *digests, kind="withdrawal", at=None):
        """The journal tells what this database has forgotten."""
        at = at or f"{fields.Datetime.now().isoformat(timespec='seconds')}Z"
        for digest in digests:
            event = JournalEvent(at, kind, scoped(self.company.id, digest))
            self.store().journal_append(event)

    def index(self, customer=ERIKA):
        return self.env["wa.vault"]._index("phone", customer)

    def restore(self):
        return self.env["wa.restore"].search([], limit=1)

    def blocks(self):
        blocked = self.env["wa.restore"]._blocks()
        self.env.invalidate_all()
        return blocked

    def replay(self):
        self.restore().with_user(self.coordinator).action_replay()
        self.run_cron("cron_seal")
        self.run_cron("cron_run_retention")

    def replay_all(self):
        self.blocks()
        self.replay()
        self.assertEqual(self.restore().state, "replayed")

    def release(self):
        for user in (self.coordinator, self.second):
            self.restore().with_user(user).action_release()
        self.work()

    # -- the journal elsewhere ---------------------------------------------------------

    def second_journal(self):
        """A file of its own, with what the key store's journal has now."""
        self.enterContext(patch.dict(os.environ))
        folder = Path(self.enterContext(TemporaryDirectory()))
        os.environ["WHATSAPP_DSGVO_JOURNAL_DIR"] = str(folder)
        # set up anew, as on the first day
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("whatsapp_dsgvo.second_journal_since", False)
        marks = self.env["wa.journal.mark"]
        marks._catch_up(marks._sinks())
        (self.file,) = folder.glob("*.journal")
        return self.file

    def put_elsewhere(self):
        """As after a restore: in another PostgreSQL, or under another oid."""
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("whatsapp_dsgvo.journals_compared_in", "elsewhere")
