"""Who decides about credit, and what the company knows of each customer from the start."""

from odoo.fields import Command

from ..cast import keep_user

USERS = {
    "analyst": (
        "Lotte Smit",
        "customer_credit_view.credit_work_action",
        ["customer_credit_view.group_credit_analyst", "base.group_partner_manager"],
    ),
    "director": (
        "Henk Mulder",
        "customer_credit_view.credit_exposure_action",
        ["customer_credit_view.group_credit_manager", "order_gate.group_order_gate_manager"],
    ),
}
SETTINGS = {
    "credit_application_portal": True,
    "credit_portal_statement": True,
    "credit_screening_mode": "enforce",
    "credit_warning_is_on": True,
    "credit_warning_sets_watch": True,
    # Pumps are made to order: an order is owed for long before its invoice is due.
    "credit_lead_days": 120,
}


def tell(book):
    for login, (name, home, groups) in USERS.items():
        keep_user(book, login, name, home, groups)
    group = book.env.ref("customer_credit_view.group_credit_controller")
    book.get("user_controller").group_ids = [Command.link(group.id)]
    book.company.write({**SETTINGS, "credit_collector_id": book.get("user_analyst").id})
    for row in book.table("credit_customers"):
        _keep_profile(book, row)


def _keep_profile(book, row):
    partner = book.get(f"partner_{row['customer']}")
    profile = book.env["credit.profile"]._get_for(partner, book.company)
    profile.write(
        {
            "segment": row["segment"],
            "firm_type": row["firm_type"],
            "group_partner_id": book.get(f"partner_{row['head']}").id if row["head"] else False,
            "user_id": book.get("user_analyst").id,
        }
    )
    book.keep(f"profile_{row['customer']}", profile)
