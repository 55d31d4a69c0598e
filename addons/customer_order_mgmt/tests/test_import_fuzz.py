from datetime import date

from odoo.tests import tagged

from .import_fuzz import import_variants
from .test_import_wizard import TABLE, ImportCommon

SAMPLE = 50


@tagged("post_install", "-at_install")
class TestImportFuzz(ImportCommon):
    """A sample of broken files; the full count is in the suite's own tests."""

    def _check(self, content, filename):
        env = self.env(user=self.clerk, context=dict(self.env.context, allowed_company_ids=self.company.ids))
        refused, made = import_variants(env, content, filename, SAMPLE, seed=19)
        self.assertTrue(refused)
        self.assertTrue(made, "every variant was refused: the samples are too broken to show anything")

    def test_broken_csv_never_does_more_than_be_refused(self):
        self._check(TABLE.encode(), "orders.csv")

    def test_broken_workbooks_never_do_more_than_be_refused(self):
        content = self._workbook(
            ("Customer", "Order number", "Order date", "Product code", "Quantity", "Unit price"),
            ("Aqua Works", "PO 1", date(2027, 1, 10), "P1", 2, 91.25),
            (None, None, None, "V1", 1, None),
            ("Aqua Works", "PO 2", date(2027, 1, 11), "V1", 3, 40),
        )
        self._check(content, "orders.xlsx")
