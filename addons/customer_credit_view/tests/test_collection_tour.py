from datetime import timedelta

from odoo.tests import HttpCase, tagged

from .common import CreditCommon


@tagged("post_install", "-at_install")
class TestCollectionTour(CreditCommon, HttpCase):
    """A collector's call in the browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The sealer needs a transaction of its own, which a test does not have.
        cls.classPatch(cls.registry["evidence.checkpoint"], "_seal_after_commit", lambda checkpoints: None)

    def test_collector_takes_down_a_promise(self):
        late = self.company._get_credit_today() - timedelta(days=30)
        self._invoice(1000, late - timedelta(days=30), late)
        self.start_tour("/odoo", "credit_collection", login=self.analyst.login)
        pledge = self.env["credit.pledge"].search([("partner_id", "=", self.customer.id)])
        self.assertEqual((pledge.state, pledge.amount, pledge.user_id), ("open", 1000, self.analyst))
