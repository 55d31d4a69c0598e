"""Lines of quotations and of customer orders as one value, so that they can be compared."""

from decimal import Decimal

from ...logic.quotation import Position


def position_of(line, number, *, item, quantity, day):
    """Return the ``Position`` of a line of either side; both have the same names for price, discount and taxes."""
    uom, own_uom = line.product_uom_id, line.product_id.uom_id
    factor = Decimal(repr(round(uom.factor / own_uom.factor, 9))) if item and own_uom.factor else Decimal(1)
    return Position(
        key=line.id,
        number=number,
        item=item,
        name=line.name or "",
        quantity=Decimal(repr(round(quantity, 6))),
        unit=uom.name or "",
        factor=factor or Decimal(1),
        price=Decimal(repr(round(line.price_unit, 6))),
        discount=Decimal(repr(round(line.discount, 6))),
        taxes=tuple(line.tax_ids.mapped("name")),
        day=day or None,
    )
