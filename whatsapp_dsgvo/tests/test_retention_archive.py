"""Business letters stay for years; the key of all the rest does not."""

from odoo.tests import tagged

from .common import ERIKA
from .erasing import ErasureCase
from .media_tools import PDF
from .retention_tools import RetentionCase


@tagged("post_install", "-at_install")
class TestRetentionArchive(RetentionCase, ErasureCase):
    def scene(self):
        super().scene()
        self.rest = self.closed("no", text="Wie sind Ihre Zeiten?")
        self.later(days=20)  # another matter by now
        self.write("Ich kündige zum 31. Dezember")
        self.receive(PDF, name="Kündigung.pdf")
        self.letters = self.conversation().ticket_id
        self.assertNotEqual(self.letters, self.rest)
        self.decide(self.letters, "yes")
        self.close(self.letters)
        self.uuid = self.subject(ERIKA).uuid
        self.words = self.texts_of(self.letters)

    def texts_of(self, ticket):
        self.env.invalidate_all()
        return [message._content()["text"] for message in self.of_ticket(ticket)]

    def test_the_rest_is_gone_with_its_key_and_the_letters_are_read_as_before(self):
        self.later(days=230)
        self.delete_due()
        self.assertFalse(self.of_ticket(self.rest))
        self.assertIsNone(self.living_key(self.uuid))
        self.assertTrue(self.living_key(self.uuid, "kept"))
        self.assertEqual(self.texts_of(self.letters), self.words)

    def test_while_the_rest_is_there_both_keys_are(self):
        self.later(days=100)
        self.delete_due()
        kept = set(self.of_ticket(self.letters).mapped("key_class"))
        self.assertEqual(kept, {"kept"})
        self.assertTrue(self.texts_of(self.rest))
        self.assertTrue(self.living_key(self.uuid))

    def test_nothing_moves_while_its_message_id_is_there(self):
        self.later(days=80)
        self.delete_due()
        kept = set(self.of_ticket(self.letters).mapped("key_class"))
        self.assertEqual(kept, {"content"})

    def test_who_writes_again_gets_a_new_key(self):
        self.later(days=230)
        self.delete_due()
        self.write("Noch eine Frage")
        self.assertTrue(self.living_key(self.uuid))
        self.assertEqual(self.texts_of(self.letters), self.words)

    def test_files_of_letters_move_too(self):
        self.later(days=230)
        self.delete_due()
        (media,) = self.of_ticket(self.letters).media_ids
        self.assertEqual(media.key_class, "kept")
        with media._open() as clear:
            self.assertEqual(clear.read(), PDF)

    def test_an_erasure_leaves_the_letters_without_a_name(self):
        self.later(days=100)
        self.delete_due()
        self.erase(subject=self.subject(ERIKA))
        letters = self.of_ticket(self.letters)
        self.assertFalse(any(letters.mapped("wamid_index")))
        self.assertEqual(self.texts_of(self.letters), self.words)
        self.assertIsNone(self.living_key(self.uuid))

    def test_both_keys_are_gone_when_the_letters_are(self):
        self.later(days=230)
        self.delete_due()
        self.later(days=7 * 366)
        self.delete_due()
        self.assertFalse(self.of_ticket(self.letters))
        self.assertIsNone(self.living_key(self.uuid, "kept"))

    def test_the_concept_says_so_and_warns_of_letters_that_wait(self):
        self.later(days=100)
        runs = self.env["wa.retention.run"]
        self.env.cr.execute("UPDATE wa_message SET wamid_sealed = NULL")
        self.env.invalidate_all()
        self.assertTrue(runs._are_letters_left(self.company))
        self.delete_due()
        self.assertFalse(runs._are_letters_left(self.company))
