import inspect

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import file_open

from .. import exceptions
from .common import OrderGateCommon


@tagged("post_install", "-at_install")
class TestScreens(OrderGateCommon):
    def test_every_refusal_has_its_dialog(self):
        with file_open("order_gate/static/src/refusals.js") as source:
            known = source.read()
        refusals = {name for name, value in vars(exceptions).items() if inspect.isclass(value)} - {UserError.__name__}
        self.assertFalse({name for name in refusals if f'"{name}"' not in known})
