from odoo.tests import HttpCase, tagged

from .goods_common import GoodsCommon


@tagged("post_install", "-at_install")
class TestGoodsDrawings(GoodsCommon, HttpCase):
    """Drawings open from their delivery, for who may see it."""

    def test_packer_opens_what_is_on_the_delivery_and_nothing_else(self):
        order = self._accept(self._create_order_with_requirements())
        picking = self._get_picking(order)
        drawing = order.line_ids[0].attachment_ids
        other = self._accept(self._create_order_with_requirements(customer_reference="PO 9"))
        source = self._create_file("source.pdf")
        other_drawing, other_picking = other.line_ids[0].attachment_ids, self._get_picking(other)
        stranger = self._create_user("goods_stranger3", "stock.group_stock_user", self.setup_other_company()["company"])
        self.authenticate("order_packer", "order_packer")
        self.assertEqual(self._open(picking, drawing).content, b"drawing")
        self.assertEqual(self._open(other_picking, other_drawing).status_code, 200)
        for place, file in ((picking, other_drawing), (picking, source), (other_picking, drawing)):
            with self.subTest(file=file.name, place=place.name):
                self.assertEqual(self._open(place, file).status_code, 404)
        employee = self._create_user("goods_employee", "base.group_user")
        self.authenticate(employee.login, employee.login)
        self.assertEqual(self._open(picking, drawing).status_code, 404)
        self.authenticate(stranger.login, stranger.login)
        self.assertEqual(self._open(picking, drawing).status_code, 404)
        self.authenticate(None, None)
        self.assertIn("/web/login", self._open(picking, drawing).url)

    def test_seller_opens_what_is_on_the_sales_order_and_nothing_else(self):
        order = self._accept(self._create_order_with_requirements())
        other = self._accept(self._create_order_with_requirements(customer_reference="PO 9"))
        sale, drawing = order.sudo().sale_order_ids, order.line_ids[0].attachment_ids
        self._create_user("goods_seller", "sales_team.group_sale_salesman_all_leads")
        self.authenticate("goods_seller", "goods_seller")
        self.assertEqual(self._open(sale, drawing, kind="sale").content, b"drawing")
        self.assertEqual(self._open(other.sudo().sale_order_ids, drawing, kind="sale").status_code, 404)
        self._create_user("goods_employee", "base.group_user")
        self.authenticate("goods_employee", "goods_employee")
        self.assertEqual(self._open(sale, drawing, kind="sale").status_code, 404)

    def _open(self, document, file, kind="delivery"):
        self.env.flush_all()
        return self.url_open(f"/customer-order/{kind}/{document.id}/drawing/{file.id}")
