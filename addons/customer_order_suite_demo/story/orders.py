"""The customer orders as their customers wrote them. What became of them is told by the chronicle."""

import base64

from odoo.fields import Command

from .paper import print_order


def tell(book):
    lines, arrangements, requirements = map(_by_order, map(book.table, ("order_lines", "arrangements", "requirements")))
    for row in book.table("orders"):
        key = row["key"]
        if not book.find(f"order_{key}"):
            order = _keep_order(book, row, lines[key])
            _arrange_payment(order, arrangements.get(key, ()))
            _ask_for(order, requirements.get(key, ()))


def _by_order(rows):
    grouped = {}
    for row in rows:
        grouped.setdefault(row["order"], []).append(row)
    return grouped


def _arrange_payment(order, rows):
    order.arrangement_ids = [
        Command.create({"sequence": place, "kind": row["kind"], "percent": float(row["percent"] or 0)})
        for place, row in enumerate(rows)
    ]


def _ask_for(order, rows):
    for row in rows:
        line = (
            order.line_ids.sorted("sequence")[int(row["position"]) - 1] if row["position"] else order.line_ids.browse()
        )
        vals = {"order_id": order.id, "line_id": line.id, "kind": row["kind"], "name": row["text"]}
        order.env["customer.order.requirement"].create(vals)


def _keep_order(book, row, lines):
    order = book.env["customer.order"].create(prepare_order_vals(book, row, lines))
    for line, line_row in zip(order.line_ids.sorted("sequence"), lines, strict=True):
        if line_row["file"]:
            content = book.file(line_row["file"])
            line.attachment_ids = _attach(book, order, line_row["file"], content)
    name = f"{row['reference'].replace('/', '-')}.pdf"
    order.source_attachment_ids = _attach(book, order, name, print_order(order))
    return book.keep(f"order_{row['key']}", order)


def prepare_order_vals(book, row, lines):
    """Return what the customer of a row of the table wrote."""
    customer = book.get(f"partner_{row['customer']}")
    vals = {
        "company_id": book.company.id,
        "partner_id": customer.id,
        "contact_id": book.get(f"partner_{row['customer']}_contact").id,
        "customer_reference": row["reference"],
        "customer_date": book.day(row["ordered"]),
        "is_taken_over": row["outcome"] not in ("draft", "today"),
        "incoterm_id": book.env.ref(f"account.incoterm_{row['incoterm']}").id,
        "incoterm_location": row["place"],
        "instructions": row["instructions"] or False,
        "line_ids": [
            Command.create(_prepare_line_vals(book, line, sequence)) for sequence, line in enumerate(lines, start=1)
        ],
    }
    if row["received"]:
        vals["received_date"] = book.day(row["received"])
    if row["outcome"] == "accepted":
        vals["accepted_date"] = book.day(row["decided"])
    return vals


def _prepare_line_vals(book, row, sequence):
    vals = {
        "sequence": sequence * 10,
        "quantity": float(row["quantity"]),
        "discount": float(row["discount"] or 0),
        "requested_date": book.day(row["requested"]),
        "customer_product_code": row["customer_code"] or False,
        "instructions": row["instructions"] or False,
    }
    if row["product"]:
        vals["product_id"] = book.get(f"product_{row['product'].lower().replace('-', '_')}").id
    else:
        vals["name"] = row["description"]
    if row["price"]:
        vals["price_unit"] = float(row["price"])
    if row["promised"]:
        vals["promised_date"] = book.day(row["promised"])
    return vals


def _attach(book, order, name, content):
    return book.env["ir.attachment"].create(
        {"name": name, "datas": base64.b64encode(content), "res_model": order._name, "res_id": order.id}
    )
