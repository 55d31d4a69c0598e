import base64

from odoo.addons.order_gate.exceptions import OrderHeld
from odoo.addons.order_gate.tools.refusals import KEY
from odoo.fields import Command

from .common import CustomerOrderCommon


class PaymentCommon(CustomerOrderCommon):
    """Orders with a payment arrangement, bank lines as a bank sends them, and an accountant."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # A database may bring rules of its own.
        cls.env["order.gate.rule"].sudo().search([]).action_archive()
        cls.accountant = cls._create_user("order_accountant", "account.group_account_invoice")
        cls.second_manager = cls._create_user("order_manager_2", "customer_order_mgmt.group_order_manager")
        cls.pump.invoice_policy = cls.valve.invoice_policy = "delivery"
        cls.liability = cls._create_account("Advances received", "219900", "liability_current")
        cls.vat = cls._create_account("VAT payable", "219800", "liability_current")
        cls.company.downpayment_account_id = cls.liability
        cls.tax = cls.env["account.tax"].create({"name": "VAT 19 %", "amount": 19.0})
        repartition = cls.tax.invoice_repartition_line_ids | cls.tax.refund_repartition_line_ids
        repartition.filtered(lambda line: line.repartition_type == "tax").account_id = cls.vat
        cls.bank = cls.company_data["default_journal_bank"]

    @classmethod
    def _create_account(cls, name, code, account_type):
        return cls.env["account.account"].create({"name": name, "code": code, "account_type": account_type})

    def _arrange(self, *rows, lines=None, **vals):
        """Return a draft order with these rows: ``(kind, percent)`` or values."""
        rows = [row if isinstance(row, dict) else {"kind": row[0], "percent": row[1]} for row in rows]
        taxes = [Command.set(self.tax.ids)]
        lines = lines or [
            {"product_id": self.pump.id, "quantity": 3, "price_unit": 33.333, "tax_ids": taxes},
            {"product_id": self.valve.id, "price_unit": 40, "tax_ids": taxes, "requested_date": "2027-03-15"},
        ]
        commands = [Command.create({"sequence": number, **row}) for number, row in enumerate(rows)]
        return self._create_order(lines, arrangement_ids=commands, **vals)

    def _invoice_deposit(self, order):
        """Invoice the deposits and post the invoices; return them."""
        order.action_invoice_deposit()
        invoices = order.sudo().arrangement_ids._get_deposit_invoices()
        invoices.filtered(lambda move: move.state == "draft").action_post()
        self._commit_like(order)
        return invoices.with_env(self.env)

    def _receive_on_bank(self, amount, items):
        """Return a bank line of ``amount``, reconciled with these open journal items."""
        line = self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.bank.id,
                "payment_ref": "Incoming transfer",
                "amount": amount,
                "partner_id": self.customer.id,
                "date": "2027-01-20",
            }
        )
        _liquidity, suspense, _other = line._seek_for_lines()
        suspense.write({"account_id": items.account_id.id, "partner_id": items.partner_id.id})
        (suspense + items).reconcile()
        self._commit_like(items)
        return line

    def _get_terms(self, invoice):
        return invoice.line_ids.filtered(lambda line: line.account_id.account_type == "asset_receivable")

    def assertShipmentHeld(self, order):
        """Expect the first open delivery of ``order`` to be held; return what is said about it."""
        picking = order.sudo().sale_order_ids.picking_ids.filtered(lambda one: one.state not in ("done", "cancel"))[:1]
        for move in picking.move_ids:
            move.quantity = move.product_uom_qty
            move.picked = True
        with self.assertRaises(OrderHeld) as caught:
            picking.with_context(skip_backorder=True).button_validate()
        # What was refused is kept after the rollback of a real transaction.
        self.env.cr.postrollback.data.pop(KEY, None)
        return str(caught.exception)

    def _amend(self, order, change):
        """Change the order by an amendment that both sides agree to."""
        amendments = self.env["customer.order.amendment"].with_user(self.clerk)
        amendment = amendments.create({"order_id": order.id, "reason": "As agreed"})
        change(amendment)
        amendment = amendment.with_user(self.manager)
        amendment.action_propose()
        document = self.env["ir.attachment"].create({"name": "agreed.txt", "datas": base64.b64encode(b"Yes")})
        amendment._record_customer_consent({"channel": "document", "name": "Pat Buyer", "document_id": document.id})
        self._commit_like(order)
