from odoo import models

from ...logic.register import Kind, pages
from ...report.register_workbook import make_workbook

# On a landscape A4 page they leave room for what is brought and carried forward in three currencies.
ROWS_PER_PAGE = 28


class CustomerOrderRegisterClosing(models.Model):
    """The closed month on paper and as a workbook, both made of the closed lines."""

    _inherit = "customer.order.register.closing"

    def action_export(self):
        """Download the month as a workbook."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": f"/customer-order/register/{self.id}.xlsx", "target": "download"}

    def _get_file_name(self):
        return self.env._("Register of customer orders %(month)s", month=self.name)

    def _get_pages(self):
        """Return the entries in printed pages, each with what is carried forward."""
        self.ensure_one()
        entries = [line for line in self.line_ids if line.kind == Kind.ENTRY]
        return [
            page._replace(
                brought={code: float(amount) for code, amount in page.brought.items()},
                carried={code: float(amount) for code, amount in page.carried.items()},
            )
            for page in pages(entries, ROWS_PER_PAGE)
        ]

    def _get_changed_lines(self):
        return self.line_ids.filtered(lambda line: line.kind == Kind.CHANGE)

    def _get_grand_totals(self, kind=Kind.ENTRY):
        """Return ``{currency code: (orders, untaxed, taxes, total, company currency)}``, from the sealed totals."""
        sums = {}
        names = ("count", "amount_untaxed", "amount_tax", "amount_total", "company_amount")
        for total in self.total_ids.filtered(lambda total: total.kind == kind):
            found = sums.setdefault(total.currency_code, [0] * len(names))
            sums[total.currency_code] = [known + total[name] for known, name in zip(found, names, strict=True)]
        return sums

    def _get_decimals(self, code):
        currency = self.env["res.currency"].with_context(active_test=False).search([("name", "=", code)], limit=1)
        return currency.decimal_places if currency else 2

    def _get_company_lines(self):
        """What stands under the company's name in the letterhead, line by line."""
        company = self.company_id
        lines = company.partner_id._display_address(without_company=True).splitlines()
        address = ", ".join(filter(None, (line.strip(" ,") for line in lines)))
        tax_id = company.vat and f"{company.country_id.vat_label or self.env._('Tax ID')}: {company.vat}"
        return [line for line in (address, tax_id) if line]

    def _get_workbook(self):
        """Return the month as XLSX, as bytes."""
        self.ensure_one()
        labels = {
            name: dict(self.env["customer.order.register.line"]._fields[name]._description_selection(self.env))
            for name in ("status", "kind")
        }
        return make_workbook(self, labels, self._get_workbook_words())

    def _get_workbook_words(self):
        """The words of the workbook in the user's language."""
        line = self.env["customer.order.register.line"]
        columns = (
            *("kind", "order_name", "registered_date", "partner_name", "customer_reference", "status", "version"),
            *("accepted_date", "currency_code", "amount_untaxed", "amount_tax", "amount_total", "company_amount"),
            *("previous_status", "previous_amount"),
        )
        return {
            "columns": {name: line._fields[name]._description_string(self.env) for name in columns},
            "register": self.env._("Register"),
            "totals": self.env._("Totals"),
            "count": self.env._("Orders"),
            "month": self.env._("Month"),
            "seal": self.env._("Seal (SHA-256)"),
            "missing": self.env._("Missing Numbers"),
            "none": self.env._("none"),
        }
