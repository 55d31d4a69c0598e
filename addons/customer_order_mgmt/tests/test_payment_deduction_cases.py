from odoo.fields import Command
from odoo.tests import tagged

from .common_payment import PaymentCommon


@tagged("post_install", "-at_install")
class TestPaymentDeductionCases(PaymentCommon):
    """A full advance and what happens to orders afterwards: in the end nothing is left on any account."""

    def _tax(self, amount, **vals):
        return self.env["account.tax"].create({"name": f"Case {amount} {sorted(vals)}", "amount": amount, **vals})

    def _line(self, quantity, price, taxes, **vals):
        taxes = [Command.set([tax.id for tax in taxes])]
        return {"product_id": self.pump.id, "quantity": quantity, "price_unit": price, "tax_ids": taxes, **vals}

    def _accept_paid(self, lines, percent=100, **vals):
        """Return an accepted order whose deposit was invoiced and seen on the bank; and the deposit."""
        rows = [("deposit", percent)] + ([("open_credit", 0)] if percent < 100 else [])
        order = self._accept(self._arrange(*rows, lines=lines, **vals))
        return order, self._pay_deposit(order)

    def _pay_deposit(self, order):
        deposits = self._invoice_deposit(order)
        for deposit in deposits.filtered("amount_residual"):
            self._pay(deposit)
            payment = self._get_terms(deposit).matched_credit_ids.credit_move_id.move_id.origin_payment_id
            self._see_on_bank(payment)
        return deposits

    def _see_on_bank(self, payments):
        for payment in payments:
            liquidity, _counterpart, _writeoff = payment._seek_for_lines()
            line = self.env["account.bank.statement.line"].create(
                {"journal_id": self.bank.id, "payment_ref": "In", "amount": liquidity.balance, "date": "2027-01-20"}
            )
            _liquidity, suspense, _other = line._seek_for_lines()
            suspense.account_id = liquidity.account_id
            (suspense + liquidity).reconcile()

    def _run(self, order, shares=(1 / 3, 1 / 2, 1)):
        invoices = self.env["account.move"]
        for share in shares:
            self._deliver(order, share=share)
            invoices += self._invoice(order, final=False)
        order.invalidate_recordset()
        return invoices

    def assertLeavesNothing(self, order, invoices):
        """Each invoice asks for nothing and is paid; advance, its tax and the customer's account are even."""
        deposits = order.sudo().arrangement_ids._get_deposit_invoices()
        moves = deposits + invoices
        self.assertEqual(set(invoices.mapped("amount_total")), {0.0})
        self.assertEqual(set(moves.mapped("payment_state")), {"paid"})
        self.assertFalse(any(self._get_terms(moves).mapped("amount_residual")))
        left = moves.line_ids.filtered(lambda line: line.account_id == self.liability)
        self.assertAlmostEqual(sum(left.mapped("amount_currency")), 0.0)
        self.assertAlmostEqual(sum(left.mapped("balance")), 0.0)
        self.assertEqual(order.state, "settled")

    # Taxes

    def test_taxes_of_every_kind(self):
        children = self._tax(7.0, sequence=1) | self._tax(2.5, sequence=2)
        group = self._tax(0.0, amount_type="group", children_tax_ids=[Command.set(children.ids)])
        reverse = self._tax(19.0)
        for rows in (reverse.invoice_repartition_line_ids, reverse.refund_repartition_line_ids):
            taxed = rows.filtered(lambda row: row.repartition_type == "tax")
            taxed.copy({"factor_percent": -100})
        cases = {
            "group": [group],
            "reverse charge": [reverse],
            "exempt": [self._tax(0.0)],
            "division": [self._tax(10.0, amount_type="division", price_include_override="tax_included")],
            "included twice": [
                self._tax(6.0, price_include_override="tax_included"),
                self._tax(3.0, price_include_override="tax_included"),
            ],
        }
        for name, taxes in cases.items():
            for method in ("round_per_line", "round_globally"):
                with self.subTest(taxes=name, method=method):
                    self.company.tax_calculation_rounding_method = method
                    lines = [self._line(3, 33.333, taxes), self._line(3, 0.335, taxes), self._line(3, 7.77, [self.tax])]
                    order, _deposit = self._accept_paid(lines)
                    self.assertLeavesNothing(order, self._run(order))

    def test_company_whose_prices_include_taxes(self):
        self.company.account_price_include = "tax_included"
        children = self._tax(7.0, sequence=1) | self._tax(2.5, sequence=2)
        group = self._tax(0.0, amount_type="group", children_tax_ids=[Command.set(children.ids)])
        order, _deposit = self._accept_paid([self._line(3, 33.333, [group]), self._line(3, 7.77, [self._tax(19.0)])])
        self.assertLeavesNothing(order, self._run(order))

    def test_cash_basis_taxes_become_due_with_the_advance_once(self):
        transition = self._create_account("Tax in transition", "219700", "liability_current")
        transition.reconcile = True
        self.company.tax_exigibility = True
        tax = self._tax(20.0, tax_exigibility="on_payment", cash_basis_transition_account_id=transition.id)
        rows = tax.invoice_repartition_line_ids | tax.refund_repartition_line_ids
        rows.filtered(lambda row: row.repartition_type == "tax").account_id = self.vat
        order, _deposit = self._accept_paid([self._line(3, 100.0, [tax])])
        invoices = self._run(order)
        self.assertLeavesNothing(order, invoices)
        balance = dict(
            self.env["account.move.line"]._read_group(
                [("account_id", "in", (transition + self.vat).ids), ("parent_state", "=", "posted")],
                ["account_id"],
                ["balance:sum"],
            )
        )
        self.assertEqual((balance.get(transition, 0.0), balance.get(self.vat)), (0.0, -60.0))

    # Lines

    def test_discounts_samples_and_allowances(self):
        lines = [
            self._line(3, 33.333, [self.tax], discount=100),
            self._line(3, 0.0, [self.tax]),
            self._line(3, 66.67, [self.tax], discount=33.33),
        ]
        order, _deposit = self._accept_paid(lines)
        self.assertLeavesNothing(order, self._run(order))

    def test_currencies_of_no_and_of_three_decimals(self):
        for code, rounding, rate in (("JPY", 1.0, 160.0), ("KWD", 0.001, 0.31)):
            with self.subTest(currency=code):
                currency = self.setup_other_currency(code, rounding=rounding, rates=[("2020-01-01", rate)])
                pricelist = self.env["product.pricelist"].create({"name": code, "currency_id": currency.id})
                lines = [self._line(3, 1234.567, [self.tax]), self._line(3, 77.77, [])]
                order, _deposit = self._accept_paid(lines, pricelist_id=pricelist.id)
                self.assertEqual(order.currency_id, currency)
                invoices = self._run(order)
                self.assertEqual(set(invoices.mapped("amount_total")), {0.0})
                self.assertFalse(any(self._get_terms(invoices).mapped("amount_residual")))
                self.assertEqual(order.state, "settled")

    def test_analytic_accounts_may_be_changed_and_see_the_revenue_once(self):
        plan = self.env["account.analytic.plan"].create({"name": "Projects"})
        project = self.env["account.analytic.account"].create({"name": "Plant", "plan_id": plan.id})
        order = self._accept(self._arrange(("deposit", 100), lines=[self._line(1, 100.0, [self.tax])]))
        order.sudo().sale_order_ids.order_line.write({"analytic_distribution": {str(project.id): 100.0}})
        deposit = self._pay_deposit(order)
        invoice = self._run(order, shares=(1,))
        self.assertLeavesNothing(order, invoice)
        booked = (deposit + invoice).line_ids.filtered("analytic_distribution")
        self.assertEqual(sum(booked.mapped("balance")), -100.0)

    # What happens to invoices

    def test_credited_invoice_gives_its_advance_back(self):
        order, _deposit = self._accept_paid([self._line(3, 33.333, [self.tax])])
        first = self._run(order, shares=(1 / 3,))
        credit = first._reverse_moves([{"invoice_date": first.date}], cancel=True)
        self._commit_like(order)
        self.assertEqual((credit.state, credit.amount_total), ("posted", 0.0))
        rest = self._run(order, shares=(1 / 2, 1))
        self.assertLeavesNothing(order, first + credit + rest)

    def test_invoice_that_is_cancelled_gives_its_advance_back(self):
        order, _deposit = self._accept_paid([self._line(3, 33.333, [self.tax])])
        first = self._run(order, shares=(1 / 3,))
        first.button_draft()
        first.button_cancel()
        self._commit_like(order)
        self.assertLeavesNothing(order, self._run(order, shares=(1 / 2, 1)))

    def test_drafts_posted_in_another_order(self):
        order, _deposit = self._accept_paid([self._line(3, 33.333, [self.tax])])
        drafts = self.env["account.move"]
        for share in (1 / 3, 1 / 2, 1):
            self._deliver(order, share=share)
            drafts += order.sudo().sale_order_ids._create_invoices()
        for draft in reversed(drafts):
            draft.action_post()
        self._commit_like(order)
        self.assertLeavesNothing(order, drafts)

    # What happens to the order

    def test_moved_goods_take_the_advance_along(self):
        order, _deposit = self._accept_paid([self._line(3, 33.333, [self.tax])])
        self._deliver(order, share=1 / 3)
        invoices = self._invoice(order, final=False)
        self._amend(order, lambda amendment: amendment.line_ids.write({"promised_date": "2027-06-01"}))
        self.assertGreater(len(order.sudo().sale_order_ids), 1)
        self.assertLeavesNothing(order, invoices + self._run(order, shares=(1 / 2, 1)))

    def test_goods_of_a_later_date_are_covered_too(self):
        lines = [self._line(3, 33.333, [self.tax]), self._line(3, 20.01, [self.tax], requested_date="2027-05-01")]
        order, _deposit = self._accept_paid(lines)
        first, second = order.line_ids

        def swap(amendment):
            for line in amendment.line_ids:
                dates = {first: "2027-05-01", second: "2027-03-01"}
                line.promised_date = dates[line.order_line_id]

        self._amend(order, swap)
        self.assertLeavesNothing(order, self._run(order))

    def test_order_that_grows_asks_for_the_rest_of_the_deposit(self):
        self.valve.taxes_id = self.tax
        order, _deposit = self._accept_paid([self._line(3, 33.333, [self.tax])])
        self._amend(
            order,
            lambda amendment: amendment.write(
                {
                    "line_ids": [
                        Command.create(
                            {
                                "product_id": self.valve.id,
                                "quantity": 2,
                                "price_unit": 50.0,
                                "promised_date": "2027-08-01",
                            }
                        )
                    ]
                }
            ),
        )
        self.assertTrue(order.is_deposit_to_invoice)
        self.assertIn("missing", self.assertShipmentHeld(order))
        self._pay_deposit(order)
        self.assertLeavesNothing(order, self._run(order))

    def test_order_that_shrinks_leaves_the_rest_to_be_credited(self):
        order, deposit = self._accept_paid([self._line(4, 25.0, [self.tax])])
        self._amend(order, lambda amendment: amendment.line_ids.write({"quantity": 1}))
        invoice = self._run(order, shares=(1,))
        self.assertEqual(invoice.amount_total, 0.0)
        left = (deposit + invoice).line_ids.filtered(lambda line: line.account_id == self.liability)
        self.assertAlmostEqual(sum(left.mapped("balance")), -75.0)
        self.assertFalse(order.is_deposit_to_invoice)
