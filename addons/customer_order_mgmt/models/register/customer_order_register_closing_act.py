from dataclasses import asdict
from decimal import Decimal

from dateutil.relativedelta import relativedelta
from odoo import api, models
from odoo.addons.evidence_ledger.logic.canonical import canonical_bytes, digest
from odoo.addons.evidence_ledger.logic.event_schema import EventSchema
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tools import SQL, float_repr

from ...exceptions import RegisterIsClosed
from ...logic.register import STATUS_OF_STATE, Kind, RegisterContent, RegisterRow, missing_numbers, ranges, totals

TOTAL = {"kind": "text", "status": "text", "currency": "text", "count": "integer", "total": "money", "company": "money"}
ZERO = Decimal(0)


class CustomerOrderRegisterClosing(models.Model):
    """Closing a month: one act, one transaction."""

    _inherit = "customer.order.register.closing"

    @api.model
    def _get_evidence_events(self):
        return {
            **super()._get_evidence_events(),
            "customer_order_register.closed": EventSchema(
                1,
                {
                    "month": "date",
                    "content": "hash",
                    "orders": "integer",
                    "changes": "integer",
                    "first_number": "integer",
                    "last_number": "integer",
                    "missing": "text",
                    "company_currency": "text",
                    "totals": [TOTAL],
                },
            ),
        }

    @api.model
    def _close_month(self, company, month):
        """Close the register of ``month``, given by its first day, and return the closing.

        From here on its lines and totals are sealed; raises ``RegisterIsClosed`` where it is not its turn.
        """
        if not self.env.user.has_group("customer_order_mgmt.group_order_manager"):
            raise AccessError(self.env._("Only a manager of customer orders may close the register."))
        self._claim_register(company)
        self._check_may_close(company, month)
        # sudo: closings come from this act only, so no role may create them; the right was checked.
        closings = self.sudo().with_company(company)
        content = closings._get_content(company, month)
        text = canonical_bytes(content.payload())
        closing = closings.create(closings._prepare_vals(company, content, text))
        closing._seal("customer_order_register.closed", closing._prepare_evidence_payload(content))
        return closing.with_env(self.env)

    @api.model
    def _claim_register(self, company):
        """Wait for receipts that are under way and collide with whoever closes a month (see ``customer.order``)."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL("UPDATE customer_order_counter SET last_number = last_number WHERE company_id = %s", company.id)
        )
        self.env.invalidate_all()

    @api.model
    def _check_may_close(self, company, month):
        name = f"{month:%Y-%m}"
        expected = self._get_next_month(company)
        if not expected:
            raise RegisterIsClosed(self.env._("No order was registered yet: there is nothing to close."))
        is_first = not self._get_last_month(company)
        if month < expected and is_first:
            raise RegisterIsClosed(
                self.env._(
                    "The first order stands in %(month)s: no month before it is closed.", month=f"{expected:%Y-%m}"
                )
            )
        if month < expected:
            raise RegisterIsClosed(self.env._("The register of %(month)s is closed already.", month=name))
        if month > expected and not is_first:
            raise RegisterIsClosed(
                self.env._("Months are closed in their order: %(month)s comes first.", month=f"{expected:%Y-%m}")
            )
        if self._get_today(company) < month + relativedelta(months=1):
            raise RegisterIsClosed(self.env._("%(month)s has not ended: close it when it has.", month=name))

    # Content

    @api.model
    def _get_content(self, company, month):
        """Return the ``RegisterContent`` of the month as it is now."""
        orders = self.env["customer.order"].search(self._get_orders_domain(company, month), order="register_number")
        numbers = orders.mapped("register_number")
        previous = self.search([("company_id", "=", company.id), ("month", "<", month)], order="month desc", limit=1)
        rows = (*self._get_entries(orders), *self._get_changes(company, month))
        return RegisterContent(
            month=month,
            company_currency_code=company.currency_id.name,
            first_number=min(numbers, default=0),
            # A month without orders hands on the last number of the one before.
            last_number=max(numbers, default=previous.last_number),
            order_count=len(numbers),
            change_count=len(rows) - len(numbers),
            missing=ranges(missing_numbers(self._get_numbers(company, max(numbers, default=previous.last_number)))),
            lines=rows,
            totals=totals(rows),
        )

    @api.model
    def _get_numbers(self, company, last_number):
        """The numbers up to ``last_number`` that exist, in whatever month they stand: orders that are taken over are
        numbered when they are entered."""
        domain = [("company_id", "=", company.id), ("register_number", ">", 0), ("register_number", "<=", last_number)]
        [(numbers,)] = self.env["customer.order"]._read_group(domain, aggregates=["register_number:array_agg"])
        return numbers or []

    @api.model
    def _get_entries(self, orders):
        company_amounts = self._get_company_amounts(orders)
        return [self._make_row(order, Kind.ENTRY, company_amounts[order]) for order in orders]

    @api.model
    def _get_changes(self, company, month):
        """What became of orders of earlier months since their last line in the register."""
        latest = {line.order_res_id: line for line in self._get_latest_lines(company, month)}
        orders = self.env["customer.order"].browse(latest).exists()
        company_amounts = self._get_company_amounts(orders)
        rows = [self._make_row(order, Kind.CHANGE, company_amounts[order], latest[order.id]) for order in orders]
        return [row for row in rows if row.says != self._get_said(latest[row.order_res_id], row)]

    @api.model
    def _get_said(self, line, row):
        """What an earlier line of the order says, to be compared with what its ``row`` says now."""
        # A float of the table, at the decimals of the row.
        amount = Decimal(repr(line.amount_total)).quantize(row.amount_total)
        return line.status, line.version, line.currency_code, amount, line.accepted_date or None

    @api.model
    def _get_latest_lines(self, company, month):
        """The last line of every order of earlier months."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (line.order_res_id) line.id
                  FROM customer_order_register_line line
                  JOIN customer_order_register_closing closing ON closing.id = line.closing_id
                 WHERE closing.company_id = %s AND closing.month < %s
                 ORDER BY line.order_res_id, closing.month DESC
                """,
                company.id,
                month,
            )
        )
        return self.env["customer.order.register.line"].browse(row[0] for row in rows).sorted("number")

    @api.model
    def _get_company_amounts(self, orders):
        """Return ``{order: total in company currency}`` at the rate of its day; rates are read once per day."""
        rates, amounts = {}, {}
        for order in orders:
            company, day = order.company_id, order.accepted_date or order.registered_date
            key = order.currency_id, company, day
            if key not in rates:
                rates[key] = self.env["res.currency"]._get_conversion_rate(
                    order.currency_id, company.currency_id, company, day
                )
            amounts[order] = company.currency_id.round(order.amount_total * rates[key])
        return amounts

    @api.model
    def _make_row(self, order, kind, company_amount, line=None):
        return RegisterRow(
            kind=str(kind),
            order_res_id=order.id,
            number=order.register_number,
            order_name=order.name,
            registered_date=order.registered_date,
            partner_name=order.commercial_partner_id.name or "",
            customer_reference=order.customer_reference or "",
            status=STATUS_OF_STATE[order.state],
            version=order.current_version_id.number,
            accepted_date=order.accepted_date or None,
            currency_code=order.currency_id.name,
            amount_untaxed=order._money(order.amount_untaxed),
            amount_tax=order._money(order.amount_tax),
            amount_total=order._money(order.amount_total),
            company_amount=_money(company_amount, order.company_id.currency_id),
            previous_status=line.status if line else "",
            previous_version=line.version if line else 0,
            previous_amount=_money(line.amount_total, order.currency_id) if line else ZERO,
            previous_company_amount=_money(line.company_amount, order.company_id.currency_id) if line else ZERO,
        )

    @api.model
    def _prepare_vals(self, company, content, text):
        """Return the values of the closing that freezes ``content``; names of fields and columns are the same."""
        vals = asdict(content)
        rows, sums = vals.pop("lines"), vals.pop("totals")
        return {
            **vals,
            "name": f"{content.month:%Y-%m}",
            "company_id": company.id,
            "closed_at": self.env.cr.now(),
            "closed_by": self.env.user.name,
            "payload": text.decode(),
            "content_hash": digest(text),
            "line_ids": [Command.create({"position": position, **row}) for position, row in enumerate(rows, 1)],
            "total_ids": [Command.create({"position": position, **row}) for position, row in enumerate(sums, 1)],
        }

    def _prepare_evidence_payload(self, content):
        return {
            "month": self.month,
            "content": self.content_hash,
            "orders": content.order_count,
            "changes": content.change_count,
            "first_number": content.first_number,
            "last_number": content.last_number,
            "missing": content.missing,
            "company_currency": content.company_currency_code,
            "totals": [
                {
                    "kind": total.kind,
                    "status": total.status,
                    "currency": total.currency_code,
                    "count": total.count,
                    "total": f"{total.amount_total:f}",
                    "company": f"{total.company_amount:f}",
                }
                for total in content.totals
            ],
        }


def _money(amount, currency):
    return Decimal(float_repr(currency.round(amount), currency.decimal_places))
