"""An erasure takes as long as the person's own data, not as everybody's."""

from odoo.tests import TransactionCase, tagged

ERASED = ["wa_message", "wa_media", "wa_conversation", "mail_message", "ir_attachment"]
WITHOUT_INDEX = """
    SELECT c.conrelid::regclass || '.' || a.attname
      FROM pg_constraint c
      JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
     WHERE c.contype = 'f' AND c.confrelid = ANY(%s::regclass[])
       AND starts_with(c.conrelid::regclass::text, 'wa_')
       AND NOT EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.conrelid
                                                  AND i.indkey[0] = c.conkey[1])
"""
STUBS = """
    INSERT INTO mail_message (model, res_id, message_type, body)
    SELECT 'helpdesk.ticket', 0, 'whatsapp_message', 'stub' FROM generate_series(1, 20000)
"""
PLAN = """
    EXPLAIN SELECT id FROM mail_message
     WHERE id > 0 AND message_type IS DISTINCT FROM 'whatsapp_message'
     ORDER BY id LIMIT 2000
"""


@tagged("post_install", "-at_install")
class TestErasureScale(TransactionCase):
    def test_what_refers_to_erased_rows_has_an_index(self):
        """PostgreSQL looks there for each row that goes."""
        self.env.cr.execute(WITHOUT_INDEX, [ERASED])
        self.assertEqual(self.env.cr.fetchall(), [])

    def test_the_search_for_copies_does_not_read_everybodys_stubs(self):
        self.env.cr.execute(STUBS)
        self.env.cr.execute("ANALYZE mail_message")
        self.env.cr.execute(PLAN)
        plan = "\n".join(row[0] for row in self.env.cr.fetchall())
        self.assertIn("mail_message_whatsapp_scan_idx", plan)
