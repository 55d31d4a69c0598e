"""What tests of credit limits on committed data share: customers, limits, orders, and confirmations that collide."""

from odoo import fields
from odoo.addons.order_gate.exceptions import OrderHeld
from odoo.fields import Command

from .support import retrying, transaction

LIMIT, PRICE = 1500, 1000


def enforce_limits(database, *checkpoints):
    """Let the limit count at these checkpoints, and no other rule."""
    with transaction(database) as env:
        env["order.gate.rule"].search([]).action_archive()
        for checkpoint in checkpoints:
            vals = {"name": "Limit", "kind": "limit_used", "checkpoint": checkpoint, "mode": "enforce"}
            env["credit.rule"].create({**vals, "severity": "block"})


def new_customer(env, name, parent=None):
    return env["res.partner"].create({"name": name, "is_company": True, "parent_id": parent and parent.id})


def grant(env, customer, amount=LIMIT):
    profile = env["credit.profile"]._get_for(customer, env.company)
    vals = {
        "profile_id": profile.id,
        "currency_id": env.company.currency_id.id,
        "amount": amount,
        "date_from": fields.Date.context_today(profile),
    }
    env["credit.limit"]._grant([vals], "Agreed.")
    return profile


def new_order(env, customer, amount=PRICE, **vals):
    product = env["product.product"].search([("name", "=", "Race pump")], limit=1) or env["product.product"].create(
        {"name": "Race pump", "type": "service"}
    )
    line = {"product_id": product.id, "product_uom_qty": 1, "price_unit": amount, "tax_ids": [Command.clear()]}
    vals = {"partner_id": customer.id, "pricelist_id": False, "order_line": [Command.create(line)], **vals}
    return env["sale.order"].create(vals)


def confirming(database, outcomes, *order_ids, uid=1, act="action_confirm"):
    """A callable that confirms orders one by one, as Odoo's RPC layer would, and notes what came of each."""

    def run():
        for order_id in order_ids:
            try:
                retrying(database, lambda env, one=order_id: getattr(env["sale.order"].browse(one), act)(), uid=uid)
                outcomes.append("confirmed")
            except OrderHeld:
                outcomes.append("held")

    return run


def confirmed(database, *order_ids):
    """Return the totals of those of these orders that are confirmed."""
    with transaction(database) as env:
        return env["sale.order"].browse(order_ids).filtered(lambda order: order.state == "sale").mapped("amount_total")
