from odoo import models
from odoo.addons.customer_order_mgmt.logic.check import Check, Result


class CustomerOrderLine(models.Model):
    _inherit = "customer.order.line"

    def _check_licence(self, destination):
        countries = self.product_id.export_country_ids
        names = {
            "product": self.product_id.display_name,
            "country": destination.name or self.env._("an unknown country"),
        }
        if destination in countries:
            result, message = Result.PASS, self.env._("%(product)s may be exported to %(country)s.", **names)
        else:
            result = Result.BLOCK
            message = self.env._(
                "%(product)s may not be exported to %(country)s: the licence does not name it.", **names
            )
        return Check(
            topic="export",
            code="export_licence",
            result=result,
            message=message,
            line_id=self.id,
            ordered=destination.code or "",
            expected=", ".join(sorted(countries.mapped("code"))),
        )
