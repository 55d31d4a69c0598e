from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command

from ...exceptions import DifferenceRefused


class CustomerOrderDifference(models.Model):
    """Writing an approved difference off: a native entry, shown before it is posted, reconciled with the invoice."""

    _inherit = "customer.order.difference"

    preview = fields.Text(
        compute="_compute_preview",
        compute_sudo=True,
        help="The entry that writing off would post. Taxes are left as they were invoiced.",
    )

    @api.depends("code", "amount", "invoice_id", "state")
    def _compute_preview(self):
        for row in self:
            fault = row._get_write_off_fault() if row.invoice_id and row.code else None
            row.preview = fault or (row._describe_write_off() if row.invoice_id and row.code else False)

    def action_write_off(self):
        """Post the entries of approved differences; only accountants may."""
        if not self.env.user.has_group("account.group_account_invoice"):
            raise AccessError(self.env._("Only accountants write differences off."))
        for row in self:
            row._write_off()
        return True

    def _write_off(self):
        # sudo: accountants may not write customer orders; claiming one changes nothing of it.
        self.order_id.sudo()._claim()
        self.invalidate_recordset(["state"])
        self._void_outdated()
        fault = self._get_write_off_fault()
        if self.state != "approved" or fault:
            raise DifferenceRefused(fault or self.env._("Only what is approved, and still open so, is written off."))
        items = self._get_open_items()
        entry = self.env["account.move"].with_company(self.company_id).create(self._prepare_write_off(items))
        # sudo: the act is written by who posts the entry, who need not be allowed to write differences.
        self.sudo()._advance("booked", write_off_move_id=entry.id)
        entry.action_post()
        (entry.line_ids.filtered(lambda line: line.account_id == items.account_id) + items).reconcile()
        # sudo: the act seals itself on an order that accountants may not read.
        self.sudo()._seal_on_order("customer_order.difference_booked", entry=entry.name)

    def _get_write_off_fault(self):
        """Return why this difference cannot be written off, None where it can."""
        if self.code == "dispute":
            return self.env._("A dispute keeps the invoice open: decide it as a deduction, or have it paid.")
        if self.code == "credit":
            return self.env._("A credit stays the customer's: pay it back, or take it for another invoice.")
        if not self._get_write_off_account():
            label = dict(self._fields["code"]._description_selection(self.env))[self.code]
            return self.env._(
                "Choose the account for “%(code)s” in the settings of customer orders, section Payment.", code=label
            )
        items = self._get_open_items()
        open_amount = sum(items.mapped("amount_residual_currency"))
        if self.currency_id.compare_amounts(abs(self.amount), abs(open_amount)) > 0:
            return self.env._(
                "Only %(open)s is open on the journal entries: the rest was written off already.",
                open=self.currency_id.format(abs(open_amount)),
            )
        if len(items.account_id) > 1:
            return self.env._("The invoice has open items on several accounts: write it off on the journal entries.")
        return None

    def _get_write_off_account(self):
        if self.code in ("dispute", "credit"):
            return None
        return self.company_id[f"customer_order_{self.code}_account_id"]

    def _get_open_items(self):
        """Return the journal items that the write-off closes, wholly or in part."""
        if self.amount < 0:
            return self._get_overpaid_items().sudo(self.env.su)
        terms = self.invoice_id.line_ids.filtered(lambda line: line.display_type == "payment_term")
        return terms.filtered(lambda line: not line.reconciled)

    def _is_written_off(self):
        """Whether the entry that wrote this difference off is still posted and clears what it was made for."""
        # sudo: managers of customer orders may not read entries.
        entry = self.sudo().write_off_move_id
        return entry.state == "posted" and all(entry._get_receivable_items().mapped("reconciled"))

    def _prepare_write_off(self, items):
        """Return the values of the entry; its value is the share of what is open, so that no rate comes into it."""
        residual = sum(items.mapped("amount_residual_currency"))
        balance = self.company_id.currency_id.round(
            sum(items.mapped("amount_residual")) * self.amount / residual if residual else 0.0
        )
        # sudo: accountants learn the number of the order, without access to customer orders.
        order = self.sudo().order_id.name
        label = self.env._("%(order)s: %(difference)s", order=order, difference=self.reason)
        shared = {"name": label, "partner_id": items.partner_id[:1].id, "currency_id": self.currency_id.id}
        return {
            "move_type": "entry",
            "ref": label,
            "line_ids": [
                Command.create(
                    {
                        **shared,
                        "account_id": self._get_write_off_account().id,
                        "amount_currency": self.amount,
                        "balance": balance,
                    }
                ),
                Command.create(
                    {
                        **shared,
                        "account_id": items.account_id.id,
                        "amount_currency": -self.amount,
                        "balance": -balance,
                    }
                ),
            ],
        }

    def _describe_write_off(self):
        vals = self._prepare_write_off(self._get_open_items())
        lines = []
        for _command, _id, line in vals["line_ids"]:
            account = self.env["account.account"].browse(line["account_id"]).with_company(self.company_id)
            amount = self.company_id.currency_id.format(abs(line["balance"]))
            side = self.env._("Debit") if line["balance"] > 0 else self.env._("Credit")
            lines.append(f"{side} {account.display_name} {amount}")
        return "\n".join(lines)
