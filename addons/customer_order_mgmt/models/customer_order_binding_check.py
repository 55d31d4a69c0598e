import json

from odoo import api, models
from odoo.addons.evidence_ledger.logic.findings import EntryRef, Finding, FindingCode
from odoo.tools import split_every

from ..logic.contract import deviations

BATCH = 500
# What living orders and versions say in the same columns. The others are words of master data (names, addresses, units,
# taxes), which may change, and promised dates, which may move without another contract.
HEAD = (
    "customer_reference",
    "customer_date",
    "received_date",
    "incoterm_location",
    "instructions",
    "terms",
    "amount_untaxed",
    "amount_tax",
    "amount_total",
)
LINE = (
    "is_custom",
    "name",
    "customer_product_code",
    "quantity",
    "price_unit",
    "discount",
    "price_subtotal",
    "price_tax",
    "price_total",
    "requested_date",
    "instructions",
    "sample_reference",
    "sample_date",
)


class CustomerOrder(models.Model):
    """Whether orders in force, and the sales orders that fulfil them, still say what was accepted.

    The ORM refuses a change on every path; this names one that came past the ORM.
    """

    _inherit = "customer.order"

    @api.model
    def _get_binding_findings(self, company):
        """Yield a ``Finding`` per order of ``company`` that says otherwise than its version in force."""
        # sudo: verification reads every order of the company, whoever may see it.
        orders = self.sudo().with_company(company)
        accepted = orders.search([("company_id", "=", company.id), ("current_version_id", "!=", False)], order="id")
        for ids in split_every(BATCH, accepted.ids):
            batch = orders.browse(ids)
            # Read together: what is filtered later would be read order by order.
            for lines in (batch.line_ids, batch.sale_order_ids.order_line):
                lines.mapped("price_unit")
                lines.mapped("tax_ids")
            for order in batch:
                paths = order._get_binding_deviations()
                if paths:
                    yield Finding(
                        FindingCode.DOCUMENT_CHANGED,
                        EntryRef(company.id, self._name, order.name, 0),
                        {"version": order.current_version_id.number, "paths": paths},
                    )
            self.env.invalidate_all()

    def _get_binding_deviations(self):
        """Return the JSON pointers of what this order, or its sales orders, say otherwise than its version."""
        self.ensure_one()
        version = self.current_version_id
        if version._get_deviations(version.content_hash):
            # Named already, and nothing to compare with.
            return []
        living = {line.id: line for line in self.line_ids}
        numbers = version.line_ids.sorted("sequence").mapped("line_res_id")
        columns = {name: self[name] for name in HEAD}
        columns["lines"] = [{name: living[number][name] for name in LINE} for number in numbers if number in living]
        found = deviations(json.loads(version.payload), columns)
        if len(numbers) < len(living) or any(
            line.line_res_id in living and living[line.line_res_id].product_id.id != (line.product_res_id or False)
            for line in version.line_ids
        ):
            found.append("/lines")
        if not self._is_partner_of(version):
            found.append("/partner")
        return found if self._is_carried_out(version) else [*found, "/sales_orders"]

    def _is_partner_of(self, version):
        """Whether the customer is the one who was accepted. A merge of contacts deletes the one that it replaces."""
        accepted = self.env["res.partner"].browse(version.partner_res_id)
        return self.partner_id == accepted or not accepted.exists()

    def _is_carried_out(self, version):
        """Whether the sales orders are bound to ``version`` and say together what the order says."""
        is_bound = all(sale.customer_order_version_id == version for sale in self.sale_order_ids)
        return is_bound and self._is_followed_by(self._get_open_sales())
