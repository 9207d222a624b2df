"""A customer of the stand-in whose ticket is open, on a running Odoo."""

from tests.system import running

from . import _inbox

OPEN = "select coalesce(max(id), 0) from helpdesk_ticket where whatsapp_open"


def agree(site, customer):
    """They have written and said yes; the id of their ticket."""
    sent, newest = len(site.simulator.sent), site.sql(OPEN)
    site.simulator.customer_sends_text(customer, _inbox.WORDS)
    running.until(lambda: len(site.simulator.sent) > sent, 60, "the notice went out")
    site.simulator.customer_sends_text(customer, "Ja, einverstanden")
    running.until(lambda: site.sql(OPEN) != newest, 60, "there is a ticket")
    return int(site.sql(OPEN))
