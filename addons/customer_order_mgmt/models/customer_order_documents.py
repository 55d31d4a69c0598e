from odoo import api, fields, models
from odoo.fields import Domain


class CustomerOrder(models.Model):
    """Ways from the order to the documents that fulfil it, and dates that lists and calendars need."""

    _inherit = "customer.order"

    promised_date = fields.Date(
        compute="_compute_promised_date", store=True, index=True, help="The first promised date of the lines."
    )
    last_promised_date = fields.Date(
        compute="_compute_promised_date", store=True, help="By this day everything is promised to be shipped."
    )
    is_late = fields.Boolean(
        compute="_compute_is_late", search="_search_is_late", help="A promise has passed and not all is shipped."
    )
    sale_order_count = fields.Integer(compute="_compute_document_counts")
    delivery_count = fields.Integer(compute="_compute_document_counts")
    invoice_count = fields.Integer(compute="_compute_document_counts")
    has_services = fields.Boolean(
        compute="_compute_document_counts", help="Something accepted is not shipped but recorded as done by hand."
    )

    @api.depends("line_ids.promised_date")
    def _compute_promised_date(self):
        for order in self:
            dates = [date for date in order.line_ids.mapped("promised_date") if date]
            order.promised_date = min(dates, default=False)
            order.last_promised_date = max(dates, default=False)

    @api.depends("state", "last_promised_date", "shipped_percent")
    def _compute_is_late(self):
        late = self.filtered_domain(self._get_late_domain())
        late.is_late = True
        (self - late).is_late = False

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._get_late_domain()
        return domain if True in value else ~domain

    def _get_late_domain(self):
        return (
            Domain("state", "=", "accepted")
            & Domain("last_promised_date", "<", fields.Date.context_today(self))
            & Domain("shipped_percent", "<", 100)
        )

    @api.depends(
        "sale_order_ids.picking_ids", "sale_order_ids.invoice_ids", "sale_order_ids.order_line.qty_delivered_method"
    )
    def _compute_document_counts(self):
        for order in self:
            # sudo: the numbers are shown to order clerks; opening the documents needs the rights of their apps.
            sales = order.sudo().sale_order_ids
            order.sale_order_count = len(sales)
            order.delivery_count = len(sales.picking_ids)
            order.invoice_count = len(sales.invoice_ids)
            order.has_services = "manual" in sales.order_line.mapped("qty_delivered_method")

    def action_view_sale_orders(self):
        """Open the sales orders that fulfil this order."""
        return self.sale_order_ids._get_records_action(name=self.env._("Sales Orders"))

    def action_view_deliveries(self):
        """Open the deliveries of this order."""
        return self.sale_order_ids.picking_ids._get_records_action(name=self.env._("Deliveries"))

    def action_view_invoices(self):
        """Open the invoices and credit notes of this order."""
        return self.sale_order_ids.invoice_ids._get_records_action(name=self.env._("Invoices"))

    def action_record_services(self):
        """Open the accepted services to record what was done; their sales orders are locked and do not offer it."""
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Services Done"),
            "res_model": "sale.order.line",
            "view_mode": "list",
            "views": [(self.env.ref("customer_order_mgmt.sale_order_line_view_list_services").id, "list")],
            "domain": [
                ("customer_order_line_id.order_id", "in", self.ids),
                ("qty_delivered_method", "=", "manual"),
                ("is_downpayment", "=", False),
            ],
        }

    def action_view_evidence(self):
        """Open what was sealed about this order."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Evidence of %(order)s", order=self.name),
            "res_model": "evidence.entry",
            "view_mode": "list,form",
            "domain": [
                ("subject_model", "=", self._name),
                ("subject_key", "=", self._get_evidence_key()),
                ("company_ref", "=", self.company_id.id),
            ],
        }
