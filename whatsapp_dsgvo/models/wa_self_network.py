from datetime import timedelta

from odoo import api, fields, models

from . import guard

TAKE = """
    INSERT INTO wa_self_network (hour, network_index, visits) VALUES (%s, %s, 1)
        ON CONFLICT (network_index) DO UPDATE SET visits = wa_self_network.visits + 1
     WHERE wa_self_network.visits < %s
"""


class WaSelfNetwork(models.Model):
    """How many visits began from a network within an hour.

    So nobody uses up what is meant for all. No address is kept: the hash is one of hour
    and network together, and no visit refers to it.
    """

    _name = "wa.self.network"
    _description = "Visits to the self-service page from a network"
    _inherit = "wa.guarded.mixin"
    _log_access = False
    _rec_name = "hour"

    hour = fields.Datetime(required=True, readonly=True, index=True)
    network_index = fields.Char(required=True, readonly=True)
    visits = fields.Integer(required=True, readonly=True)

    _network_uniq = models.UniqueIndex("(network_index)")

    @api.model
    def _take(self, network, most):
        """Whether one more visit may begin from there; then it is counted.

        `network`: as `lib.privacy.visitor.network_of`; None is nobody's and has no limit.
        """
        if network is None:
            return True
        hour = fields.Datetime.now().replace(minute=0, second=0)
        index = self.env["wa.vault"]._index("visitor", f"{hour} {network}")
        self.env.cr.execute(TAKE, [hour, index, most])
        return bool(self.env.cr.rowcount)

    @api.autovacuum
    def _gc_networks(self):
        over = fields.Datetime.now() - timedelta(hours=1)
        guard.admitted(self.search([("hour", "<", over)])).unlink()
