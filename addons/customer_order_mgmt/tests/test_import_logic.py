import doctest

from odoo.tests import BaseCase, tagged

from ..logic import capture, matching, order_table, units, written_values


@tagged("post_install", "-at_install")
class TestImportLogic(BaseCase):
    def test_examples_in_docstrings(self):
        for module in (capture, matching, order_table, units, written_values):
            with self.subTest(module.__name__):
                result = doctest.testmod(module)
                self.assertTrue(result.attempted)
                self.assertFalse(result.failed)
