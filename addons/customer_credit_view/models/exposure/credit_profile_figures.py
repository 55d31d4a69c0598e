from odoo import api, fields, models
from odoo.fields import Domain

READER = "customer_credit_view.group_credit_reader"
PARTS = (
    "quoted",
    "ordered",
    "undelivered",
    "delivered",
    "draft",
    "open_due_later",
    "overdue",
    "disputed",
    "unapplied",
)


class CreditProfile(models.Model):
    """The figures of the screen, and the way from each to its rows."""

    _inherit = "credit.profile"

    quoted_amount = fields.Monetary(
        string="Quoted",
        compute="_compute_exposure",
        groups=READER,
        help="Offered and not ordered: counts in the exposure only where the company says so.",
    )
    ordered_amount = fields.Monetary(
        string="Ordered",
        compute="_compute_exposure",
        groups=READER,
        help="Accepted customer orders, as far as no sales order carries them yet.",
    )
    undelivered_amount = fields.Monetary(
        string="To Deliver", compute="_compute_exposure", groups=READER, help="Confirmed and not delivered, with tax."
    )
    delivered_amount = fields.Monetary(
        string="To Invoice",
        compute="_compute_exposure",
        groups=READER,
        help="Delivered, not invoiced, with tax.",
    )
    draft_amount = fields.Monetary(string="Draft Invoices", compute="_compute_exposure", groups=READER)
    open_due_later_amount = fields.Monetary(string="Not Due", compute="_compute_exposure", groups=READER)
    overdue_amount = fields.Monetary(
        string="Overdue", compute="_compute_exposure", search="_search_overdue_amount", groups=READER
    )
    disputed_amount = fields.Monetary(string="Disputed", compute="_compute_exposure", groups=READER)
    unapplied_amount = fields.Monetary(
        string="Unapplied",
        compute="_compute_exposure",
        groups=READER,
        help="Payments and credits without an item.",
    )
    exposure_amount = fields.Monetary(
        string="Exposure",
        compute="_compute_exposure",
        search="_search_exposure_amount",
        groups=READER,
        help="All that this customer owes or will owe for what was ordered; quotations where the company counts them.",
    )
    oldest_overdue_date = fields.Date(string="Overdue Since", compute="_compute_exposure", groups=READER)

    @api.depends_context("uid")
    @api.depends("partner_id", "company_id")
    def _compute_exposure(self):
        exposures = self._get_exposure()
        for profile in self:
            exposure = exposures[profile]
            for part in PARTS:
                profile[f"{part}_amount"] = float(getattr(exposure, part))
            profile.exposure_amount = float(exposure.gross)
            profile.oldest_overdue_date = exposure.oldest_overdue_date

    @api.model
    def _search_exposure_amount(self, operator, value):
        return self._search_figure("exposure_amount", operator, value)

    @api.model
    def _search_overdue_amount(self, operator, value):
        return self._search_figure("overdue_amount", operator, value)

    @api.model
    def _search_figure(self, name, operator, value):
        # Whoever could search by a figure that he may not read would guess it in a few steps; the ORM does not look.
        self._check_field_access(self._fields[name], "read")
        # sudo: field groups decide who may search by figures; this model's rule leaves other companies out.
        return Domain("id", "in", self.env["credit.exposure"].sudo()._search([(name, operator, value)]))

    # From a figure to its rows

    def action_show_not_due(self):
        return self._show_items(self.env._("Not Due"), self._get_due_domain(is_late=False))

    def action_show_overdue(self):
        return self._show_items(self.env._("Overdue Items"), self._get_due_domain(is_late=True))

    def action_show_disputed(self):
        contested = Domain("amount_residual", ">", 0) & Domain("move_id.payment_state", "=", "blocked")
        return self._show_items(self.env._("Disputed Items"), contested)

    def action_show_unapplied(self):
        return self._show_items(self.env._("Unapplied Payments and Credits"), Domain("amount_residual", "<", 0))

    def _get_due_domain(self, *, is_late):
        """What is owed and not contested, by whether its day is over; an item without one is due when it was booked."""
        today = fields.Date.context_today(self)
        late = Domain("date_maturity", "<", today) | Domain("date_maturity", "=", False) & Domain("date", "<", today)
        owed = Domain("amount_residual", ">", 0) & Domain("move_id.payment_state", "!=", "blocked")
        return owed & (late if is_late else ~late)

    def _show_items(self, name, domain):
        posted = Domain("parent_state", "=", "posted") & Domain("account_id.account_type", "=", "asset_receivable")
        customer = Domain("partner_id.commercial_partner_id", "=", self.partner_id.id)
        view = self.env.ref("customer_credit_view.account_move_line_view_list_credit")
        return self._show("account.move.line", name, posted & customer & domain, view)

    def action_show_drafts(self):
        """The items of drafts, as they are counted: an entry may be of several customers."""
        counted = Domain("parent_state", "=", "draft") & Domain("display_type", "=", "payment_term")
        counted &= Domain("account_id.account_type", "=", "asset_receivable") & Domain("balance", ">", 0)
        customer = Domain("partner_id.commercial_partner_id", "=", self.partner_id.id)
        items = Domain("line_ids", "any", list(counted & customer))
        return self._show("account.move", self.env._("Draft Invoices"), Domain("state", "=", "draft") & items)

    def action_show_undelivered(self):
        return self._show_lines(self.env._("To Deliver"), [("credit_undelivered", "!=", 0)])

    def action_show_delivered(self):
        return self._show_lines(self.env._("To Invoice"), [("credit_delivered", "!=", 0)])

    def action_show_quoted(self):
        return self._show_lines(self.env._("Quoted"), [("state", "in", ("draft", "sent")), ("price_total", "!=", 0)])

    def _show_lines(self, name, domain):
        return self._show(
            "sale.order.line", name, [*domain, ("credit_debtor_id.commercial_partner_id", "=", self.partner_id.id)]
        )

    def _show(self, model, name, domain, view=None):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": model,
            "name": f"{name}: {self.display_name}",
            "views": [(view.id if view else False, "list"), (False, "form")],
            "domain": list(Domain(domain) & Domain("company_id", "child_of", self.company_id.id)),
            "context": {"create": False},
        }
