"""The places outside the database are noted on the first day, by whoever comes first."""

from functools import partial

import psycopg2

from odoo.sql_db import db_connect
from odoo.tests import tagged

from ..models.key_places import open_place
from .common import WhatsAppCase

PARAMETER = "whatsapp_dsgvo.second_example_since"


def opened(_name, may_create=False):
    return may_create


@tagged("post_install", "-at_install")
class TestKeyPlaces(WhatsAppCase):
    def setUp(self):
        super().setUp()
        self.parameters = self.env["ir.config_parameter"]

    def test_the_first_day_is_noted_once(self):
        self.assertTrue(open_place(self.parameters, PARAMETER, partial(opened, "once")))
        first = self.parameters.get_param(PARAMETER)
        self.assertTrue(first)
        open_place(self.parameters, PARAMETER, partial(opened, "once"))
        self.assertEqual(self.parameters.get_param(PARAMETER), first)

    def test_who_comes_second_on_the_first_day_begins_again(self):
        self.assertFalse(self.parameters.get_param(PARAMETER))
        note = "INSERT INTO ir_config_parameter (key, value) VALUES (%s, 'today')"
        self._elsewhere(note)
        self.addCleanup(
            self._elsewhere, "DELETE FROM ir_config_parameter WHERE key = %s"
        )
        with (
            self.assertLogs("odoo.sql_db", "ERROR"),
            self.assertRaises(psycopg2.errors.SerializationFailure),
            self.env.cr.savepoint(),
        ):
            open_place(self.parameters, PARAMETER, partial(opened, "twice"))

    def _elsewhere(self, query):
        """Another worker, with a connection of its own, has committed this."""
        with db_connect(self.env.cr.dbname).cursor() as cursor:
            cursor.execute(query, [PARAMETER])
