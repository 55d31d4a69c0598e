from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL, float_repr

from ...logic.account_statement import Movement, account_statement, aged
from ..profile.credit_profile import READER

MONTHS = 3


class CreditProfile(models.Model):
    """The statement of account: what a customer owed, what moved, what is open and since when, in each currency."""

    _inherit = "credit.profile"

    def action_print_account_statement(self):
        """Print the statements of account of these customers."""
        self._check_reader()
        return self.env.ref("customer_credit_view.account_statement_report").report_action(self)

    def _check_reader(self):
        """Everybody reads profiles for their standing, and Odoo renders any report of what one may read."""
        self.check_access("read")
        if not (self.env.su or self.env.user.has_group(READER)):
            raise AccessError(self.env._("Only readers of credit see what customers owe. Please ask one of them."))

    def _get_account_statements(self, date_from=None, date_to=None):
        """Return what is printed for each currency, as a list of dicts: ``currency``, ``statement``
        (``logic.account_statement``), ``ageing`` ([(label, amount)]) and ``items``, the open items of today.

        From the first day of the month three months ago up to today, unless days are given.
        """
        self.ensure_one()
        self._check_reader()
        today = self.company_id._get_credit_today()
        date_from, date_to = date_from or self._get_statement_begin(today), date_to or today
        movements, items = self._get_movements(date_from, date_to), self._get_statement_items()
        currencies = self.env["res.currency"].browse({currency for currency, *_rest in movements}) | items.currency_id
        return [
            self._prepare_account_statement(
                currency,
                [row for row in movements if row[0] == currency.id],
                items.filtered(lambda item, currency=currency: item.currency_id == currency),
                date_from,
                today,
            )
            for currency in currencies.sorted(lambda currency: (currency != self.currency_id, currency.name))
        ]

    def _get_statement_begin(self, today):
        return fields.Date.subtract(today.replace(day=1), months=MONTHS)

    def _prepare_account_statement(self, currency, movements, items, date_from, today):
        opening = sum((amount for _currency, day, _name, amount in movements if day < date_from), Decimal(0))
        within = [Movement(day, name, amount) for _currency, day, name, amount in movements if day >= date_from]
        due = {}
        for item in items.filtered(lambda item: item.amount_currency > 0):
            amount = Decimal(float_repr(item.amount_currency, currency.decimal_places))
            due[item.due_date] = due.get(item.due_date, Decimal(0)) + amount
        labels = dict(items._fields["bucket"]._description_selection(self.env))
        ageing = aged(due, today)
        return {
            "currency": currency,
            "date_from": date_from,
            "statement": account_statement(opening, within),
            "ageing": [
                (labels["due_later" if begin == 0 else f"late_{begin}"], float(amount))
                for begin, amount in ageing.items()
            ],
            "overdue": sum(items.filtered(self._is_asked_for).mapped("amount_currency")),
            "items": items,
        }

    def _is_asked_for(self, item):
        """What is contested is not asked for before it is settled."""
        return item.days_overdue > 0 and not item.is_disputed

    def _get_statement_items(self):
        # sudo: a statement has all of the account, whoever prints it; who may print was checked before.
        items = self.company_id._in_credit_zone(self.env["credit.open.item"]).sudo()
        items.invalidate_model()
        return items.search([("partner_id", "=", self.partner_id.id), ("company_id", "child_of", self.company_id.id)])

    def _get_movements(self, date_from, date_to):
        """Return (currency id, day, name, Decimal) of each entry up to ``date_to``; of those before ``date_from`` one
        sum per currency, on the day before."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT line.currency_id, GREATEST(line.date, %(before)s) AS day,
                       CASE WHEN line.date >= %(from)s THEN line.move_name END AS name,
                       BOOL_AND(line.payment_id IS NOT NULL OR line.statement_line_id IS NOT NULL) AS is_payment,
                       SUM(line.amount_currency)
                  FROM account_move_line line
                  JOIN account_account account ON account.id = line.account_id
                  JOIN res_partner contact ON contact.id = line.partner_id
                  JOIN res_company branch ON branch.id = line.company_id
                 WHERE contact.commercial_partner_id = %(partner)s AND branch.parent_path LIKE %(companies)s
                   AND account.account_type = 'asset_receivable' AND line.parent_state = 'posted'
                   AND line.date <= %(to)s
                 GROUP BY 1, 2, 3
                HAVING SUM(line.amount_currency) != 0
                 ORDER BY day, name
                """,
                **{"from": date_from},
                before=fields.Date.subtract(date_from, days=1),
                to=date_to,
                partner=self.partner_id.id,
                companies=f"{self.company_id.parent_path}%",
            )
        )
        digits = {
            currency.id: currency.decimal_places
            for currency in self.env["res.currency"].browse({row[0] for row in rows})
        }
        return [
            (
                currency_id,
                day,
                self.env._("Payment %s", name) if is_payment and name else name,
                Decimal(float_repr(amount, digits[currency_id])),
            )
            for currency_id, day, name, is_payment, amount in rows
        ]

    def _get_statement_file_name(self):
        return self.env._(
            "Statement of account %(customer)s %(day)s",
            customer=self.partner_id.display_name,
            day=self.company_id._get_credit_today(),
        )

    def _get_company_lines(self):
        """What stands under the company's name in the letterhead, line by line."""
        # sudo: the company's own address, whoever prints.
        company = self.company_id.sudo()
        lines = company.partner_id._display_address(without_company=True).splitlines()
        tax_id = company.vat and f"{company.country_id.vat_label or self.env._('Tax ID')}: {company.vat}"
        return [line for line in (*(line.strip(" ,") for line in lines), tax_id) if line]

    def _get_customer_lines(self):
        """The customer's invoice address, line by line."""
        # sudo: the statement's own address, whoever prints.
        partner = self.partner_id.sudo()
        address = partner.browse(partner.address_get(["invoice"])["invoice"])
        lines = address._display_address(without_company=True).splitlines()
        return [line.strip(" ,") for line in lines if line.strip(" ,")]
