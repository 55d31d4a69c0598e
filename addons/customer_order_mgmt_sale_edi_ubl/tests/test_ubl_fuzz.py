from odoo.addons.customer_order_mgmt.tests.import_fuzz import import_variants
from odoo.tests import tagged

from .common import UblCommon, ubl_order

SAMPLE = 50


@tagged("post_install", "-at_install")
class TestUblFuzz(UblCommon):
    """A sample of broken documents; the full count is in the suite's own tests."""

    def test_broken_orders_never_do_more_than_be_refused(self):
        env = self.env(user=self.clerk, context=dict(self.env.context, allowed_company_ids=self.company.ids))
        refused, made = import_variants(env, ubl_order(), "order.xml", SAMPLE, seed=19)
        self.assertTrue(refused and made)
