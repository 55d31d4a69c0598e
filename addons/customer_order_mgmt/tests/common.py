from odoo.addons.account.tests.common import AccountTestInvoicingCommon
from odoo.fields import Command
from odoo.tests import new_test_user


class CustomerOrderCommon(AccountTestInvoicingCommon):
    """A company with a chart of accounts, a clerk, a manager, a customer and stock, and builders for orders.

    Addons on top use the same builders::

        order = self._create_order([{"product_id": self.pump.id, "quantity": 2}])
        self._accept(order)
        self._deliver(order)
        self._pay(self._invoice(order))

    Each builder acts as the role that would do it, unless an order with another environment is passed.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.company_data["company"]
        cls.clerk = cls._create_user("order_clerk", "customer_order_mgmt.group_order_clerk")
        cls.manager = cls._create_user("order_manager", "customer_order_mgmt.group_order_manager")
        cls.customer = cls.env["res.partner"].create(
            {"name": "Aqua Works", "is_company": True, "street": "1 Canal Road", "city": "Leeds", "lang": "en_US"}
        )
        cls.buyer = cls.env["res.partner"].create({"name": "Pat Buyer", "parent_id": cls.customer.id})
        cls.pump = cls._create_good("Pump P1", 100.0, is_storable=True)
        cls.valve = cls._create_good("Valve V1", 40.0, is_storable=True)

    @classmethod
    def _create_user(cls, login, groups, company=None):
        company = company or cls.company
        return new_test_user(cls.env, login, groups=groups, company_id=company.id, company_ids=company.ids)

    @classmethod
    def _create_good(cls, name, price, **vals):
        return cls.env["product.product"].create(
            {"name": name, "default_code": name[-2:], "type": "consu", "list_price": price, **vals}
        )

    @classmethod
    def _create_order(cls, lines=None, **vals):
        """Return a draft order of the clerk. ``lines`` are values; by default two pumps and one valve on two dates."""
        lines = lines or [
            {"product_id": cls.pump.id, "quantity": 2, "requested_date": "2027-03-01"},
            {"product_id": cls.valve.id, "quantity": 1, "requested_date": "2027-03-15"},
        ]
        return (
            cls.env["customer.order"]
            .with_user(cls.clerk)
            .create(
                {
                    "company_id": cls.company.id,
                    "partner_id": cls.customer.id,
                    "contact_id": cls.buyer.id,
                    "customer_reference": cls._get_next_reference(),
                    "customer_date": "2027-01-10",
                    "line_ids": [Command.create({"requested_date": "2027-03-01", **line}) for line in lines],
                    **vals,
                }
            )
        )

    @classmethod
    def _get_next_reference(cls):
        """The customer numbers its orders: PO 4711, PO 4712, … The same number twice is a duplicate."""
        number = 4711 + cls.env["customer.order"].sudo().search_count([("partner_id", "=", cls.customer.id)])
        return f"PO {number}"

    def _accept(self, order):
        """Receive the order as its clerk and accept it as the manager; return it as the manager sees it."""
        if order.state == "draft":
            order.action_receive()
        order = order.with_user(self.manager)
        order.action_accept()
        return order

    def _deliver(self, order, share=1.0):
        """Ship ``share`` of what is open, without a backorder question."""
        # Deliveries are the work of stock users, who are not part of what is tested here.
        pickings = order.sudo().sale_order_ids.picking_ids.filtered(lambda p: p.state not in ("done", "cancel"))
        for move in pickings.move_ids.filtered(lambda move: move.state not in ("done", "cancel")):
            move.quantity = move.product_uom_qty * share
            move.picked = True
        pickings.with_context(skip_backorder=True).button_validate()
        self._commit_like(order)
        return pickings

    def _invoice(self, order, *, final=True):
        """Invoice what can be invoiced and post it."""
        invoices = order.sudo().sale_order_ids._create_invoices(final=final)
        invoices.action_post()
        self._commit_like(order)
        return invoices

    def _pay(self, invoices, amount=None):
        """Register a payment on the invoices, of everything or of ``amount``."""
        wizard = self.env["account.payment.register"].with_context(active_model="account.move", active_ids=invoices.ids)
        wizard.create({"amount": amount} if amount else {})._create_payments()
        self._commit_like(invoices)

    def _commit_like(self, records):
        """Do what happens before a commit: flush, then run what waits for it."""
        self.env.flush_all()
        self.env.cr.flush()
        records.invalidate_recordset()

    def _get_events(self, order):
        """Return the events sealed about ``order``, oldest first."""
        entries = self.env["evidence.entry"].sudo()
        domain = [("subject_model", "=", order._name), ("subject_key", "=", order.name)]
        return entries.search([*domain, ("company_ref", "=", order.company_id.id)], order="sequence").mapped("event")
