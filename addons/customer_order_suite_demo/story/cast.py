"""Who appears: customers with their people, and the users of the company."""

from odoo.fields import Command

ORDERS = "customer_order_mgmt.customer_order_action"
# Whoever tries the suite logs in as each of them, the password is the login, and begins at the screen named.
USERS = {
    "clerk": ("Femke Visser", ORDERS, ["customer_order_mgmt.group_order_clerk", "base.group_partner_manager"]),
    "manager": (
        "Ruben Hofstra",
        ORDERS,
        [
            "customer_order_mgmt.group_order_manager",
            "sales_team.group_sale_salesman_all_leads",
            "stock.group_stock_user",
            "base.group_partner_manager",
        ],
    ),
    "controller": (
        "Sanne Bakker",
        "order_gate.order_hold_action",
        [
            "order_gate.group_order_gate_manager",
            "customer_order_mgmt.group_order_manager",
            "sales_team.group_sale_salesman_all_leads",
            "stock.group_stock_user",
            "account.group_account_invoice",
            "base.group_partner_manager",
        ],
    ),
    "accountant": ("Marit de Boer", ORDERS, ["account.group_account_invoice", "customer_order_mgmt.group_order_clerk"]),
    "auditor": (
        "Joost Timmers",
        "evidence_ledger.evidence_verification_action",
        ["evidence_ledger.group_evidence_auditor"],
    ),
}


def tell(book):
    for login, (name, home, groups) in USERS.items():
        keep_user(book, login, name, home, groups)
    for row in book.table("customers"):
        _keep_customer(book, row)
    for row in book.table("people"):
        _keep_person(book, row)
    _keep_portal_user(book)


def keep_user(book, login, name, home, groups):
    """Keep an employee, who logs in by ``login`` and begins at the screen ``home``."""
    if book.find(f"user_{login}"):
        return
    user = book.env["res.users"].create(
        {
            "name": name,
            "login": login,
            "password": login,
            "email": f"{login}@aldernpumps.example",
            "company_id": book.company.id,
            "company_ids": [Command.set(book.company.ids)],
            "group_ids": [Command.set([book.env.ref(group).id for group in ("base.group_user", *groups)])],
            "tz": "Europe/Amsterdam",
            "action_id": book.env.ref(home).id,
        }
    )
    user.partner_id.tz = user.tz
    book.keep(f"user_{login}", user)


def _keep_customer(book, row):
    return book.once(
        f"partner_{row['key']}",
        "res.partner",
        is_company=True,
        company_id=book.company.id,
        **_prepare_address_vals(book, row),
        vat=row["vat"] or False,
        lang=row["lang"],
        property_product_pricelist=book.get(f"pricelist_{row['currency'].lower()}").id,
        property_payment_term_id=book.get(f"payment_term_{row['terms']}").id,
        user_id=book.get("user_manager").id,
    )


def _keep_person(book, row):
    customer = book.get(f"partner_{row['customer']}")
    return book.once(
        f"partner_{row['customer']}_{row['type']}",
        "res.partner",
        parent_id=customer.id,
        type=row["type"],
        function=row["function"] or False,
        company_id=book.company.id,
        lang=customer.lang,
        **(_prepare_address_vals(book, row) if row["street"] else {"name": row["name"], "email": row["email"]}),
    )


def _prepare_address_vals(book, row):
    country = book.env.ref(f"base.{row['country']}")
    states = book.env["res.country.state"]
    return {
        "name": row["name"],
        "street": row["street"],
        "zip": row["zip"],
        "city": row["city"],
        "state_id": states.search([("country_id", "=", country.id), ("code", "=", row["state"])]).id,
        "country_id": country.id,
        "email": row["email"] or False,
        "phone": row["phone"] or False,
    }


def _keep_portal_user(book):
    if book.find("user_portal"):
        return
    person = book.get("partner_harrow_contact")
    book.keep(
        "user_portal",
        book.env["res.users"].create(
            {
                "partner_id": person.id,
                "login": "portal",
                "password": "portal",
                "company_id": book.company.id,
                "company_ids": [Command.set(book.company.ids)],
                "group_ids": [Command.set(book.env.ref("base.group_portal").ids)],
            }
        ),
    )
