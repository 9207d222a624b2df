"""What is repeated after a restore is what was withdrawn, and nothing else."""

from odoo import fields
from odoo.tests import tagged

from .common import ERIKA, MAX
from .restoring import RestoreCase
from .tools import change, text_message


@tagged("post_install", "-at_install")
class TestRestorePurpose(RestoreCase):
    def told(self):
        """What the journal has been told since this test began."""
        known = self.env["wa.journal.mark"]._known_seq()
        self.run_cron("cron_seal")
        return {entry.kind for entry in self.store().journal_since(known)}

    def states(self, *purposes):
        return [self.consent(purpose=purpose).state for purpose in purposes]

    def suppressed(self, customer=ERIKA):
        index = self.index(customer)
        return bool(self.env["wa.suppression"]._of(self.company, [index]))

    def test_a_withdrawal_of_one_purpose_names_it(self):
        self.agree()
        self.set_state("given", purpose="marketing")
        self.run_cron("cron_seal")
        self.conversation()._withdraw("marketing", "phone")
        self.assertEqual(self.told(), {"withdrawal/marketing"})

    def test_what_concerned_everything_names_no_purpose(self):
        for end in ("STOPP", "all", "block"):
            with self.subTest(end):
                customer = {"STOPP": ERIKA, "all": MAX}.get(end, "+4915155502999")
                self.agree(customer=customer)
                self.run_cron("cron_seal")
                if end == "STOPP":
                    self.write("STOPP", customer)
                elif end == "all":
                    self.conversation(customer)._withdraw(None, "letter")
                else:
                    self.conversation(customer)._block("order")
                self.assertEqual(self.told(), {"withdrawal"})

    def test_only_that_purpose_is_repeated(self):
        ticket = self.agree()
        self.set_state("given", purpose="marketing")
        message = self.answer(ticket)
        self.lose(self.index(), kind="withdrawal/marketing")
        self.replay_all()
        self.assertEqual(self.states("service", "marketing"), ["given", "withdrawn"])
        self.assertFalse(self.suppressed())
        self.release()
        self.assertIn(message.state, ("sent", "delivered"))

    def test_service_puts_the_number_on_the_list(self):
        self.agree()
        self.set_state("given", purpose="marketing")
        self.lose(self.index(), kind="withdrawal/service")
        self.replay_all()
        self.assertEqual(self.states("service", "marketing"), ["withdrawn", "given"])
        self.assertTrue(self.suppressed())

    def test_an_old_line_and_an_unknown_purpose_mean_everything(self):
        for customer in (ERIKA, MAX):
            self.agree(customer=customer)
            self.set_state("given", customer=customer, purpose="marketing")
        self.lose(self.index(), kind="withdrawal")
        self.lose(self.index(MAX), kind="withdrawal/newer")
        self.replay_all()
        for customer in (ERIKA, MAX):
            states = [
                self.consent(customer, purpose=purpose).state
                for purpose in ("service", "marketing")
            ]
            self.assertEqual(states, ["withdrawn", "withdrawn"])
            self.assertTrue(self.suppressed(customer))

    def test_nobody_unknown_is_put_on_the_list_for_advertising(self):
        self.lose(self.index(MAX), kind="withdrawal/marketing")
        self.replay_all()
        self.assertFalse(self.suppressed(MAX))

    def test_one_purpose_waiting_does_not_explain_another(self):
        self.agree()
        self.set_state("given", purpose="marketing")
        self.run_cron("cron_seal")
        self.conversation()._withdraw("marketing", "phone")
        mark = self.env["wa.journal.mark"].search([("seq", "=", False)])[0]
        at = mark._event().at
        self.lose(mark.digest, kind="withdrawal/survey", at=at)
        self.assertTrue(self.blocks())
        self.assertEqual(self.restore().missing_count, 1)

    def test_what_happened_before_the_backup_is_not_repeated(self):
        """Told after it, because the journal was away; meanwhile there was a new yes."""
        self.agree()
        self.write("STOPP")
        waiting = self.env["wa.journal.mark"].search([("seq", "=", False)])
        told = [self.store().journal_append(mark._event()) for mark in waiting]
        self.set_state("given")
        self.lose(self.index(MAX))
        self.replay_all()
        self.assertEqual(self.restore().missing_count, 1)
        self.assertEqual(self.consent().state, "given")
        self.assertEqual(waiting.mapped("seq"), [entry.seq for entry in told])

    # -- a number that changed hands ---------------------------------------------------

    def new_owner_writes(self):
        contact = {"wa_id": ERIKA.lstrip("+"), "user_id": "DE.2222222222"}
        message = text_message("wamid.2", "Guten Tag", from_user_id="DE.2222222222")
        self.take(change(message, contacts=[contact]))

    def test_that_a_number_has_a_new_owner_is_told(self):
        self.agree()
        self.run_cron("cron_seal")
        self.new_owner_writes()
        self.assertEqual(self.told(), {"recycled"})

    def test_the_former_owner_loses_the_number_again(self):
        self.agree()
        former = self.subject()
        self.later(minutes=1)
        self.lose(self.index(), kind="recycled")
        self.replay_all()
        self.assertFalse(self.subject())
        self.assertEqual(former.consent_ids.mapped("state"), ["expired"])
        self.assertFalse(self.suppressed())

    def test_whoever_has_the_number_since_keeps_it(self):
        """Told twice: the new owner has written again meanwhile."""
        self.agree()
        before = f"{fields.Datetime.now().isoformat(timespec='seconds')}Z"
        self.later(minutes=1)
        self.new_owner_writes()
        owner = self.subject()
        self.lose(self.index(), kind="recycled", at=before)
        self.replay_all()
        self.assertEqual(self.subject(), owner)
