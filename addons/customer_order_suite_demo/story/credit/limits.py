"""What each customer may owe: limits, what stands behind them, and proposals in every stage."""

MATRIX = (
    {"name": "Up to 50,000: one controller", "amount_up_to": 50000, "approvers": "1"},
    {
        "name": "More: two, one of them a manager",
        "amount_above": 50000,
        "has_upper": False,
        "approvers": "2",
        "needs_manager": True,
    },
)


def tell(book):
    _keep_matrix(book)
    for row in book.table("credit_limits"):
        _grant(book, row)
    for row in book.table("credit_covers"):
        _cover(book, row)
    _approve_for_a_season(book)
    _reject(book)
    _wait_for_the_director(book)


def _keep_matrix(book):
    rules = book.env["credit.limit.rule"]
    if not rules.search_count([("company_id", "=", book.company.id)], limit=1):
        rules.create([{**vals, "company_id": book.company.id} for vals in MATRIX])


def _grant(book, row):
    """A limit that was in force before the suite came: taken over, not approved again."""
    vals = {
        "profile_id": book.get(f"profile_{row['customer']}").id,
        "kind": row["kind"],
        "amount": float(row["amount"]),
        "insured_amount": float(row["insured"]),
        "currency_id": book.env.ref(f"base.{row['currency']}").id,
        "date_from": book.day(row["from"]),
        "date_to": book.day(row["to"]) if row["to"] else False,
    }
    limit = book.env["credit.limit"].with_user(book.get("user_director"))._grant([vals], row["reason"])
    book.keep(f"limit_{row['customer']}", limit)


def _cover(book, row):
    vals = {
        "profile_id": book.get(f"profile_{row['customer']}").id,
        "type": row["type"],
        "issuer_id": _keep_issuer(book, row).id,
        "reference": row["reference"],
        "amount": float(row["amount"]),
        "currency_id": book.env.ref(f"base.{row['currency']}").id,
        "percent": float(row["percent"]),
        "deductible": float(row["deductible"]),
        "valid_from": book.day(row["from"]),
        "valid_to": book.day(row["to"]) if row["to"] else False,
    }
    cover = book.env["credit.cover"].with_user(book.get("user_analyst")).create(vals)
    book.keep(f"cover_{row['customer']}", cover)
    decided = cover.with_user(book.get("user_controller"))
    if row["state"] != "draft":
        decided.action_put_in_force()
    if row["state"] == "ended":
        decided.action_end()


def _keep_issuer(book, row):
    if row["type"] == "deposit":
        return book.get(f"partner_{row['customer']}")
    name = "_".join(row["issuer"].lower().replace(".", "").split())
    return book.once(f"partner_{name}", "res.partner", name=row["issuer"], is_company=True, company_id=book.company.id)


def _propose(book, customer, reason, **vals):
    analyst = book.get("user_analyst")
    profile = book.get(f"profile_{customer}").with_user(analyst)
    proposal = profile._propose_limits(book.today)
    proposal.write({**vals, "reason": reason})
    proposal.action_submit()
    return book.keep(f"proposal_{customer}", proposal)


def _approve_for_a_season(book):
    proposal = _propose(
        book,
        "kranz",
        "Two plants at once until spring; the insurer covers the most of it.",
        amount=48000,
        insured_amount=30000,
        kind="temporary",
        date_to=book.day(95),
    )
    proposal.with_user(book.get("user_controller")).action_approve("For these two plants.")


def _reject(book):
    proposal = _propose(book, "greatbend", "The customer asks for more in the next season.", amount=80000)
    proposal.with_user(book.get("user_controller")).action_reject(
        "Two years of losses, and half of what it promised is still open: not more than today."
    )


def _wait_for_the_director(book):
    proposal = _propose(book, "lakeshore", "A second line for the same plant; it pays on the day.", amount=125000)
    proposal.with_user(book.get("user_controller")).action_approve("Agreed.")
