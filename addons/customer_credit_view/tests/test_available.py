from odoo.tests import tagged

from .common_risk import RiskCommon


@tagged("post_install", "-at_install")
class TestAvailable(RiskCommon):
    """Exposure beside the limit: what is left, on the profile and as rows."""

    def _values(self, partner):
        self.env.flush_all()
        # Rows that were read keep their values in a transaction.
        self.env.invalidate_all()
        profile = self._profile(partner).with_user(self.reader)
        row = self.env["credit.exposure"].with_user(self.reader).browse(profile.id)
        values = [(record.available_amount, record.utilisation) for record in (profile, row)]
        self.assertEqual(*values)
        return values[0]

    def test_what_is_left_of_a_limit(self):
        self._limit(1000, self._today())
        self._invoice(250, self._today())
        self.assertEqual(self._values(self.customer), (750.0, 25.0))
        self._invoice(1250, self._today())
        self.assertEqual(self._values(self.customer), (-500.0, 150.0))

    def test_limit_in_another_currency(self):
        currency = self.setup_other_currency("CAD", rates=[("2020-01-01", 0.8)])
        self._limit(800, self._today(), currency=currency)
        self._invoice(250, self._today())
        self.assertEqual(self._values(self.customer), (750.0, 25.0))

    def test_without_a_limit_and_with_a_limit_of_zero(self):
        self._invoice(250, self._today())
        self.assertEqual(self._values(self.customer), (0.0, 0.0))
        self._limit(0, self._today())
        self.assertEqual(self._values(self.customer), (-250.0, 0.0))

    def test_search_by_what_is_used(self):
        self._limit(1000, self._today())
        self._invoice(900, self._today())
        self.env.flush_all()
        profiles = self.env["credit.profile"].with_user(self.reader)
        own = [("company_id", "=", self.company.id)]
        self.assertEqual(profiles.search([*own, ("utilisation", ">", 80)]), self._profile())
        self.assertFalse(profiles.search([*own, ("utilisation", ">", 90)]))
        self.assertEqual(profiles.search([*own, ("available_amount", "<", 101)]), self._profile())
