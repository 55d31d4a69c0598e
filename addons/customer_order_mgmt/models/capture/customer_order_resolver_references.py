from odoo import api, models

from ...logic.capture import ProblemCode, short


class CustomerOrderResolver(models.AbstractModel):
    """Documents of ours that a captured order names."""

    _inherit = "customer.order.resolver"

    def _resolve_terms(self, resolutions):
        super()._resolve_terms(resolutions)
        self._resolve_frameworks(resolutions)

    @api.model
    def _prepare_order_vals(self, resolution, company):
        # Which quotation is meant is found at receipt, when customer and products are settled.
        vals = super()._prepare_order_vals(resolution, company)
        return {**vals, "quotation_reference": resolution.captured.quotation_reference or False}

    def _resolve_frameworks(self, resolutions):
        asked = [r for r in resolutions if r.captured.framework_reference and "partner_id" in r.vals]
        if not asked:
            return
        customers = self.env["res.partner"].browse({r.vals["partner_id"] for r in asked})
        frameworks = self._find_frameworks(customers, {r.captured.framework_reference for r in asked})
        for resolution in asked:
            customer = customers.browse(resolution.vals["partner_id"]).commercial_partner_id
            named = resolution.captured.framework_reference
            framework = frameworks.get((customer, named))
            if framework:
                resolution.vals["framework_id"] = framework.id
            else:
                resolution.add(ProblemCode.FRAMEWORK_UNKNOWN, column="framework_reference", value=short(named))

    @api.model
    def _find_frameworks(self, customers, names):
        """Return ``{(commercial partner, name): order}``: by our number or the customer's, where only one fits."""
        domain = [
            ("is_framework", "=", True),
            ("state", "=", "accepted"),
            ("company_id", "=", self.env.company.id),
            ("commercial_partner_id", "in", customers.commercial_partner_id.ids),
            "|",
            ("name", "in", list(names)),
            ("customer_reference", "in", list(names)),
        ]
        found = {}
        for order in self.env["customer.order"].search(domain):
            for name in {order.name, order.customer_reference}:
                found.setdefault((order.commercial_partner_id, name), []).append(order)
        return {key: orders[0] for key, orders in found.items() if len(orders) == 1}
