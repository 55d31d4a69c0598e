from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ...exceptions import InvoicingRefused

REASONS = [
    ("due", "Due: next run"),
    ("plan_day", "Waits for the day of the plan"),
    ("acceptance", "Waits for the customer's acceptance"),
    ("refused", "Delivery refused by the customer"),
    ("milestone", "Milestone not reached"),
    ("held", "Held by the gate"),
    ("draft", "On a draft invoice"),
    ("error", "Last run failed"),
    ("credited", "Was invoiced and credited"),
    ("manual", "Plan: by hand"),
    ("no_plan", "No plan"),
]

_ITEMS = "customer_order_mgmt.customer_order_invoicing_item_action"


class CustomerOrderUninvoiced(models.Model):
    """Delivered, not invoiced, and why: one row per sales order line and reason."""

    _name = "customer.order.uninvoiced"
    _description = "Delivered, Not Invoiced"
    _auto = False
    _order = "delivered_date, id"
    _rec_name = "sale_line_id"

    company_id = fields.Many2one("res.company", readonly=True)
    customer_order_id = fields.Many2one("customer.order", string="Customer Order", readonly=True)
    sale_order_id = fields.Many2one("sale.order", string="Sales Order", readonly=True)
    sale_line_id = fields.Many2one("sale.order.line", string="Item", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    commercial_partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    user_id = fields.Many2one("res.users", string="Responsible", readonly=True)
    plan_id = fields.Many2one("customer.order.invoicing.plan", string="Plan", readonly=True)
    item_id = fields.Many2one("customer.order.invoicing.item", string="Last Attempt", readonly=True)
    reason = fields.Selection(REASONS, string="Why", readonly=True)
    explanation = fields.Char(compute="_compute_explanation")
    quantity = fields.Float(string="Not Invoiced", digits="Product Unit", readonly=True, aggregator=False)
    product_uom_id = fields.Many2one("uom.uom", string="Unit", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    company_currency_id = fields.Many2one(related="company_id.currency_id", string="Company Currency")
    amount = fields.Monetary(string="Value", readonly=True, help="Without taxes, in the currency of the order.")
    company_amount = fields.Monetary(
        string="Value in Company Currency", currency_field="company_currency_id", readonly=True
    )
    delivered_date = fields.Date(
        string="Delivered", readonly=True, help="The first delivery of which something is not invoiced."
    )
    days = fields.Integer(string="Days", readonly=True, aggregator="max", help="Days since that delivery.")

    _depends = {
        "sale.order.line": ["qty_delivered", "price_subtotal", "product_uom_qty", "state", "is_downpayment"],
        "sale.order": ["customer_order_id", "currency_rate", "partner_invoice_id"],
        "account.move": ["state", "move_type"],
        "account.move.line": ["quantity", "product_uom_id", "sale_line_ids"],
        "stock.move": ["state", "quantity", "date", "sale_line_id"],
        "customer.order": ["invoicing_plan_id", "user_id"],
        "customer.order.milestone": ["reached_date"],
        "customer.order.delivery.acceptance": ["verdict", "picking_id"],
        "customer.order.invoicing.item": ["state"],
        "customer.order.invoicing.item.line": ["sale_line_id"],
        "customer.order.invoicing.plan": ["mode", "silence_days"],
        "res.partner": ["customer_order_invoicing_plan_id", "tz"],
        "res.company": ["customer_order_invoicing_plan_id"],
    }

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT %(columns)s
              FROM sale_order_line line
              JOIN sale_order sale ON sale.id = line.order_id
              JOIN customer_order customer_order ON customer_order.id = sale.customer_order_id
              JOIN res_company company ON company.id = sale.company_id
              JOIN res_partner home ON home.id = company.partner_id
              JOIN res_partner customer ON customer.id = customer_order.commercial_partner_id
              JOIN res_currency currency ON currency.id = sale.currency_id
              %(joins)s
             WHERE line.state = 'sale' AND line.display_type IS NULL AND NOT COALESCE(line.is_downpayment, FALSE)
               AND line.qty_delivered > 0 AND line.price_subtotal != 0
               AND part.quantity > 0.000001
            """,
            columns=self._select(),
            joins=SQL(" ").join([self._join_plan(), self._join_invoiced(), self._join_delivered(), self._join_item()]),
        )

    def _select(self):
        amount = SQL(
            "ROUND((part.quantity * line.price_subtotal / NULLIF(line.product_uom_qty, 0))::numeric,"
            " currency.decimal_places)"
        )
        return SQL(
            """
            line.id * 3 + part.position AS id,
            sale.company_id,
            customer_order.id AS customer_order_id,
            sale.id AS sale_order_id,
            line.id AS sale_line_id,
            line.product_id,
            customer.id AS commercial_partner_id,
            customer_order.user_id,
            plan.id AS plan_id,
            item.id AS item_id,
            %(reason)s AS reason,
            part.quantity,
            line.product_uom_id,
            sale.currency_id,
            %(amount)s AS amount,
            %(amount)s / COALESCE(NULLIF(sale.currency_rate, 0), 1) AS company_amount,
            delivered.day AS delivered_date,
            %(today)s - delivered.day AS days
            """,
            reason=self._case_reason(),
            amount=amount,
            today=self._get_today_sql(),
        )

    def _get_today_sql(self):
        """Today where the company is; the database's own day is that of its server."""
        return SQL("(%s AT TIME ZONE 'UTC' AT TIME ZONE COALESCE(home.tz, 'UTC'))::date", fields.Datetime.now())

    def _case_reason(self):
        return SQL(
            """
            CASE
                WHEN part.kind = 'draft' THEN CASE WHEN item.state = 'held' THEN 'held' ELSE 'draft' END
                WHEN part.kind = 'credited' THEN 'credited'
                WHEN item.state = 'error' THEN 'error'
                WHEN plan.id IS NULL THEN 'no_plan'
                WHEN plan.mode = 'manual' THEN 'manual'
                WHEN plan.mode = 'milestone' AND NOT COALESCE(
                    (SELECT bool_and(reached_date IS NOT NULL)
                       FROM customer_order_milestone WHERE order_id = customer_order.id), FALSE
                ) THEN 'milestone'
                WHEN plan.mode = 'on_acceptance' AND delivered.has_refused THEN 'refused'
                WHEN plan.mode = 'on_acceptance' AND COALESCE(delivered.has_waiting, TRUE) THEN 'acceptance'
                WHEN plan.mode IN ('daily', 'weekly', 'monthly') THEN 'plan_day'
                ELSE 'due'
            END
            """
        )

    def _join_plan(self):
        """The plan in force, as ``effective_invoicing_plan_id`` of the order computes it."""
        return SQL(
            """
            LEFT JOIN customer_order_invoicing_plan own
              ON own.id = (customer.customer_order_invoicing_plan_id ->> sale.company_id::text)::int
             AND own.company_id = sale.company_id
            LEFT JOIN customer_order_invoicing_plan plan
              ON plan.id = COALESCE(customer_order.invoicing_plan_id, own.id, company.customer_order_invoicing_plan_id)
            """
        )

    def _join_invoiced(self):
        """What of the delivered quantity is on drafts, was credited, or never was on an invoice."""
        return SQL(
            """
            LEFT JOIN LATERAL (
                SELECT COALESCE(SUM(row.quantity) FILTER (WHERE row.move_type = 'out_invoice'), 0) AS ever,
                       COALESCE(SUM(row.quantity) FILTER (
                           WHERE row.move_type = 'out_invoice' AND row.state = 'draft'), 0) AS draft,
                       COALESCE(SUM(CASE row.move_type WHEN 'out_invoice' THEN row.quantity ELSE -row.quantity END)
                           FILTER (WHERE row.state = 'posted'), 0) AS posted
                  FROM (
                    SELECT move.move_type, move.state,
                           bill.quantity * COALESCE(bill_unit.factor / NULLIF(line_unit.factor, 0), 1) AS quantity
                      FROM sale_order_line_invoice_rel link
                      JOIN account_move_line bill ON bill.id = link.invoice_line_id
                      JOIN account_move move ON move.id = bill.move_id
                      LEFT JOIN uom_uom bill_unit ON bill_unit.id = bill.product_uom_id
                      LEFT JOIN uom_uom line_unit ON line_unit.id = line.product_uom_id
                     WHERE link.order_line_id = line.id AND move.state != 'cancel'
                       AND move.move_type IN ('out_invoice', 'out_refund')
                  ) row
            ) invoiced ON TRUE
            CROSS JOIN LATERAL (
                SELECT LEAST(invoiced.draft, GREATEST(line.qty_delivered - invoiced.posted, 0)) AS draft,
                       GREATEST(line.qty_delivered - invoiced.ever, 0) AS never
            ) share
            CROSS JOIN LATERAL (
                VALUES (0, 'open', share.never),
                       (1, 'draft', share.draft),
                       (2, 'credited', line.qty_delivered - invoiced.posted - share.never - share.draft)
            ) part (position, kind, quantity)
            """
        )

    def _join_delivered(self):
        """The day of the first delivery that is not invoiced in full, and what the customer said of those."""
        return SQL(
            """
            LEFT JOIN LATERAL (
                SELECT MIN(step.day) AS day,
                       bool_or(step.verdict = 'refused') AS has_refused,
                       bool_or(step.verdict IS NULL AND (plan.silence_days = 0
                           OR %(today)s < step.day + plan.silence_days)) AS has_waiting
                  FROM (
                    SELECT (move.date AT TIME ZONE 'UTC' AT TIME ZONE COALESCE(home.tz, 'UTC'))::date AS day,
                           SUM(move.quantity * unit.factor / NULLIF(line_unit.factor, 0))
                               OVER (ORDER BY move.date, move.id) AS total,
                           (SELECT answer.verdict FROM customer_order_delivery_acceptance answer
                             WHERE answer.picking_id = move.picking_id ORDER BY answer.id DESC LIMIT 1) AS verdict
                      FROM stock_move move
                      JOIN stock_location place ON place.id = move.location_dest_id AND place.usage = 'customer'
                      JOIN uom_uom unit ON unit.id = move.product_uom
                      JOIN uom_uom line_unit ON line_unit.id = line.product_uom_id
                     WHERE move.sale_line_id = line.id AND move.state = 'done'
                  ) step
                 WHERE step.total > invoiced.posted
            ) delivered ON TRUE
            """,
            today=self._get_today_sql(),
        )

    def _join_item(self):
        return SQL(
            """
            LEFT JOIN LATERAL (
                SELECT item.id, item.state
                  FROM customer_order_invoicing_item_line row
                  JOIN customer_order_invoicing_item item ON item.id = row.item_id
                 WHERE row.sale_line_id = line.id AND item.state IN ('held', 'error')
                 ORDER BY item.id DESC LIMIT 1
            ) item ON TRUE
            """
        )

    @api.depends("reason", "plan_id", "item_id")
    def _compute_explanation(self):
        labels = dict(self._fields["reason"]._description_selection(self.env))
        for row in self:
            # sudo: why something is not invoiced is told to whoever may see that it is not.
            row.explanation = row.sudo()._explain(labels.get(row.reason, ""))

    def _explain(self, label):
        if self.reason in ("held", "error") and self.item_id.error:
            return f"{label}: {' '.join(self.item_id.error.split())}"
        if self.reason == "plan_day":
            today = self.env["customer.order.invoicing.item"]._get_today(self.company_id)
            day = self.plan_id._get_next_closing_day(max(self.delivered_date or today, today))
            return self.env._("%(plan)s: %(day)s", plan=self.plan_id.name, day=fields.Date.to_string(day))
        return label

    def action_invoice_now(self):
        """Invoice now what the orders of these rows delivered, one invoice per delivery, whatever their plans say."""
        if not self.env.user.has_group("account.group_account_invoice"):
            raise AccessError(self.env._("Only people who may make invoices run invoicing plans."))
        self.check_access("read")
        # sudo: runs and items are written by their acts only; the right to invoice was checked.
        runs = self.env["customer.order.invoicing.run"].sudo()
        items = self.env["customer.order.invoicing.item"].sudo()
        for company, rows in self.sudo().grouped("company_id").items():
            items += runs._request(company, rows.customer_order_id)
        if not items:
            raise InvoicingRefused(
                self.env._(
                    "Nothing of this can be invoiced now: it is on an invoice that is being made, or was credited. What"
                    " was credited is invoiced again from its sales order."
                )
            )
        items.action_invoice()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_order_mgmt.customer_order_invoicing_item_action"
        )
        return {**action, "domain": [("id", "in", items.ids)], "context": {}}
