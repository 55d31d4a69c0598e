import doctest

from odoo.tests import BaseCase, tagged

from ..logic import ubl_tree


@tagged("post_install", "-at_install")
class TestUblLogic(BaseCase):
    def test_examples_in_docstrings(self):
        result = doctest.testmod(ubl_tree)
        self.assertTrue(result.attempted)
        self.assertFalse(result.failed)
