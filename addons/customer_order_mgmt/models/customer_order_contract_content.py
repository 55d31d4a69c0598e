import json
from decimal import Decimal

from odoo import models
from odoo.addons.evidence_ledger.logic.canonical import canonical_bytes, digest
from odoo.tools import float_repr

from ..logic.contract import DueContent, LineContent, OrderContent, TaxContent, differences


class CustomerOrder(models.Model):
    """The order's content as the value that is hashed at receipt and frozen at acceptance."""

    _inherit = "customer.order"

    def _get_content(self):
        """Return the ``OrderContent`` in the customer's language."""
        self.ensure_one()
        language = self._get_document_language()
        order = self.with_context(lang=language)
        partner, incoterm = order.partner_id, order.incoterm_id
        return OrderContent(
            order_name=order.name,
            language=language,
            company_name=order.company_id.name,
            partner_name=partner.commercial_partner_id.name or partner.name or "",
            partner_address=address_of(partner),
            partner_vat=partner.commercial_partner_id.vat or "",
            invoice_address=address_of(order.partner_invoice_id),
            shipping_address=address_of(order.partner_shipping_id),
            customer_reference=order.customer_reference or "",
            customer_date=order.customer_date or None,
            received_date=order.received_date,
            currency_code=order.currency_id.name,
            currency_decimals=order.currency_id.decimal_places,
            payment_term_name=order.payment_term_id.name or "",
            fiscal_position_name=order.fiscal_position_id.name or "",
            incoterm_code=incoterm.code or "",
            incoterm_name=incoterm.name or "",
            incoterm_location=order.incoterm_location or "",
            instructions=order.instructions or "",
            terms=order.terms or "",
            amount_untaxed=order._money(order.amount_untaxed),
            amount_tax=order._money(order.amount_tax),
            amount_total=order._money(order.amount_total),
            amount_in_words=order.amount_in_words or "",
            lines=order._get_line_contents(),
            dues=tuple(DueContent(date=due.date, amount=order._money(due.amount)) for due in order.due_ids),
            taxes=order._get_tax_contents(),
        )

    def _get_line_contents(self):
        precision = self.env["decimal.precision"]
        quantity_digits = precision.precision_get("Product Unit")
        discount_digits = precision.precision_get("Discount")
        return tuple(
            LineContent(
                sequence=position,
                product_code=line.product_id.default_code or "",
                is_custom=line.is_custom,
                name=line.name or "",
                customer_product_code=line.customer_product_code or "",
                quantity=Decimal(float_repr(line.quantity, quantity_digits)),
                uom_name=line.product_uom_id.name or "",
                # The price has no fixed decimals in Odoo: the shortest text that gives the same float back.
                price_unit=Decimal(repr(line.price_unit)),
                discount=Decimal(float_repr(line.discount, discount_digits)),
                # Sorted: until they are read again, taxes stand in the order in which they were chosen.
                tax_names=", ".join(tax.invoice_label or tax.name for tax in line.tax_ids.sorted()),
                price_subtotal=self._money(line.price_subtotal),
                price_tax=self._money(line.price_tax),
                price_total=self._money(line.price_total),
                requested_date=line.requested_date or None,
                promised_date=line.promised_date or None,
                instructions=line.instructions or "",
                sample_reference=line.sample_reference or "",
                sample_date=line.sample_date or None,
            )
            for position, line in enumerate(self.line_ids.sorted(), start=1)
        )

    def _get_tax_contents(self):
        groups = [group for subtotal in self._get_tax_totals()["subtotals"] for group in subtotal["tax_groups"]]
        return tuple(
            TaxContent(
                sequence=position,
                name=group["group_name"],
                base_amount=self._money(group["base_amount_currency"]),
                tax_amount=self._money(group["tax_amount_currency"]),
            )
            for position, group in enumerate(groups, start=1)
        )

    def _get_canonical(self, content):
        """Return ``(text, hash)`` of an ``OrderContent``."""
        data = canonical_bytes(content.payload())
        return data.decode(), digest(data)

    def _get_changes_since_receipt(self, content):
        """Return the JSON pointers of what was corrected between receipt and now."""
        self.ensure_one()
        return differences(json.loads(self.received_content or "{}"), content.payload())

    def _get_evidence_pack_files(self):
        """Add the contents themselves: their SHA-256 stands in what was sealed at receipt and acceptance."""
        contents = {"content/received.json": self.received_content}
        contents.update({f"content/version-{version.number}.json": version.payload for version in self.version_ids})
        files = {path: text.encode() for path, text in contents.items() if text}
        return {**super()._get_evidence_pack_files(), **files}

    def _money(self, amount):
        return Decimal(float_repr(self.currency_id.round(amount), self.currency_id.decimal_places))


def address_of(partner):
    """Return the address of ``partner`` as a contract says it."""
    if not partner:
        return ""
    # The name of a site belongs to its address; that of a person does not, since persons must stay erasable.
    site = partner.name if partner.parent_id and partner.type != "contact" else ""
    lines = [site, *partner._display_address().splitlines()]
    return "\n".join(line.strip() for line in lines if line and line.strip())
