from odoo import fields
from odoo.addons.account.tests.common import AccountTestInvoicingCommon
from odoo.fields import Command
from odoo.tests import new_test_user

READER = "customer_credit_view.group_credit_reader"
EVERYTHING = "sales_team.group_sale_salesman_all_leads,stock.group_stock_user,account.group_account_invoice"


class CreditCommon(AccountTestInvoicingCommon):
    """A company with each role of credit, a seller, a customer with a contact, goods, and builders.

    Addons on top use the same builders::

        invoice = self._invoice(1000, "2027-01-10", due="2027-02-09")
        self._pay(invoice, "2027-02-20", 400)
        order = self._order([(self.pump, 2, 100.0)])
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.company_data["company"]
        cls.customer = cls._customer("Aqua Works")
        cls.buyer = cls.env["res.partner"].create({"name": "Pat Buyer", "parent_id": cls.customer.id})
        cls.pump = cls._good("Pump P1", 100.0)
        cls.reader = cls._user("reader", READER)
        cls.analyst = cls._user("analyst", "customer_credit_view.group_credit_analyst")
        cls.controller = cls._user("controller", f"customer_credit_view.group_credit_controller,{EVERYTHING}")
        cls.manager = cls._user("manager", f"customer_credit_view.group_credit_manager,{EVERYTHING}")
        cls.seller = cls._user("seller", "sales_team.group_sale_salesman,stock.group_stock_user")

    @classmethod
    def _user(cls, name, groups, company=None):
        company = company or cls.company
        vals = {"company_id": company.id, "company_ids": [Command.set(company.ids)]}
        return new_test_user(cls.env, f"credit_test_{name}", groups=groups, **vals)

    @classmethod
    def _customer(cls, name, **vals):
        return cls.env["res.partner"].create({"name": name, "is_company": True, "lang": "en_US", **vals})

    @classmethod
    def _good(cls, name, price, **vals):
        vals = {"type": "consu", "list_price": price, "taxes_id": False, "invoice_policy": "delivery", **vals}
        return cls.env["product.product"].create({"name": name, **vals})

    @classmethod
    def _profile(cls, partner=None, company=None):
        return cls.env["credit.profile"]._get_for(partner or cls.customer, company or cls.company).sudo()

    @classmethod
    def _invoice(cls, amount, date, due=None, *, partner=None, move_type="out_invoice", post=True, **vals):
        """Return an invoice over ``amount`` without tax; ``due`` is its date unless given."""
        line = {"product_id": cls.pump.id, "price_unit": amount, "quantity": 1, "tax_ids": [Command.clear()]}
        move = cls.env["account.move"].create(
            {
                "move_type": move_type,
                "partner_id": (partner or cls.customer).id,
                "company_id": cls.company.id,
                "invoice_date": date,
                "date": date,
                "invoice_date_due": due or date,
                "invoice_payment_term_id": False,
                "invoice_line_ids": [Command.create(line)],
                **vals,
            }
        )
        if post:
            move.action_post()
        return move

    @classmethod
    def _pay(cls, invoices, date, amount=None):
        """Return the payment of ``invoices`` on ``date``; of a part, if ``amount`` is given."""
        context = {"active_model": "account.move", "active_ids": invoices.ids}
        vals = {"payment_date": date, **({"amount": amount} if amount else {})}
        return cls.env["account.payment.register"].with_context(**context).create(vals)._create_payments()

    @classmethod
    def _order(cls, lines=None, *, user=None, **vals):
        """Return a quotation of the seller. ``lines`` are (product, quantity, price without tax)."""
        rows = [
            {"product_id": product.id, "product_uom_qty": quantity, "price_unit": price, "tax_ids": [Command.clear()]}
            for product, quantity, price in (lines or [(cls.pump, 1, 100.0)])
        ]
        orders = cls.env["sale.order"].with_user(user or cls.seller).with_company(cls.company)
        order = orders.create(
            {"partner_id": cls.customer.id, "order_line": [Command.create(row) for row in rows], **vals}
        )
        cls.env.flush_all()
        return order

    @classmethod
    def _deliver(cls, order, share=1.0):
        """Deliver ``share`` of what is open; what is left stays as a backorder."""
        pickings = order.sudo().picking_ids.filtered(lambda picking: picking.state not in ("done", "cancel"))
        for move in pickings.move_ids:
            move.quantity = move.product_uom_qty * share
            move.picked = True
        context = {"skip_backorder": True, "picking_ids_not_to_backorder": []}
        pickings.with_context(**context).button_validate()
        cls.env.flush_all()

    @classmethod
    def _today(cls):
        return fields.Date.context_today(cls.env.user)
