import base64
import binascii
from decimal import Decimal

from odoo import api, models
from odoo.addons.customer_order_mgmt.logic.capture import (
    LINE_LIMIT,
    CapturedFile,
    CapturedLine,
    CapturedOrder,
    Problem,
    ProblemCode,
    Reading,
    readable,
    short,
)
from odoo.exceptions import UserError

from ..logic.ubl_tree import LINES, currency_of, fitting_price, has_price, local_name, number_of, prepare
from .ubl_texts import day_of, joined, party_of, properties_of, text_of

COLUMNS = {"Quantity": "quantity", "PriceAmount": "price_unit"}


class CustomerOrderUbl(models.AbstractModel):
    """Odoo's decoder of UBL orders, made to say what is written instead of filling a quotation.

    How a line's price, base quantity, allowances and charges become price and discount is the decoder's. It looks up
    nothing here: products, customers and taxes are found later, for all orders at once.
    """

    _name = "customer.order.ubl"
    _inherit = "sale.edi.xml.ubl_bis3"
    _description = "UBL Orders as Customer Orders"

    @api.model
    def _import_product(self, **product_vals):
        return self.env["product.product"]

    @api.model
    def _read_order(self, tree):
        """Return the ``Reading`` of an Order document of UBL 2.0 to 2.4."""
        if len(tree.findall(LINES)) > LINE_LIMIT:
            captured = CapturedOrder(customer_reference=text_of(tree, "./{*}ID"))
            return Reading((captured,), (Problem(ProblemCode.TOO_MANY_LINES, value=str(LINE_LIMIT)),))
        problems = [
            Problem(
                ProblemCode(fault.code),
                line=fault.line,
                column=COLUMNS.get(fault.element, fault.element),
                value=short(fault.value),
            )
            for fault in prepare(tree)
        ]
        faulty = {problem.line for problem in problems}
        lines = []
        for position, item in enumerate(tree.iterfind(LINES), start=1):
            lines += self._read_line(item, position, problems, is_sound=position not in faulty)
        if 0 not in faulty:
            lines += self._read_charges(tree, len(lines))
        captured = self._read_head(tree, problems, tuple(lines))
        return Reading((captured,), tuple(problems))

    def _read_head(self, tree, problems, lines):
        delivery_terms = tree.find("./{*}DeliveryTerms")
        return CapturedOrder(
            customer_reference=text_of(tree, "./{*}ID"),
            customer_date=day_of(tree, "./{*}IssueDate", problems),
            buyer=self._read_party(tree, "BuyerCustomer"),
            delivery=self._read_party(tree, "Delivery"),
            currency_code=currency_of(tree),
            requested_date=day_of(tree, "./{*}Delivery/{*}RequestedDeliveryPeriod/{*}EndDate", problems)
            or day_of(tree, "./{*}Delivery/{*}RequestedDeliveryPeriod/{*}StartDate", problems),
            payment_terms=text_of(tree, "./{*}PaymentTerms/{*}Note"),
            incoterm=text_of(delivery_terms, "./{*}ID"),
            incoterm_location=text_of(delivery_terms, "./{*}DeliveryLocation/{*}Name")
            or text_of(delivery_terms, "./{*}DeliveryLocation/{*}ID")
            or text_of(delivery_terms, "./{*}SpecialTerms"),
            note=joined(tree, "./{*}Note"),
            quotation_reference=text_of(tree, "./{*}QuotationDocumentReference/{*}ID"),
            framework_reference=text_of(tree, "./{*}Contract/{*}ID"),
            amount_untaxed=number_of(tree, "./{*}AnticipatedMonetaryTotal/{*}TaxExclusiveAmount"),
            amount_total=number_of(tree, "./{*}AnticipatedMonetaryTotal/{*}TaxInclusiveAmount")
            or number_of(tree, "./{*}AnticipatedMonetaryTotal/{*}PayableAmount"),
            lines=lines,
            files=tuple(self._read_files(tree, problems)),
        )

    def _read_party(self, tree, role):
        """Return a party: what the decoder reads, and what tells it apart beyond."""
        return party_of(tree, role, self._import_retrieve_partner_vals(tree, role))

    def _read_line(self, item, position, problems, *, is_sound):
        """Yield the line, and one more for each charge on it."""
        price, discount, charges = None, Decimal(0), ()
        quantity = number_of(item, "./{*}Quantity")
        if is_sound and quantity and quantity > 0 and has_price(item):
            try:
                price, discount, charges = self._decode_amounts(item, quantity)
            except (ArithmeticError, TypeError, ValueError, UserError):
                # The decoder divides by what may round to zero, and expects more than the standard demands.
                amount = text_of(item, "./{*}Price/{*}PriceAmount")
                problems.append(
                    Problem(ProblemCode.NUMBER_UNREADABLE, line=position, column="price_unit", value=short(amount))
                )
        quantity_node = item.find("./{*}Quantity")
        yield CapturedLine(
            position=position,
            **self._read_item(item),
            quantity=quantity,
            unit=quantity_node.get("unitCode", "") if quantity_node is not None else "",
            price_unit=price,
            discount=discount,
            amount=number_of(item, "./{*}LineExtensionAmount"),
            requested_date=day_of(item, "./{*}Delivery/{*}RequestedDeliveryPeriod/{*}EndDate", problems, position)
            or day_of(item, "./{*}Delivery/{*}RequestedDeliveryPeriod/{*}StartDate", problems, position),
            note="\n".join(
                filter(
                    None,
                    [joined(item, "./{*}Note") or joined(item.getparent(), "./{*}Note"), properties_of(item)],
                )
            ),
        )
        for charge in charges:
            yield _charge(position, charge["reason"], Decimal(repr(charge["amount"])))

    def _read_item(self, item):
        """Return what names the item."""
        goods = item.find("./{*}Item")
        name = text_of(goods, "./{*}Name")
        details = joined(goods, "./{*}Description")
        return {
            "product_code": text_of(goods, "./{*}SellersItemIdentification/{*}ID"),
            "variant_code": text_of(goods, "./{*}SellersItemIdentification/{*}ExtendedID")
            or text_of(goods, "./{*}StandardItemIdentification/{*}ExtendedID"),
            "customer_product_code": text_of(goods, "./{*}BuyersItemIdentification/{*}ID"),
            "barcode": text_of(goods, "./{*}StandardItemIdentification/{*}ID"),
            "description": "\n".join(dict.fromkeys(filter(None, [name, details]))),
            "tax_percents": tuple(
                Decimal(node.text)
                for node in (goods.iterfind("./{*}ClassifiedTaxCategory/{*}Percent") if goods is not None else ())
                if number_of(node, ".") is not None
            ),
        }

    def _decode_amounts(self, item, quantity):
        """Return ``(price, discount, charges)`` of a line as Odoo's decoder understands it."""
        decoded = self._retrieve_line_vals(item, "order")
        price, discount = Decimal(repr(decoded["price_unit"])), Decimal(repr(decoded["discount"]))
        amount = number_of(item, "./{*}LineExtensionAmount")
        charges = decoded["charges"]
        if amount is not None:
            amount -= sum(Decimal(repr(charge["amount"])) for charge in charges)
        digits = self.env["decimal.precision"].precision_get("Discount")
        return *fitting_price(price, discount, quantity, amount, digits), charges

    def _read_charges(self, tree, position):
        """Yield a line for each allowance or charge on the whole order."""
        for node in tree.iterfind("./{*}AllowanceCharge"):
            position += 1
            amount = number_of(node, "./{*}Amount") or Decimal(0)
            sign = 1 if text_of(node, "./{*}ChargeIndicator") == "true" else -1
            yield _charge(position, text_of(node, "./{*}AllowanceChargeReason"), sign * amount)

    def _read_files(self, tree, problems):
        """Yield the files inside of the document."""
        for node in tree.iter("{*}EmbeddedDocumentBinaryObject"):
            name = readable(node.get("filename") or text_of(node.getparent().getparent(), "./{*}ID") or "file")
            try:
                content = base64.b64decode("".join((node.text or "").split()), validate=True)
            except (binascii.Error, ValueError):
                problems.append(Problem(ProblemCode.FILE_UNREADABLE, column=local_name(node), value=short(name)))
                continue
            if content:
                yield CapturedFile(name=name.replace("\\", "/").rpartition("/")[2][:200] or "file", content=content)


def _charge(position, reason, amount):
    return CapturedLine(position=position, description=reason, quantity=Decimal(1), price_unit=amount, is_charge=True)
