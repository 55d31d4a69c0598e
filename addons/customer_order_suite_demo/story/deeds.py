"""The deeds of the chronicle: each takes the book, the customer order, the day, and what of it."""

from odoo.fields import Command


def receive(book, order, _day, _what):
    order.with_user(book.get("user_clerk")).action_receive()


def accept(book, order, _day, _what):
    order.with_user(book.get("user_manager")).action_accept()


def reject(book, order, _day, reason):
    order.with_user(book.get("user_manager")).action_reject(reason)


def acknowledge(book, order, _day, _what):
    if book.env["ir.actions.report"].get_wkhtmltopdf_state() in ("install", "broken"):
        return  # A document cannot be made on this machine: the order stays to be acknowledged.
    # Its document prints the last checkpoint: one that contains the acceptance.
    book.env["evidence.checkpoint"]._seal_pending()
    order.with_user(book.get("user_manager"))._send_acknowledgement()
    # Told, not mailed: customers of a story have no mailbox.
    book.env["mail.mail"].search([("model", "=", order._name), ("res_id", "=", order.id)]).cancel()


def deliver(book, order, day, what):
    """Ship everything, or the quantities named: ``AP-40=5 CP-11=2``; what is left becomes a backorder."""
    for line in order.sale_order_ids.order_line.filtered(lambda line: line.product_id.type == "service" and not what):
        line.qty_delivered = line.product_uom_qty
    moves = order.sale_order_ids.picking_ids.move_ids.filtered(lambda move: move.state not in ("done", "cancel"))
    quantities = _quantities(what)
    for move in moves:
        wanted = move.product_uom_qty if not what else quantities.get(move.product_id.default_code, 0)
        move.quantity = min(wanted, move.product_uom_qty)
        move.picked = bool(move.quantity)
    for picking in moves.filtered("picked").picking_id:
        picking.with_context(skip_backorder=True).button_validate()
        picking.date_done = book.hour(day)


def bring_back(book, order, day, what):
    """Take back the quantities named; the customer is credited with the next invoice."""
    quantities = _quantities(what)
    done = order.sale_order_ids.picking_ids.filtered(lambda picking: picking.state == "done")[:1]
    wizard = book.env["stock.return.picking"].create({"picking_id": done.id})
    for line in wizard.product_return_moves:
        line.quantity = quantities.get(line.product_id.default_code, 0)
    returned = book.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
    returned.move_ids.picked = True
    returned.button_validate()
    returned.date_done = book.hour(day)


def advance(book, order, day, percent):
    """Invoice a share in advance, as the payment terms ask."""
    wizard = book.env["sale.advance.payment.inv"].create(
        {
            "sale_order_ids": [Command.set(order.sale_order_ids.ids)],
            "advance_payment_method": "percentage",
            "amount": float(percent),
        }
    )
    invoices = wizard._create_invoices(order.sale_order_ids)
    invoices.invoice_payment_term_id = False
    _post(invoices, day)


def invoice(book, order, day, _what):
    """Invoice what was shipped, deduct what was advanced, credit what came back."""
    invoices = order.sale_order_ids._create_invoices(final=True)
    if order.payment_term_id == book.get("payment_term_advance"):
        # The advance was invoiced by itself: what is left is the balance.
        invoices.invoice_payment_term_id = book.get("payment_term_60")
    _post(invoices, day)


def pay(book, order, day, percent):
    """The customer pays a share of what is open on the order."""
    invoices = order.sale_order_ids.invoice_ids.filtered(lambda move: move.state == "posted" and move.amount_residual)
    register = book.env["account.payment.register"].with_context(active_model="account.move", active_ids=invoices.ids)
    wizard = register.create({"payment_date": day, "group_payment": True})
    if percent != "100":
        wizard.amount = order.currency_id.round(sum(invoices.mapped("amount_residual")) * float(percent) / 100)
    wizard.action_create_payments()


def _post(invoices, day):
    invoices.invoice_date = day
    for invoice in invoices.filtered(lambda invoice: not invoice.invoice_payment_term_id):
        # Without terms it is due when it was made, which was today.
        invoice.invoice_date_due = day
    invoices.action_post()


def _quantities(what):
    """``AP-40=5 CP-11=2`` as a dictionary."""
    return {code: float(quantity) for code, _equals, quantity in (part.partition("=") for part in what.split())}


DEEDS = {
    "receive": receive,
    "accept": accept,
    "reject": reject,
    "acknowledge": acknowledge,
    "deliver": deliver,
    "return": bring_back,
    "advance": advance,
    "invoice": invoice,
    "pay": pay,
}
