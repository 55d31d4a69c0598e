"""Amounts of Odoo's tax engine as values of ``logic.deduction``, and back."""

from decimal import Decimal

from odoo.tools import float_repr

from ..logic.deduction import TaxedAmount, TaxPart


def read_base_line(base_line, suffix="_currency"):
    """Return the ``TaxedAmount`` of a rounded base line, in the currency of its document; with an empty ``suffix`` in
    that of the company.

    The half of a reverse charge that is taken off stands under the negative id of its tax: it makes the total right,
    and the engine computes it from the other half.
    """
    details = base_line["tax_details"]
    taxes = {
        -data["tax"].id if data["is_reverse_charge"] else data["tax"].id: TaxPart(
            _decimal(data[f"base_amount{suffix}"]), _decimal(data[f"tax_amount{suffix}"])
        )
        for data in details["taxes_data"]
    }
    excluded = details[f"total_excluded{suffix}"] + details[f"delta_total_excluded{suffix}"]
    return TaxedAmount(_decimal(excluded), taxes)


def prepare_tax_data(amount, value, price):
    """Return what makes the tax engine use ``amount``, and ``value`` in the company's currency, as they stand for a
    line of minus one at ``price``.

    The engine takes manual amounts only where price, quantity and currency are those they were made for, and where
    there is an amount for any tax (``_import_base_line_extra_tax_data``): without taxes, an empty one for none.
    """
    manual = {
        str(tax): {
            "base_amount_currency": -float(part.base),
            "base_amount": -float(value.taxes[tax].base),
            "tax_amount_currency": -float(part.amount),
            "tax_amount": -float(value.taxes[tax].amount),
        }
        for tax, part in amount.taxes.items()
        if tax > 0
    }
    return {
        "price_unit": price,
        "discount": 0.0,
        "quantity": -1.0,
        "manual_total_excluded_currency": -float(amount.excluded),
        "manual_total_excluded": -float(value.excluded),
        "manual_tax_amounts": manual or {"0": {}},
    }


def _decimal(value):
    # Rounded amounts: the digits of a float beyond those of any currency are noise.
    return Decimal(float_repr(value, 6)).normalize()
