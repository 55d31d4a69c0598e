from contextlib import contextmanager
from unittest.mock import patch

from odoo.addons.account.tests.common import AccountTestInvoicingCommon
from odoo.fields import Command
from odoo.tests import new_test_user

from ..exceptions import OrderHeld
from ..logic.findings import Finding, Severity
from ..tools.refusals import KEY, PendingRefusals


class OrderGateCommon(AccountTestInvoicingCommon):
    """A company with a seller, two controllers and a manager of the gate, a customer, goods, and orders to judge.

    ``with self.assertHeld(order) as held: ...`` expects the refusal and keeps its hold, as the end of a real
    transaction would; ``held.hold`` is it afterwards. ``self.enforce("value", amount_limit=100)`` makes a rule count.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.company_data["company"]
        # A database may bring rules of its own.
        cls.env["order.gate.rule"].sudo().search([]).action_archive()
        seller = "sales_team.group_sale_salesman,stock.group_stock_user,account.group_account_invoice"
        cls.seller = cls._create_user("seller", seller)
        everything = seller.replace("salesman", "salesman_all_leads")
        cls.controller = cls._create_user("controller", f"order_gate.group_order_gate_controller,{everything}")
        cls.boss = cls._create_user("boss", f"order_gate.group_order_gate_manager,{everything}")
        cls.customer = cls.env["res.partner"].create(
            {
                "name": "Aqua Works",
                "is_company": True,
                "street": "1 Canal Road",
                "city": "Leeds",
                "country_id": cls.env.ref("base.uk").id,
            }
        )
        cls.pump = cls._create_good("Pump P1", 100.0, standard_price=60.0)
        cls.valve = cls._create_good("Valve V1", 40.0, standard_price=10.0)

    @classmethod
    def _create_user(cls, login, groups, company=None):
        company = company or cls.company
        vals = {"company_id": company.id, "company_ids": [Command.set(company.ids)]}
        return new_test_user(cls.env, f"order_gate_test_{login}", groups=groups, **vals)

    @classmethod
    def _create_good(cls, name, price, **vals):
        return cls.env["product.product"].create(
            {"name": name, "type": "consu", "list_price": price, "taxes_id": False, "invoice_policy": "order", **vals}
        )

    def enforce(self, kind, checkpoint="confirm", **vals):
        """Return a new rule that counts from now on."""
        vals = {"name": kind, "kind": kind, "checkpoint": checkpoint, "mode": "enforce", **vals}
        return self.env["order.gate.rule"].sudo().create(vals)

    def create_order(self, quantity=2, user=None, **vals):
        """Return a quotation of the seller (or ``user``) for that many pumps at 100."""
        line = Command.create({"product_id": self.pump.id, "product_uom_qty": quantity, "price_unit": 100.0})
        vals = {"partner_id": self.customer.id, "order_line": [line], **vals}
        order = self.env["sale.order"].with_user(user or self.seller).with_company(self.company).create(vals)
        self.commit_like()
        return order

    def commit_like(self):
        """Do what happens before a commit: flush, then run what waits for it."""
        self.env.flush_all()
        self.env.cr.flush()

    def place_pending(self):
        """Keep the holds of what was refused, as the end of the transaction would; return them."""
        pending = PendingRefusals.get(self.env)
        self.forget_pending()
        return self.env["order.hold"]._place_after(pending.take())

    def forget_pending(self):
        self.env.cr.postrollback.data.pop(KEY, None)

    @contextmanager
    def assertHeld(self, records):
        """Expect ``OrderHeld`` for ``records``; yields an object whose ``hold`` is kept afterwards."""

        class Held:
            error = hold = None

        self.forget_pending()
        with self.assertRaises(OrderHeld) as caught:
            yield Held
        Held.error = str(caught.exception)
        Held.hold = self.place_pending()
        self.assertEqual(set(Held.hold.mapped("res_id")), set(records.ids))

    @contextmanager
    def findings(self, model, checkpoint, *findings):
        """Let documents of ``model`` have these findings at ``checkpoint``, as an addon on top would add them."""
        found = [
            finding if isinstance(finding, Finding) else Finding(finding, Severity.BLOCK, f"Found {finding}.")
            for finding in findings
        ]
        original = type(self.env[model])._gate_findings

        def _gate_findings(records, at):
            result = original(records, at)
            for record in records:
                result.setdefault(record, []).extend(found if at == checkpoint else [])
            return result

        with patch.object(type(self.env[model]), "_gate_findings", _gate_findings):
            yield
