"""Merging contacts neither carries an erasure on nor gets into one."""

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .erasing import ErasureCase


@tagged("post_install", "-at_install")
class TestPartnerMerge(ErasureCase):
    def merge(self, *partners, into):
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge([partner.id for partner in partners], into)
        self.env.invalidate_all()

    def double(self):
        return self.env["res.partner"].create(
            {"name": "Erika Muster", "email": "erika@muster.example"}
        )

    def cleaned(self):
        partner = self.double()
        partner._whatsapp_clean()
        self.assertTrue(partner.whatsapp_anonymise_on)
        return partner

    def test_a_living_contact_is_not_anonymised_for_an_erased_one(self):
        erased, living = self.cleaned(), self.double()
        self.merge(erased, living, into=living)
        self.assertFalse(living.whatsapp_anonymise_on)
        self.assertFalse(erased.exists())
        self.assertEqual(living.email, "erika@muster.example")

    def test_nor_where_the_erased_one_is_what_stays(self):
        erased, living = self.cleaned(), self.double()
        self.merge(erased, living, into=erased)
        self.assertFalse(erased.whatsapp_anonymise_on)

    def test_erased_ones_keep_the_longest_period(self):
        first, second = self.cleaned(), self.cleaned()
        first.whatsapp_anonymise_on = fields.Date.add(fields.Date.today(), years=1)
        last = second.whatsapp_anonymise_on
        self.merge(first, second, into=first)
        self.assertEqual(first.whatsapp_anonymise_on, last)

    def test_who_is_being_erased_is_not_merged(self):
        _ticket, partner = self.person()
        other = self.double()
        job = self.propose(partner)
        for into in (partner, other):
            with self.assertRaisesRegex(UserError, job.name):
                self.merge(partner, other, into=into)
        self.assertTrue(partner.exists() and other.exists())

    def test_once_it_was_called_off_it_is(self):
        _ticket, partner = self.person()
        other = self.double()
        self.propose(partner)._call_off()
        self.merge(partner, other, into=other)
        self.assertFalse(partner.exists())
