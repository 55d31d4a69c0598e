"""What Odoo's decoder of UBL takes for granted, made sure of before it reads.

The decoder turns text into numbers without looking, expects every allowance or charge to say which of both it is, and
infers discounts from the net amount of a line, which orders may leave out.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

ORDER = "{urn:oasis:names:specification:ubl:schema:xsd:Order-2}Order"
CBC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"
NUMBER = re.compile(r"[+-]?[0-9]{1,18}(?:\.[0-9]{1,18})?", re.ASCII)
NUMERIC = ("Amount", "Quantity", "Percent", "Numeric")
TAX_AMOUNTS = ("TaxAmount", "TotalTaxAmount")  # may be in the currency of the tax; they decide nothing
TRUTHS = {"true": "true", "1": "true", "false": "false", "0": "false"}
LINES = "./{*}OrderLine/{*}LineItem"


class Fault(NamedTuple):
    """A value that cannot be read: ``line`` is the position of the order line, 0 for the order itself."""

    code: str
    line: int
    element: str
    value: str


def prepare(tree) -> list[Fault]:
    """Return what cannot be read, and bring what can into the form that the decoder expects, in the tree itself."""
    # Signatures and the like: whatever stands in there is not the order's.
    for extensions in tree.findall("./{*}UBLExtensions"):
        tree.remove(extensions)
    faults, currency = [], currency_of(tree)
    line_of = {node: number for number, item in enumerate(tree.iterfind(LINES), start=1) for node in item.iter()}
    for node in tree.iter("{*}*"):
        name = local_name(node)
        if name.endswith(NUMERIC):
            faults += _check_number(node, name, line_of.get(node, 0))
            faults += _check_currency(node, name, line_of.get(node, 0), currency)
        elif name == "AllowanceCharge":
            faults += _check_indicator(node, line_of.get(node, 0))
    faulty = {fault.line for fault in faults}
    for number, item in enumerate(tree.iterfind(LINES), start=1):
        if number not in faulty:
            _state_net_amount(item)
    return faults


def currency_of(tree) -> str:
    """Return the currency of the order: the one it names, else that of its first price or amount."""
    named = (tree.findtext("./{*}DocumentCurrencyCode") or "").strip()
    stated = (node.get("currencyID", "") for node in tree.iter("{*}PriceAmount", "{*}LineExtensionAmount"))
    return named or next(filter(None, stated), "")


def local_name(node) -> str:
    return node.tag.rpartition("}")[2]


def number_of(tree, path: str) -> Decimal | None:
    """Return the number at ``path``; None where there is none or none that can be read."""
    text = (tree.findtext(path) or "").strip()
    return Decimal(text) if NUMBER.fullmatch(text) else None


def has_price(item) -> bool:
    """Whether the decoder finds anything to make a price of."""
    return item.find("./{*}Price/{*}PriceAmount") is not None or item.find("./{*}LineExtensionAmount") is not None


def _check_number(node, name: str, line: int) -> Iterator[Fault]:
    node.text = (node.text or "").strip()
    if not NUMBER.fullmatch(node.text):
        yield Fault("number_unreadable", line, name, node.text)


def _check_currency(node, name: str, line: int, currency: str) -> Iterator[Fault]:
    stated = node.get("currencyID", currency)
    if currency and stated != currency and name not in TAX_AMOUNTS:
        yield Fault("amount_in_other_currency", line, name, f"{node.text} {stated}")


def _check_indicator(node, line: int) -> Iterator[Fault]:
    indicator = node.find("./{*}ChargeIndicator")
    truth = TRUTHS.get((indicator.text or "").strip().lower()) if indicator is not None else None
    if truth:
        indicator.text = truth
    else:
        yield Fault("charge_unclear", line, "AllowanceCharge", node.findtext("./{*}AllowanceChargeReason") or "")


def _state_net_amount(item):
    """Write the net amount of a line that has allowances or charges but does not state it."""
    quantity, price = number_of(item, "./{*}Quantity"), number_of(item, "./{*}Price/{*}PriceAmount")
    charges = item.findall("./{*}AllowanceCharge")
    if not charges or quantity is None or price is None or item.find("./{*}LineExtensionAmount") is not None:
        return
    amount = quantity * price / (number_of(item, "./{*}Price/{*}BaseQuantity") or 1)
    for node in charges:
        part = number_of(node, "./{*}Amount") or Decimal(0)
        amount += part if node.findtext("./{*}ChargeIndicator") == "true" else -part
    stated = item.makeelement(f"{CBC}LineExtensionAmount")
    stated.text = f"{amount:f}"
    item.append(stated)


def fitting_price(price: Decimal, discount: Decimal, quantity: Decimal, amount: Decimal | None, digits: int = 2):
    """Return ``(price, discount)`` that give the stated net amount with a discount of so many digits.

    A discount that has no such form, a third say, becomes part of the price.

    >>> fitting_price(Decimal("50"), Decimal("10"), Decimal("10"), Decimal("450"))
    (Decimal('50'), Decimal('10.00'))
    >>> fitting_price(Decimal("10"), Decimal("33.3333"), Decimal("3000"), Decimal("20000"))
    (Decimal('6.666667'), Decimal('0'))
    """
    rounded = discount.quantize(Decimal(1).scaleb(-digits))
    if amount is None or not quantity or not discount:
        return price, rounded
    cent = Decimal("0.01")
    if abs(quantity * price * (100 - rounded) / 100 - amount) < cent and 0 <= rounded <= 100:
        return price, rounded
    return (amount / quantity).quantize(Decimal("0.000001")), Decimal(0)
