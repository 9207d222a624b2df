"""A keyed hash is looked up for many people at once, and not always with its company."""

from odoo.tests import TransactionCase, tagged

HASHES = ("blind_index", "wamid_index")
# Read by who searched, a few a day.
NOT_LOOKED_UP = {"wa_number_search"}


@tagged("post_install", "-at_install")
class TestIndexes(TransactionCase):
    def test_an_index_begins_with_each_keyed_hash(self):
        """Else every batch of messages reads the whole table."""
        self.env.cr.execute(
            """
            SELECT c.relname, bool_or(i.indkey[0] = a.attnum)
              FROM pg_attribute a
              JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r'
              LEFT JOIN pg_index i ON i.indrelid = c.oid
             WHERE a.attname = ANY(%s) GROUP BY c.relname
            """,
            [list(HASHES)],
        )
        found = dict(self.env.cr.fetchall())
        self.assertIn("wa_message", found)
        slow = {table for table, begins in found.items() if not begins}
        self.assertEqual(slow, NOT_LOOKED_UP)
