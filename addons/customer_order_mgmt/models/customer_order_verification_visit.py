from datetime import timedelta
from ipaddress import ip_address, ip_network

from odoo import api, fields, models
from odoo.tools.misc import hmac

_WINDOW = timedelta(minutes=1)
VISITS_PER_MINUTE = 30


class CustomerOrderVerificationVisit(models.Model):
    """Visits of the public verification page, kept for a moment so that nobody can try tokens at speed.

    One row per visit, not one counter per client: visits at the same time would wait for each other on a counter. The
    rows are in the database since every worker has to see them, and unlogged since losing them in a crash is no loss.
    """

    _name = "customer.order.verification.visit"
    _description = "Visit of the Verification Page"
    _log_access = False

    client = fields.Char(required=True, help="Keyed hash of the visitor's network address.")
    visited_at = fields.Datetime(required=True)

    _client_visits = models.Index("(client, visited_at)")

    def init(self):
        self.env.cr.execute("ALTER TABLE customer_order_verification_visit SET UNLOGGED")

    @api.model
    def _admit(self, address):
        """Count a visit from this network address; False when it had its share of this minute."""
        client = hmac(self.env(su=True), self._name, self._network(address))
        now = fields.Datetime.now()
        recent = [("client", "=", client), ("visited_at", ">", now - _WINDOW)]
        if self.search_count(recent, limit=VISITS_PER_MINUTE) >= VISITS_PER_MINUTE:
            return False
        self.create({"client": client, "visited_at": now})
        return True

    @api.model
    def _network(self, address):
        """One subscriber usually holds a whole /64 of IPv6 addresses."""
        address = ip_address(address.partition("%")[0])
        address = getattr(address, "ipv4_mapped", None) or address
        return str(ip_network((address, 64 if address.version == 6 else 32), strict=False))

    @api.autovacuum
    def _gc_visits(self):
        self.search([("visited_at", "<", fields.Datetime.now() - _WINDOW)]).unlink()
