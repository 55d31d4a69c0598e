from collections import defaultdict

from odoo import fields, models

from ...logic.check import Check, Result

_PLANNED = ("waiting", "confirmed", "assigned", "partially_available")


class CustomerOrder(models.Model):
    """Whether the goods will be there on the promised day: what is in stock, and what is planned to come and go."""

    _inherit = "customer.order"

    def _get_availability_checks(self):
        orders = self.filtered("company_id.customer_order_use_availability")
        lines = orders.line_ids.filtered(lambda line: line.product_id.is_storable and line.order_id.warehouse_id)
        forecast = self._get_stock_forecast(lines)
        return {order: order._check_availability(lines & order.line_ids, forecast) for order in orders}

    def _check_availability(self, lines, forecast):
        checks, taken = [], defaultdict(float)
        for line in lines.sorted(lambda line: (line._get_needed_day(), line.sequence, line.id)):
            asked = line.product_uom_id._compute_quantity(line.quantity, line.product_id.uom_id, round=False)
            there = sum(
                quantity
                for day, quantity in forecast[self.warehouse_id, line.product_id]
                if day is None or day <= line._get_needed_day()
            )
            left = max(there - taken[line.product_id], 0.0)
            taken[line.product_id] += asked
            if line.product_id.uom_id.compare(left, asked) < 0:
                checks.append(line._prepare_shortage(asked, left))
        if not checks:
            message = self.env._("The goods are in stock, or planned to be, on the promised days.")
            if not lines:
                message = self.env._("There are no goods from stock on the order.")
            checks.append(Check(topic="availability", code="availability", result=Result.PASS, message=message))
        return checks

    def _get_stock_forecast(self, lines):
        """Return ``{(warehouse, product): [(day or None, quantity)]}``: None for what is in stock, days for plans.

        Three queries for all lines, where Odoo's own forecast takes three for each warehouse and day.
        """
        forecast = defaultdict(list)
        products = lines.product_id
        if not products:
            return forecast
        quants = self.env["stock.quant"]._read_group(
            [("product_id", "in", products.ids), ("location_id.usage", "=", "internal")],
            ["product_id", "location_id"],
            ["quantity:sum"],
        )
        for product, location, quantity in quants:
            forecast[location.warehouse_id, product].append((None, quantity))
        moves = self.env["stock.move"]._read_group(
            [("product_id", "in", products.ids), ("state", "in", _PLANNED)],
            ["product_id", "location_id", "location_dest_id", "date:day"],
            ["product_qty:sum"],
        )
        for product, source, destination, moment, quantity in moves:
            day = fields.Date.to_date(moment)
            if source.warehouse_id != destination.warehouse_id:
                forecast[source.warehouse_id, product].append((day, -quantity))
                forecast[destination.warehouse_id, product].append((day, quantity))
        return forecast
