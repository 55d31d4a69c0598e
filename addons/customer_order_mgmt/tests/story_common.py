from .common_browser import BrowserCommon
from .intake_support import order_pdf
from .test_capture_mail import IntakeCommon

GOODS = (
    ("1", "AQ-P1", "Pump P1", "10", "Units", "95.00", "950.00"),
    ("2", "AQ-V1", "Valve V1", "4", "Units", "40.00", "160.00"),
    ("3", "AQ-77", "Gasket set", "4", "Units", "5.00", "20.00"),
)
HEAD = (
    ("Order number:", "PO-STORY-7"),
    ("Order date:", "10.01.2035"),
    ("Delivery date:", "01.03.2035"),
    ("Currency", "USD"),
)


class StoryCommon(IntakeCommon, BrowserCommon):
    """The cast of a whole order: clerk, manager, packer and accountant of the company, Pat of the customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["order.gate.rule"].sudo().search([]).action_archive()
        cls.packer = cls._create_user("order_packer", "stock.group_stock_user")
        cls.accountant = cls._create_user("order_accountant", "account.group_account_invoice")
        cls.pat = cls._create_user("pat", "base.group_portal")
        cls.pat.partner_id = cls.buyer
        cls.seal = cls._create_good("Seal kit S3", 5.0, is_storable=True)
        cls._stock(cls.pump | cls.valve | cls.seal)
        cls._plan_invoices()
        cls.company.customer_order_fee_account_id = cls.env["account.account"].create(
            {"name": "Bank charges", "code": "659000", "account_type": "expense"}
        )

    def setUp(self):
        super().setUp()
        self.sealed = []

    @classmethod
    def _stock(cls, products):
        warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)], limit=1)
        for product in products:
            product.invoice_policy = "delivery"
            cls.env["stock.quant"]._update_available_quantity(product, warehouse.lot_stock_id, 100)

    @classmethod
    def _plan_invoices(cls):
        plans = cls.env["customer.order.invoicing.plan"]
        # A database may bring plans of its own.
        plans.search([]).action_archive()
        plan = plans.create({"name": "Each delivery", "mode": "per_delivery", "company_id": cls.company.id})
        cls.customer.with_company(cls.company).customer_order_invoicing_plan_id = plan
        cls.customer.email = "invoices@aqua.example.com"

    def _receive_mail(self):
        """Let the customer's mail with its PDF come in, and the job read it; return the draft."""
        pdf = order_pdf(head=HEAD, goods=GOODS, totals=(("Net total", "1,130.00"),))
        return self._capture(("order.pdf", "application/pdf", pdf), subject="Order PO-STORY-7").order_id

    def _read(self, intake):
        self._run_job("customer_order_intake_cron")
        intake.invalidate_recordset()
        return intake.with_user(self.clerk)

    def _run_job(self, name):
        """Run a scheduled job as the server does. Browser tests are in the registry's test mode already."""
        self.env.ref(f"customer_order_mgmt.{name}").method_direct_trigger()
        self.env.invalidate_all()

    def _assert_sealed(self, order, *events):
        """Expect these events, and no others, to be sealed about ``order`` since the last time."""
        found = self._get_events(order)
        self.assertEqual(found[len(self.sealed) :], [f"customer_order.{event}" for event in events])
        self.sealed = found

    def _assert_told(self, order, code, *words):
        """Expect that the customer was mailed a document of this ``code`` last, and ``words`` in the mail."""
        last = order.acknowledgement_ids.sorted("id")[-1:]
        self.assertEqual((last.code, last.version_id), (code, order.counter_version_id or order.current_version_id))
        self.assertTrue(last.sent_at)
        mail = last.message_id
        self.assertEqual(mail.partner_ids, self.buyer)
        self.assertEqual(mail.attachment_ids, last.attachment_id)
        for text in words:
            self.assertIn(text, f"{mail.subject} {mail.body}")

    def _assert_sold(self, order, *rows):
        """Expect these ``(product, quantity, price)`` in the one sales order of ``order``, which is confirmed."""
        sale = order.sudo().sale_order_ids
        self.assertEqual((len(sale), sale.state), (1, "sale"))
        lines = sale.order_line.sorted()
        self.assertEqual([(line.product_id, line.product_uom_qty, line.price_unit) for line in lines], list(rows))

    def _deliver_rest(self, order):
        """Let the packer tick and ship what is left."""
        pickings = order.sudo().sale_order_ids.picking_ids
        picking = pickings.filtered(lambda one: one.state == "assigned").with_user(self.packer)
        picking.requirement_due_ids.action_tick()
        picking.button_validate()
        self.assertEqual(set(pickings.mapped("state")), {"done"})
        self._commit_like(order)

    def _assert_entry(self, move, *rows):
        """Expect these ``(account type, balance)``, by balance, in the posted entry ``move``."""
        self.assertEqual(move.state, "posted")
        lines = move.line_ids.sorted("balance")
        self.assertEqual([(line.account_id.account_type, line.balance) for line in lines], list(rows))
