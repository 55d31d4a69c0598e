"""What else is on the desks of the company: a mail with an order, plans for invoices, a damage."""

from email.message import EmailMessage

from .deeds import deliver
from .orders import prepare_order_vals
from .paper import print_order

MAILED = {
    "key": "mail",
    "customer": "calder",
    "reference": "CD-88731",
    "ordered": "0",
    "received": "",
    "outcome": "draft",
    "incoterm": "DAP",
    "place": "Halifax",
    "instructions": "",
}
MAILED_LINES = [
    {"product": "DX-50", "quantity": "2", "customer_code": "88-4471", "requested": "50"},
    {"product": "MS-35", "quantity": "4", "customer_code": "", "requested": "50"},
]
PLANS = {
    "collective": ("Collective invoice at the end of the month", "monthly", "sluiswachter"),
    "accepted": ("When the customer has accepted the delivery", "on_acceptance", "nordstein"),
    "by_hand": ("By hand", "manual", None),
}


def tell(book):
    _offer(book)
    _plan_invoices(book)
    _report_damage(book)
    _deliver(book)
    _receive_mail(book)
    book.env["customer.order"].search([("state", "=", "received"), ("company_id", "=", book.company.id)]).action_check()


def _offer(book):
    """Customers order in the portal what stands in the catalogue."""
    if not book.company.customer_order_use_portal:
        book.company.customer_order_use_portal = True
        book.env["product.template"].search([("company_id", "=", book.company.id)]).action_offer_to_customers()


def _plan_invoices(book):
    for name, (label, mode, customer) in PLANS.items():
        known = book.find(f"plan_{name}")
        plan = book.once(f"plan_{name}", "customer.order.invoicing.plan", name=label, mode=mode, is_sent=False)
        if customer and not known:
            partner = book.get(f"partner_{customer}").with_company(book.company)
            partner.customer_order_invoicing_plan_id = plan


def _report_damage(book):
    order = book.get("order_14")
    book.once(
        "incident_seal",
        "customer.order.incident",
        order_id=order.id,
        line_id=order.line_ids.sorted("sequence")[0].id,
        kind="damage",
        quantity=1,
        description="The terminal box of one pump is cracked; the crate was dropped at the customer's gate.",
        reported_by="customer",
    )


def _deliver(book):
    """Half of a delivery has left, and waits for the end of the month to be invoiced."""
    order = book.get("order_21")
    if not order.shipped_percent:
        deliver(book, order, book.today, "VX-25=2")
        book.env.cr.flush()


def _receive_mail(book):
    """Calder's order came by mail this morning, with its paper."""
    if book.find("intake_calder"):
        return
    lines = [
        dict.fromkeys(("promised", "price", "discount", "description", "instructions", "file"), "") | line
        for line in MAILED_LINES
    ]
    order = book.env["customer.order"].new(prepare_order_vals(book, MAILED, lines))
    mail = EmailMessage()
    mail["From"] = "Owen Hartley <o.hartley@calderdairy.example>"
    mail["To"] = "orders@aldernpumps.example"
    mail["Subject"] = "Order CD-88731"
    mail["Message-Id"] = "<cd-88731@calderdairy.example>"
    mail.set_content("Good morning,\n\nplease find our order attached.\n\nOwen Hartley\nCalder Dairy Systems Ltd\n")
    mail.add_attachment(print_order(order), maintype="application", subtype="pdf", filename="CD-88731.pdf")
    thread = book.env["mail.thread"].message_process(
        "customer.order.intake", mail.as_bytes(), custom_values={"company_id": book.company.id}
    )
    intake = book.keep("intake_calder", book.env["customer.order.intake"].browse(thread))
    intake.with_user(book.get("user_clerk")).action_read()
