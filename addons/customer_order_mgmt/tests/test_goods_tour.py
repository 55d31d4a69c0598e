from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_browser import BrowserCommon
from .goods_common import GoodsCommon


@tagged("post_install", "-at_install")
class TestGoodsTour(BrowserCommon, GoodsCommon):
    def test_packer_ticks_and_ships(self):
        order = self._accept(self._create_order_with_requirements())
        picking = self._get_picking(order)
        self._pick(picking)
        url = f"/odoo/action-stock.action_picking_tree_all/{picking.id}"
        # The refusal that the packer meets is logged.
        with mute_logger("odoo.http"):
            self.start_tour(url, "customer_order_goods", login="order_packer")
        self.assertEqual(picking.state, "done")
        self.assertEqual(order.sudo().requirement_ids.check_ids.user_id, self.packer)
