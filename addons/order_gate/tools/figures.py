"""What the facts of several documents have in common."""

from decimal import Decimal

from odoo.tools import float_repr

from ..logic.content import Line


def decimal(value, digits):
    """``value`` as a Decimal of exactly so many digits, without the noise of a float."""
    return Decimal(float_repr(value, digits))


def line_of(product, quantity, unit, amount, currency, **vals):
    """Return the ``Line`` of so many ``unit`` of ``product`` for ``amount``; ``vals`` are the rest of it, at least
    its ``key``.
    """
    digits = product.env["decimal.precision"].precision_get("Product Unit")
    cost = product.standard_price and product.standard_price * unit._compute_quantity(quantity, product.uom_id)
    return Line(
        product_id=product.id or None,
        quantity=decimal(quantity, digits),
        unit=unit.id or None,
        amount=decimal(amount, currency.decimal_places),
        cost=decimal(cost, 6) if cost else None,
        **{"is_goods": product.type == "consu", **vals},
    )
