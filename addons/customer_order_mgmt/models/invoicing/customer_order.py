from odoo import api, fields, models
from odoo.addons.evidence_ledger.logic.event_schema import EventSchema

from ...logic.invoicing import Terms


class CustomerOrder(models.Model):
    """How the deliveries of an order are invoiced. Our process and no part of the contract, so it stays changeable."""

    _inherit = "customer.order"

    invoicing_plan_id = fields.Many2one(
        "customer.order.invoicing.plan",
        copy=False,
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        help="When the deliveries of this order are invoiced. Empty: as the customer's plan says.",
    )
    effective_invoicing_plan_id = fields.Many2one(
        "customer.order.invoicing.plan",
        string="Invoiced by",
        compute="_compute_effective_invoicing_plan_id",
        help="The plan of the order, else of the customer, else of the company.",
    )
    effective_invoicing_mode = fields.Char(compute="_compute_effective_invoicing_mode", help="The mode of that plan.")
    milestone_ids = fields.One2many("customer.order.milestone", "order_id", string="Milestones")
    delivery_acceptance_ids = fields.One2many(
        "customer.order.delivery.acceptance", "order_id", string="Customer's Answers", readonly=True
    )
    uninvoiced_amount = fields.Monetary(
        string="Delivered, Not Invoiced",
        compute="_compute_uninvoiced_amount",
        help="Without taxes.",
    )

    @api.model
    def _get_evidence_events(self):
        return {
            **super()._get_evidence_events(),
            "customer_order.delivery_answered": EventSchema(
                1,
                {
                    "delivery?": "text",
                    "verdict": "text",
                    "answer_date": "date",
                    "channel": "text",
                    "person?": "personal",
                    "note?": "personal",
                    "files": ["file"],
                },
            ),
            "customer_order.milestone_reached": EventSchema(
                1, {"milestone": "text", "reached_date": "date", "percent": "quantity", "files": ["file"]}
            ),
            "customer_order.milestone_taken_back": EventSchema(1, {"milestone": "text"}),
        }

    @api.depends("invoicing_plan_id", "commercial_partner_id.customer_order_invoicing_plan_id", "company_id")
    def _compute_effective_invoicing_plan_id(self):
        for company, orders in self.grouped("company_id").items():
            for order in orders:
                partner = order.commercial_partner_id.with_company(company)
                # sudo: which plan is in force does not depend on who asks.
                plan = partner.sudo().customer_order_invoicing_plan_id
                order.effective_invoicing_plan_id = (
                    order.invoicing_plan_id
                    or plan.filtered(lambda plan, company=company: plan.company_id == company)
                    # sudo: as above.
                    or company.sudo().customer_order_invoicing_plan_id
                )

    @api.depends("effective_invoicing_plan_id")
    def _compute_effective_invoicing_mode(self):
        for order in self:
            order.effective_invoicing_mode = order.effective_invoicing_plan_id.mode

    def _compute_uninvoiced_amount(self):
        groups = self.env["customer.order.uninvoiced"]._read_group(
            [("customer_order_id", "in", self.ids)], ["customer_order_id"], ["amount:sum"]
        )
        amounts = {order.id: amount for order, amount in groups}
        for order in self:
            order.uninvoiced_amount = amounts.get(order.id, 0.0)

    def action_view_uninvoiced(self):
        """Open what of these orders was delivered and not invoiced, with the reason."""
        action = self.env["ir.actions.act_window"]._for_xml_id("customer_order_mgmt.customer_order_uninvoiced_action")
        return {**action, "domain": [("customer_order_id", "in", self.ids)], "context": {}}

    def action_record_acceptance(self):
        """Record what the customer said of a delivery of this order, or of its services."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Customer's Answer"),
            "res_model": "customer.order.delivery.acceptance",
            "view_mode": "form",
            "target": "new",
            "context": {"default_order_id": self.id},
        }

    def _get_invoicing_terms(self, mode=None):
        """Return ``{order: Terms}``, without the place, which sales orders add; as if plans had ``mode``."""
        plans = {order: order.effective_invoicing_plan_id._get_value() for order in self}
        return {
            order: Terms(
                order_id=order.id,
                plan=plans[order]._replace(mode=mode) if mode else plans[order],
                milestones_reached=bool(order.milestone_ids) and all(order.milestone_ids.mapped("reached_date")),
                services_accepted=order._has_accepted_services(),
            )
            for order in self
        }

    def _has_accepted_services(self):
        """Whether what is not shipped counts as accepted: the customer said so, or accepted every delivery."""
        # Lists keep what is read ahead for all orders together; a filtered recordset would not.
        answers = [answer for answer in self.delivery_acceptance_ids if not answer.picking_id]
        if answers:
            return max(answers, key=lambda answer: answer.id).verdict == "accepted"
        verdicts = {
            picking.customer_order_verdict
            for picking in self.sale_order_ids.picking_ids
            if picking.state == "done" and picking._gate_is_at_customer(picking.location_dest_id)
        }
        return verdicts == {"accepted"}
