from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...exceptions import InvoicingRefused

_ITEMS = "customer_order_mgmt.customer_order_invoicing_item_action"


class CustomerOrderInvoicingRun(models.Model):
    """What is due to be invoiced on a business day: as a preview, or as done by the scheduled job."""

    _name = "customer.order.invoicing.run"
    _description = "Invoicing Run"
    _order = "date desc, id desc"

    name = fields.Char(compute="_compute_name")
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company
    )
    date = fields.Date(
        string="Business Day",
        required=True,
        default=lambda self: self.env["customer.order.invoicing.item"]._get_today(self.env.company),
        help="What the scheduled job invoices on this day. Collective plans are invoiced on the morning after their"
        " day, with that day as invoice date.",
    )
    state = fields.Selection(
        [("preview", "Preview"), ("queued", "Queued"), ("done", "Run")],
        string="Status",
        required=True,
        readonly=True,
        default="preview",
        index=True,
    )
    user_id = fields.Many2one("res.users", string="Started By", readonly=True, default=lambda self: self.env.user)
    item_ids = fields.One2many("customer.order.invoicing.item", "run_id", string="Invoices", readonly=True)
    item_count = fields.Integer(string="Number of Invoices", compute="_compute_item_count")
    problem_count = fields.Integer(string="Held or Failed", compute="_compute_item_count")

    _one_scheduled_run_per_day = models.UniqueIndex(
        "(company_id, date) WHERE state = 'done' AND user_id IS NULL", "There is one scheduled run per company and day."
    )

    @api.depends("date", "state")
    def _compute_name(self):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for run in self:
            run.name = self.env._(
                "%(day)s, %(state)s", day=fields.Date.to_string(run.date), state=labels.get(run.state, "").lower()
            )

    @api.depends("item_ids.state")
    def _compute_item_count(self):
        counts = {}
        for run, state, count in self.env["customer.order.invoicing.item"]._read_group(
            [("run_id", "in", self.ids)], ["run_id", "state"], ["__count"]
        ):
            counts.setdefault(run.id, {})[state] = count
        for run in self:
            own = counts.get(run.id, {})
            run.item_count = sum(own.values())
            run.problem_count = own.get("held", 0) + own.get("error", 0)

    @api.model_create_multi
    def create(self, vals_list):
        runs = super().create(vals_list)
        if not self.env.su and any(run.state != "preview" or run.user_id != self.env.user for run in runs):
            raise InvoicingRefused(self.env._("An invoicing run begins as a preview of the person who asks for it."))
        return runs

    def write(self, vals):
        if not self.env.su and any(run.state != "preview" for run in self):
            raise InvoicingRefused(self.env._("What was run stays as it is: make a new preview."))
        if not self.env.su and not {"state", "user_id", "company_id"}.isdisjoint(vals):
            raise InvoicingRefused(self.env._("Use the buttons of the run instead of writing its status."))
        return super().write(vals)

    # at_uninstall: otherwise a context key, which any client can send, would skip the check (BaseModel.unlink).
    @api.ondelete(at_uninstall=True)
    def _unlink_except_run(self):
        if any(run.state != "preview" for run in self):
            raise InvoicingRefused(self.env._("Only previews can be deleted."))

    def action_preview(self):
        """Show what would be invoiced on the run's day. Makes no invoice, takes no number, sends nothing."""
        self._check_may_invoice()
        for run in self:
            run._check_preview()
            # sudo: items are made by runs only; the person's right to invoice was checked.
            own = run.sudo()
            own.item_ids.unlink()
            own._add_items(own.item_ids._get_due(own.company_id, own.date), "preview")
        return True

    def action_queue(self):
        """Let the scheduled job make the invoices of this preview now, as they are then."""
        self._check_may_invoice()
        for run in self:
            run._check_preview()
            if not run.item_ids:
                raise InvoicingRefused(self.env._("There is nothing to invoice: make a preview first."))
            if run.date > run.item_ids._get_today(run.company_id):
                raise InvoicingRefused(self.env._("That day has not come: an invoice is not dated ahead."))
        # sudo: the state of a run is written by its acts only; the right to invoice was checked.
        self.sudo().state = "queued"
        # sudo: nobody may write scheduled jobs; asking for an early run changes nothing else.
        self.env.ref("customer_order_mgmt.ir_cron_customer_order_invoicing").sudo()._trigger()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": self.env._("The invoices are made in the background, one by one."),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_view_items(self):
        """Open the invoices of this run."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_order_mgmt.customer_order_invoicing_item_action"
        )
        return {**action, "domain": [("run_id", "in", self.ids)], "context": {}}

    def _check_may_invoice(self):
        self.check_access("write")
        if not (self.env.su or self.env.user.has_group("account.group_account_invoice")):
            raise AccessError(self.env._("Only people who may make invoices run invoicing plans."))

    def _check_preview(self):
        if self.state != "preview":
            raise InvoicingRefused(self.env._("This run is no preview any more: make a new one."))

    def _add_items(self, due, state):
        items = self.env["customer.order.invoicing.item"]
        return items.create([items._prepare_vals(self, invoice, state) for invoice in due])
