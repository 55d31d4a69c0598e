"""Lines and addresses of quotations and of customer orders in one form, so that they can be compared."""

from decimal import Decimal

from ...logic.quotation import Position


def place_of(partner):
    """Return how the address of ``partner`` is called. A person who works at an address is no other address."""
    while partner.type == "contact" and partner.parent_id:
        partner = partner.parent_id
    return partner.display_name or ""


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
