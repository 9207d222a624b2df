from odoo import api, models

from ..lib.keys.errors import KeyStoreError
from ..lib.keys.journal_file import FileSink
from ..lib.keys.postgres_journal import PostgresSink
from .key_places import give_up_places, open_place, second_places, set_up_places
from .wa_journal_mark import _logger


class WaJournalPlaces(models.Model):
    """Where the journal is kept beside the key store, and which of it is missed."""

    _inherit = "wa.journal.mark"

    def _named_sinks(self):
        # sudo: ir.config_parameter - which journals were set up is no secret
        parameters = self.env["ir.config_parameter"].sudo()
        return second_places(parameters, "journal", FileSink, PostgresSink)

    def _misses_a_sink(self):
        """Whether a journal elsewhere was set up, and is not to be had now.

        One whose name the server's environment has lost is missed as well.
        """
        # sudo: ir.config_parameter - which journals were set up is no secret
        parameters = self.env["ir.config_parameter"].sudo()
        named = [parameter for parameter, _opened in self._named_sinks()]
        forgotten = set(set_up_places(parameters, "journal")) - set(named)
        return bool(forgotten) or len(self._second_sinks()) < len(named)

    @api.model
    def _renew_second(self):
        """Those that were lost are missed no more; a person on the server decides."""
        # sudo: ir.config_parameter - which journals were set up
        parameters = self.env["ir.config_parameter"].sudo()
        lost = len(set_up_places(parameters, "journal")) - len(self._reached())
        give_up_places(parameters, "journal")
        self._second_sinks()
        return max(lost, 0)

    def _reached(self):
        reached = []
        for sink in self._second_sinks():
            try:
                reached.append(sink.head())
            except KeyStoreError as error:
                _logger.error("journal sink %s: %s", sink.name, error.code)
        return reached

    def _second_sinks(self):
        """Those of the places elsewhere that can be opened; the others are missed."""
        # sudo: ir.config_parameter - which journals were set up is no secret
        parameters = self.env["ir.config_parameter"].sudo()
        sinks = []
        for parameter, opened in self._named_sinks():
            try:
                sinks.append(open_place(parameters, parameter, opened))
            except (OSError, KeyStoreError) as error:
                _logger.error("second journal: %s", type(error).__name__)
        return sinks
