import base64

from odoo.fields import Command
from odoo.tests import tagged

from .common import CustomerOrderCommon


@tagged("post_install", "-at_install")
class TestAgreementGoods(CustomerOrderCommon):
    """Deliveries follow an amended order: several steps, kits, other units, other currencies."""

    def _agree(self, order, **line_vals):
        amendment = self.env["customer.order.amendment"].with_user(self.manager)
        amendment = amendment.create({"order_id": order.id, "reason": "Agreed"})
        amendment.line_ids[0].write(line_vals)
        amendment.action_propose()
        document = self.env["ir.attachment"].create({"name": "agreed.txt", "datas": base64.b64encode(b"Yes")})
        amendment._record_customer_consent({"channel": "document", "name": "Pat Buyer", "document_id": document.id})
        self.assertEqual(amendment.state, "applied", order.activity_ids.mapped("note"))

    def _get_open_moves(self, order):
        moves = (
            self.env["stock.move"].sudo().search([("reference_ids.sale_ids", "in", order.sudo().sale_order_ids.ids)])
        )
        return moves.filtered(lambda move: move.state not in ("done", "cancel"))

    def test_several_steps(self):
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", self.company.id)], limit=1)
        warehouse.delivery_steps = "pick_ship"
        self.env["stock.quant"]._update_available_quantity(self.pump, warehouse.lot_stock_id, 100)
        order = self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 10}]))
        self._agree(order, quantity=6)
        self.assertEqual(sum(self._get_open_moves(order).mapped("product_uom_qty")), 6)
        self._agree(order, quantity=8)
        self.assertEqual(sum(self._get_open_moves(order).mapped("product_uom_qty")), 8)
        self._agree(order, quantity=0)
        self.assertEqual(sum(self._get_open_moves(order).mapped("product_uom_qty")), 0)
        self.assertEqual(order.state, "cancelled")

    def test_other_unit(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self._accept(
            self._create_order([{"product_id": self.pump.id, "quantity": 2, "product_uom_id": dozen.id}])
        )
        self._agree(order, quantity=1)
        self.assertEqual(sum(self._get_open_moves(order).mapped("product_qty")), 12)

    def test_other_currency(self):
        currency = self.setup_other_currency("EUR", rates=[("2016-01-01", 2.0)])
        order = self._accept(
            self._create_order(
                [{"product_id": self.pump.id, "quantity": 3, "price_unit": 33.33}], currency_id=currency.id
            )
        )
        self._agree(order, quantity=7)
        self.assertEqual(order.sudo().sale_order_ids.currency_id, currency)
        self.assertEqual(sum(order.sudo().sale_order_ids.mapped("amount_untaxed")), 233.31)

    def test_services(self):
        service = self._create_good("Assembly A1", 70, type="service", invoice_policy="delivery")
        order = self._accept(self._create_order([{"product_id": service.id, "quantity": 5}]))
        order.sudo().sale_order_ids.order_line.qty_delivered = 2
        self._agree(order, quantity=3)
        self.assertEqual(order.sudo().sale_order_ids.order_line.product_uom_qty, 3)

    def test_custom_made_line(self):
        order = self._accept(self._create_order([{"name": "Bracket to drawing 7", "quantity": 4, "price_unit": 12}]))
        self._agree(order, price_unit=11, name="Bracket to drawing 8")
        self.assertEqual(order.sudo().sale_order_ids.order_line.name, "Bracket to drawing 8")
        self.assertEqual(order.amount_untaxed, 44)

    def test_line_without_delivery_is_moved_and_cancelled(self):
        lines = [{"product_id": self.pump.id, "quantity": 2}, {"product_id": self.valve.id, "quantity": 3}]
        order = self._accept(self._create_order(lines))
        self._agree(order, promised_date="2027-06-01")
        self._agree(order, promised_date="2027-07-01")
        self._agree(order, promised_date="2027-03-01")
        self.assertEqual(len(order.sudo()._get_open_sales()), 1, "Both lines are back on one date")
        self._agree(order, quantity=0)
        self.assertEqual(order.line_ids.mapped("quantity"), [0, 3])
        self._deliver(order)
        self._pay(self._invoice(order))
        self.assertEqual(order.state, "settled")

    def test_taxes_stay_as_agreed(self):
        tax = self.company_data["default_tax_sale"]
        order = self._accept(
            self._create_order([{"product_id": self.pump.id, "quantity": 3, "tax_ids": [Command.set(tax.ids)]}])
        )
        self._agree(order, quantity=4)
        self.assertEqual(order.sudo().sale_order_ids.order_line.tax_ids, tax)
        self.assertEqual(order.amount_tax, order.sudo().sale_order_ids.amount_tax)
