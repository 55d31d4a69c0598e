"""What the gate holds on the day of the demo: orders too large for one pair of eyes, goods of a blocked customer."""

from odoo.addons.order_gate.tools.modes import quietly
from odoo.fields import Command

RULES = {
    "large_order": ("Orders over 20,000 need the controller", "accept", "value"),
    "large_quotation": ("Quotations over 20,000 need the controller", "confirm", "value"),
    "blocked_order": ("No orders of blocked customers", "accept", "customer"),
    "blocked_shipment": ("Nothing leaves for blocked customers", "ship", "customer"),
}


def tell(book):
    if book.find("rule_large_order"):
        return
    controller = book.get("user_controller")
    for name, (label, checkpoint, kind) in RULES.items():
        book.once(
            f"rule_{name}",
            "order.gate.rule",
            name=label,
            company_id=book.company.id,
            checkpoint=checkpoint,
            kind=kind,
            mode="enforce",
            amount_limit=20000 if kind == "value" else 0,
            currency_id=book.company.currency_id.id,
            user_id=controller.id,
        )
    _hold_orders(book, controller)
    _hold_quotation(book, controller)
    _hold_shipment(book, controller)
    book.env["order.gate.rule"].search([("mode", "=", "observe")])._observe()
    book.env.cr.flush()


def _hold_orders(book, controller):
    """One waits, one is released and waits for the manager to accept it."""
    for key in ("25", "27"):
        with quietly():
            book.get(f"order_{key}").with_user(book.get("user_manager")).action_accept()
    released = book.get("order_27").gate_hold_ids
    released.with_user(controller).action_release("Kranz has paid every invoice of three years within its terms.")


def _hold_quotation(book, controller):
    """One that the controller did not let pass."""
    quotation = (
        book.env["sale.order"]
        .with_user(book.get("user_manager"))
        .create(
            {
                "partner_id": book.get("partner_calder").id,
                "client_order_ref": "CD-88702",
                "order_line": [
                    Command.create({"product_id": book.get("product_ap_80").id, "product_uom_qty": 8, "discount": 25.0})
                ],
            }
        )
    )
    book.keep("quotation_calder", quotation)
    with quietly():
        quotation.action_confirm()
    quotation.gate_hold_ids.with_user(controller).action_reject(
        "A quarter off for eight pumps is below what we agreed in spring: offer 15 % and ask again."
    )


def _hold_shipment(book, controller):
    """The customer was blocked after its goods were picked."""
    customer = book.get("partner_lakeshore")
    customer.with_user(controller).write(
        {"order_block": True, "order_block_reason": "The letter of credit is not opened yet"}
    )
    pickings = book.get("order_15").sale_order_ids.picking_ids
    waiting = pickings.filtered(lambda picking: picking.state == "assigned")
    with quietly():
        waiting.with_user(book.get("user_manager")).button_validate()
