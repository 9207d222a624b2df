"""Takes the key store of the tests away, and brings back the very same one."""

from pathlib import Path

from ..models import wa_vault
from ..models.key_places import key_dir
from .tools import ToolCase


class AwayCase(ToolCase):
    def setUp(self):
        super().setUp()
        self.env["wa.vault"]._vault()
        self.env.cr.execute(wa_vault.BINDING_QUERY)
        self.path = key_dir() / f"{self.env.cr.fetchone()[0]}.sqlite"
        self.away = self.path.with_suffix(".away")
        self.addCleanup(self._bring_back)

    def _take_away(self):
        wa_vault.forget_open_vaults()
        for end in ("", "-wal", "-shm"):
            part = Path(f"{self.path}{end}")
            if part.exists():
                part.rename(f"{self.away}{end}")

    def _bring_back(self):
        wa_vault.forget_open_vaults()
        for end in ("", "-wal", "-shm"):
            part = Path(f"{self.away}{end}")
            if part.exists():
                part.replace(f"{self.path}{end}")
