from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import float_compare

from ...exceptions import MilestoneIsInvoiced, OrderIncomplete


class CustomerOrderMilestone(models.Model):
    """A step of an order that is invoiced as a share of its value when it is reached.

    Each is a native down payment, not a part of the quantities: a third of a machine is no delivery, and what was paid
    for nothing yet is a liability. The invoices of the deliveries deduct it, tax by tax.
    """

    _name = "customer.order.milestone"
    _inherit = ["customer.order.guarded"]
    _description = "Invoicing Milestone"
    _order = "order_id, sequence, id"
    _check_company_auto = True

    order_id = fields.Many2one("customer.order", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Milestone", required=True, help="What has to be reached, in words.")
    percent = fields.Float(
        string="Share (%)",
        digits=(5, 2),
        required=True,
        aggregator="sum",
        help="Share of the order's total that is invoiced as a down payment. 0: the deliveries wait for this milestone,"
        " but nothing is invoiced for it.",
    )
    amount = fields.Monetary(compute="_compute_amount", help="With taxes.")
    planned_date = fields.Date(string="Planned")
    reached_date = fields.Date(string="Reached", readonly=True, copy=False)
    reached_by_id = fields.Many2one("res.users", string="Recorded By", readonly=True, copy=False)
    attachment_ids = fields.Many2many(
        "ir.attachment",
        "customer_order_milestone_file_rel",
        string="Evidence",
        copy=False,
        bypass_search_access=True,
        help="What shows that it was reached. Sealed with it.",
    )
    invoice_ids = fields.Many2many(
        "account.move", "customer_order_milestone_invoice_rel", string="Invoices", readonly=True, copy=False
    )

    _percent_is_share = models.Constraint("CHECK (percent BETWEEN 0 AND 100)", "A share is from 0 to 100 %.")

    @api.depends("percent", "order_id.amount_total")
    def _compute_amount(self):
        for milestone in self:
            currency = milestone.currency_id or milestone.company_id.currency_id
            milestone.amount = currency.round(milestone.order_id.amount_total * milestone.percent / 100)

    @api.constrains("order_id", "percent")
    def _check_shares(self):
        for order in self.order_id:
            if float_compare(sum(order.milestone_ids.mapped("percent")), 100, precision_digits=2) > 0:
                raise ValidationError(
                    self.env._("The milestones of %(order)s are more than the whole order.", order=order.display_name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        milestones = super().create(vals_list)
        if milestones.filtered(lambda milestone: milestone.reached_date or milestone.invoice_ids):
            raise MilestoneIsInvoiced(self.env._("A new milestone is not reached yet: record it when it is."))
        return milestones

    def write(self, vals):
        if not {"reached_date", "reached_by_id", "invoice_ids"}.isdisjoint(vals):
            raise MilestoneIsInvoiced(self.env._("Record that a milestone is reached instead of writing it."))
        if not {"order_id", "name", "percent", "attachment_ids"}.isdisjoint(vals):
            self._check_open()
        return super().write(vals)

    # at_uninstall: otherwise a context key, which any client can send, would skip the check (BaseModel.unlink).
    @api.ondelete(at_uninstall=True)
    def _unlink_except_reached(self):
        self._check_open()

    def action_reach(self):
        """Record that these milestones are reached today; the plan of the order invoices them."""
        self.check_access("write")
        for milestone in self:
            milestone._claim()
            milestone._check_open()
            order = milestone.order_id
            if order.state not in ("accepted", "fulfilled"):
                raise OrderIncomplete(
                    self.env._(
                        "%(order)s is not accepted, or done already: no milestone of it can be reached now.",
                        order=order.display_name,
                    )
                )
            milestone._mark({"reached_date": order._get_today(), "reached_by_id": self.env.uid})
            order._seal("customer_order.milestone_reached", milestone._prepare_evidence_payload())
        return True

    def action_take_back(self):
        """Take back that these milestones were reached, while nothing was invoiced for them."""
        self.check_access("write")
        for milestone in self.filtered("reached_date"):
            milestone._claim()
            if milestone._get_live_invoices():
                raise MilestoneIsInvoiced(
                    self.env._(
                        "%(milestone)s was invoiced: cancel or credit the invoice first.", milestone=milestone.name
                    )
                )
            milestone._mark({"reached_date": False, "reached_by_id": False})
            milestone.order_id._seal("customer_order.milestone_taken_back", {"milestone": milestone.name})
        return True

    def _mark(self, vals):
        """Write what only acts may write."""
        return super().write(vals)

    def _claim(self):
        """Collide with whoever invoices or changes these milestones at the same time (see ``customer.order``)."""
        if self.ids:
            self.env.flush_all()
            self.env.cr.execute("UPDATE customer_order_milestone SET id = id WHERE id IN %s", [tuple(self.ids)])
            self.invalidate_recordset()

    def _check_open(self):
        reached = self.filtered("reached_date")
        if reached:
            raise MilestoneIsInvoiced(
                self.env._("%(milestone)s is reached already and stays as it is.", milestone=reached[0].name)
            )

    def _get_live_invoices(self):
        # sudo: order clerks may not read invoices, and which there are decides for everybody.
        return self.sudo().invoice_ids.filtered(lambda invoice: invoice.state != "cancel")

    def _is_to_invoice(self):
        self.ensure_one()
        return bool(self.reached_date and self.percent and not self._get_live_invoices())

    def _prepare_evidence_payload(self):
        return {
            "milestone": self.name,
            "reached_date": self.reached_date,
            "percent": f"{self.percent:.2f}",
            "files": list(self.attachment_ids),
        }
