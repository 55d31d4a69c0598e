from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command, Domain

from ...exceptions import InvoicingRefused

STATES = [
    ("preview", "Preview"),
    ("ready", "Ready"),
    ("held", "Held"),
    ("error", "Failed"),
    ("posted", "Posted, Not Sent"),
    ("done", "Done"),
    ("skipped", "Nothing Left"),
]
OPEN_STATES = ("ready", "held", "error", "posted")


class CustomerOrderInvoicingItem(models.Model):
    """One invoice that a plan asks for: what is to be on it, and how far it came.

    Its ``key`` says the same for the same invoice whenever it is asked for, and only one item of a key is open.
    """

    _name = "customer.order.invoicing.item"
    _description = "Invoicing Item"
    _order = "date desc, id desc"
    _check_company_auto = True

    run_id = fields.Many2one("customer.order.invoicing.run", ondelete="cascade", index=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True)
    key = fields.Char(required=True, index=True, readonly=True)
    plan_id = fields.Many2one(
        "customer.order.invoicing.plan", ondelete="set null", index="btree_not_null", readonly=True
    )
    mode = fields.Selection(related="plan_id.mode")
    business_date = fields.Date(
        string="Business Day", required=True, readonly=True, help="The day on which the plan asked for this invoice."
    )
    date = fields.Date(
        string="Invoice Date",
        required=True,
        help="The date that the invoice gets. Change it where the period was closed in the meantime.",
    )
    commercial_partner_id = fields.Many2one("res.partner", string="Customer", index=True, readonly=True)
    partner_id = fields.Many2one("res.partner", string="Invoice Address", readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    amount_untaxed = fields.Monetary(
        string="Untaxed", readonly=True, help="Before the deduction of down payments, which the invoice makes."
    )
    amount_total = fields.Monetary(
        string="Total", readonly=True, help="Before the deduction of down payments, which the invoice makes."
    )
    state = fields.Selection(STATES, string="Status", required=True, default="ready", index=True, readonly=True)
    error = fields.Text(string="Why Not", readonly=True, help="What kept the invoice from being posted or sent.")
    is_requested = fields.Boolean(readonly=True, help="A person asked for this invoice, whatever the plan says.")
    attempt_count = fields.Integer(string="Attempts", readonly=True, aggregator=False)
    sent_at = fields.Datetime(string="Sent", readonly=True)
    sale_order_ids = fields.Many2many("sale.order", string="Sales Orders", readonly=True)
    milestone_id = fields.Many2one(
        "customer.order.milestone", ondelete="set null", index="btree_not_null", readonly=True
    )
    line_ids = fields.One2many("customer.order.invoicing.item.line", "item_id", string="Lines", readonly=True)
    invoice_ids = fields.Many2many(
        "account.move", "customer_order_invoicing_item_move_rel", string="Invoices", readonly=True
    )

    _one_open_item_per_key = models.UniqueIndex(
        "(company_id, key) WHERE state IN ('ready', 'held', 'error', 'posted')",
        "This invoice is being made already.",
    )

    @api.depends("commercial_partner_id", "date", "key")
    def _compute_display_name(self):
        for item in self:
            # sudo: the name of the customer is told to whoever may read the item.
            customer = item.sudo().commercial_partner_id.display_name
            item.display_name = f"{customer} · {fields.Date.to_string(item.date)}"

    @api.model_create_multi
    def create(self, vals_list):
        if vals_list:
            self._check_made_by_runs()
        return super().create(vals_list)

    def write(self, vals):
        if set(vals) - {"date"}:
            self._check_made_by_runs()
        elif any(item.state not in ("ready", "held", "error", "preview") for item in self):
            raise InvoicingRefused(self.env._("This invoice is posted: its date stays as it is."))
        return super().write(vals)

    # at_uninstall: otherwise a context key, which any client can send, would skip the check (BaseModel.unlink).
    @api.ondelete(at_uninstall=True)
    def _unlink_except_made_by_run(self):
        if any(item.state not in ("preview", "skipped") for item in self):
            raise InvoicingRefused(self.env._("What a run invoiced, or is to invoice, stays on record."))

    def _check_made_by_runs(self):
        if not self.env.su:
            raise AccessError(self.env._("Invoicing runs make these records: start one instead of writing them."))

    def action_invoice(self):
        """Invoice these items now instead of waiting for the scheduled job, which sends them afterwards."""
        self.check_access("write")
        if not (self.env.su or self.env.user.has_group("account.group_account_invoice")):
            raise AccessError(self.env._("Only people who may make invoices run invoicing plans."))
        # sudo: items are written by runs, and who invoices need not be a salesperson; the right was checked.
        for item in self.filtered(lambda item: item.state in OPEN_STATES).sudo():
            item._attempt()
        # sudo: nobody may write scheduled jobs; asking for an early run changes nothing else.
        self.env.ref("customer_order_mgmt.ir_cron_customer_order_invoicing").sudo()._trigger()
        return True

    def action_view_invoices(self):
        """Open the invoices of these items."""
        return self.invoice_ids._get_records_action(name=self.env._("Invoices"))

    @api.model
    def _get_open_domain(self):
        return Domain("state", "in", OPEN_STATES)

    @api.model
    def _open_new(self, company, due, make_run, **vals):
        """Make ready items of what is due and not being invoiced yet; ``make_run`` gives the run they belong to."""
        taken = set(self.search(self._get_open_domain() & Domain("company_id", "=", company.id)).mapped("key"))
        new = [invoice for invoice in due if invoice.key not in taken]
        run = make_run() if new else None
        return self.create([{**self._prepare_vals(run, invoice, "ready"), **vals} for invoice in new])

    @api.model
    def _prepare_vals(self, run, due, state):
        """Return the values of the item that makes a ``DueInvoice``."""
        sale = due.sales[:1]
        return {
            "run_id": run.id,
            "company_id": run.company_id.id,
            "key": due.key,
            "plan_id": due.plan.id,
            "business_date": run.date,
            "date": due.date,
            "commercial_partner_id": sale.partner_invoice_id.commercial_partner_id.id,
            "partner_id": sale.partner_invoice_id.id,
            "currency_id": sale.currency_id.id,
            "state": state,
            "milestone_id": due.milestone.id if due.milestone else False,
            "sale_order_ids": [Command.set(due.sales.ids)],
            **self._prepare_content_vals(due),
        }

    @api.model
    def _prepare_content_vals(self, due):
        """Return lines and amounts of what is to be on the invoice."""
        untaxed, total = self._get_amounts(due)
        lines = [
            {"sale_line_id": part.line_id, "picking_id": part.delivery_id, "quantity": float(part.quantity)}
            for part in due.parts
        ]
        return {
            "amount_untaxed": untaxed,
            "amount_total": total,
            "line_ids": [Command.clear(), *(Command.create(line) for line in lines)],
        }

    @api.model
    def _get_amounts(self, due):
        """Return what the invoice will be, without and with taxes, by the engine that computes invoices."""
        if due.milestone:
            share = due.milestone.percent / 100
            currency = due.sales[:1].currency_id
            return tuple(
                currency.round(sum(due.sales.mapped(name)) * share) for name in ("amount_untaxed", "amount_total")
            )
        engine, company = self.env["account.tax"], due.sales.company_id
        base_lines = [
            due.sales.order_line.browse(line_id)._prepare_base_line_for_taxes_computation(quantity=quantity)
            for line_id, quantity in due.quantities.items()
        ]
        engine._add_tax_details_in_base_lines(base_lines, company)
        engine._round_base_lines_tax_details(base_lines, company)
        totals = engine._get_tax_totals_summary(base_lines, due.sales[:1].currency_id, company)
        return totals["base_amount_currency"], totals["total_amount_currency"]
