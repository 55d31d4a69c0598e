"""What the company sells: pumps, spare parts and commissioning; prices in three currencies; stock."""

from odoo.fields import Command

OPENING_DAY = -290


def tell(book):
    rows = book.table("products")
    for row in rows:
        _keep_product(book, row)
    for currency in ("EUR", "USD", "GBP"):
        _keep_pricelist(book, currency, rows)
    _count_opening_stock(book, rows)


def _keep_product(book, row):
    if book.find(_name(row)):
        return
    category = book.once(f"category_{row['category'].lower()}", "product.category", name=row["category"])
    is_goods = row["type"] == "consu"
    product = book.once(
        _name(row),
        "product.product",
        name=row["name"],
        default_code=row["code"],
        type=row["type"],
        is_storable=is_goods,
        invoice_policy="delivery",
        company_id=book.company.id,
        categ_id=category.id,
        list_price=float(row["EUR"]),
        standard_price=float(row["cost"]),
        weight=float(row["weight"] or 0),
        uom_id=book.env.ref(f"uom.{row['unit']}").id,
        description_sale=row["description"] or False,
        taxes_id=[Command.set(book.get("tax_domestic").ids)],
    )
    book.translate(product, name=row["name_de"], description_sale=row["description_de"])


def _keep_pricelist(book, currency, rows):
    prices = [
        Command.create(
            {
                "applied_on": "0_product_variant",
                "product_id": book.get(_name(row)).id,
                "compute_price": "fixed",
                "fixed_price": float(row[currency]),
            }
        )
        for row in rows
    ]
    return book.once(
        f"pricelist_{currency.lower()}",
        "product.pricelist",
        name=f"Pumps and parts {currency}",
        currency_id=book.env.ref(f"base.{currency}").id,
        company_id=book.company.id,
        item_ids=prices,
    )


def _count_opening_stock(book, rows):
    if book.find("opening_stock"):
        return
    shelf = book.get("warehouse").lot_stock_id
    quants = book.env["stock.quant"].with_context(inventory_mode=True)
    counted = quants.create(
        [
            {
                "product_id": book.get(_name(row)).id,
                "location_id": shelf.id,
                "inventory_quantity": float(row["stock"]),
            }
            for row in rows
            if row["stock"]
        ]
    )
    counted.action_apply_inventory()
    moves = book.env["stock.move"].search([("product_id", "in", counted.product_id.ids), ("is_inventory", "=", True)])
    moves.date = book.hour(book.day(OPENING_DAY))
    book.keep("opening_stock", moves[0])


def _name(row):
    return f"product_{row['code'].lower().replace('-', '_')}"
