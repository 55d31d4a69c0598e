"""Rules of credit that hold, let pass and observe; an order that waits, a quotation that went on with conditions."""

from odoo.addons.order_gate.tools.modes import quietly
from odoo.fields import Command

RULES = {
    "limit_accept": {"name": "Over the limit: no order", "checkpoint": "accept", "kind": "limit_used"},
    "limit_confirm": {"name": "Over the limit: no quotation", "checkpoint": "confirm", "kind": "limit_used"},
    "overdue_accept": {
        "name": "A month overdue: no order",
        "checkpoint": "accept",
        "kind": "days_overdue",
        "days": 30,
        "grace_days": 5,
    },
    "overdue_confirm": {
        "name": "A month overdue: no quotation",
        "checkpoint": "confirm",
        "kind": "days_overdue",
        "days": 30,
        "grace_days": 5,
    },
    "parts": {
        "name": "Parts up to 500 pass",
        "checkpoint": "confirm",
        "kind": "order_value",
        "effect": "exclude",
        "is_releasing": True,
        "amount_limit": 500,
    },
    "nordstein": {
        "name": "Nordstein pays twice a month",
        "checkpoint": "accept",
        "kind": "days_overdue",
        "effect": "exclude",
        "scope": "customer",
        "customers": ("nordstein_group",),
        "days": 50,
    },
    "horizon": {
        "name": "Over the limit within 60 days",
        "checkpoint": "ship",
        "kind": "limit_used",
        "horizon": "dynamic",
        "horizon_days": 60,
        "mode": "observe",
    },
    "late": {
        "name": "Pays more than ten days late on average",
        "checkpoint": "accept",
        "kind": "days_late",
        "days": 10,
        "severity": "warning",
        "mode": "observe",
    },
    "pledge": {"name": "Broke a promise", "checkpoint": "accept", "kind": "broken_pledge", "mode": "observe"},
}


def tell(book):
    rules = [_keep_rule(book, name, dict(vals)) for name, vals in RULES.items()]
    _hold(book)
    _release_with_conditions(book)
    book.env["credit.rule"].union(*rules).filtered(lambda rule: rule.mode == "observe").action_observe()


def _keep_rule(book, name, vals):
    customers = [book.get(f"partner_{key}").id for key in vals.pop("customers", ())]
    rules = book.env["credit.rule"].with_user(book.get("user_director"))
    rule = rules.create(
        {
            "mode": "enforce",
            "company_id": book.company.id,
            "user_id": book.get("user_controller").id,
            "customer_ids": [Command.set(customers)],
            **vals,
        }
    )
    return book.keep(f"credit_rule_{name}", rule.sudo(False))


def _hold(book):
    """Harrow's new order waits: it owes for more than a month."""
    with quietly():
        book.get("order_26").with_user(book.get("user_manager")).action_accept()


def _release_with_conditions(book):
    """The brewery wants more than its limit allows; a deposit lets it pass."""
    vals = {
        "partner_id": book.get("partner_sluiswachter").id,
        "client_order_ref": "SW-2331",
        "order_line": [Command.create({"product_id": book.get("product_vx_25").id, "product_uom_qty": 2})],
    }
    quotation = book.env["sale.order"].with_user(book.get("user_manager")).create(vals)
    book.keep("quotation_sluiswachter", quotation)
    with quietly():
        quotation.action_confirm()
    panel = book.env["credit.what.if"].with_user(book.get("user_controller"))
    tried = panel.create({"hold_id": quotation.gate_hold_ids.id, "deposit": 6000})
    tried.reason = "The brewery pays 6,000 first; the rest is within its limit."
    tried.action_release()
