from odoo import api, models
from odoo.fields import Command, Domain

from ...logic.capture import ProblemCode, short
from ...logic.matching import Choice, Doubt, choose, quoted_code
from ...logic.units import UNECE_UNITS, unece_code, unit_key

DOUBTS = {
    Doubt.UNKNOWN: ProblemCode.PRODUCT_UNKNOWN,
    Doubt.AMBIGUOUS: ProblemCode.PRODUCT_AMBIGUOUS,
    Doubt.CONFLICT: ProblemCode.PRODUCT_CONFLICT,
}


class CustomerOrderResolver(models.AbstractModel):
    """Finds products and units for captured lines."""

    _inherit = "customer.order.resolver"

    def _resolve_lines(self, resolutions, company, allow_custom):
        wanted = [(resolution, line) for resolution in resolutions for line in resolution.sound_lines]
        choices = self._find_products([(r.vals.get("partner_id"), line) for r, line in wanted])
        products = self.env["product.product"].browse({choice.found for choice in choices if choice.found})
        products.fetch(["display_name", "uom_id", "sale_ok", "type"])
        units = self._find_units({line.unit for _resolution, line in wanted if line.unit})
        for (resolution, line), choice in zip(wanted, choices, strict=True):
            product = products.browse(choice.found or ())
            if line.is_charge and not product:
                product = company._get_customer_order_charge_product() or product
                choice = Choice(product.id) if product else choice  # noqa: PLW2901
            self._check_product(resolution, line, choice, product, allow_custom)
            unit = self._choose_unit(resolution, line, product, units)
            resolution.line_vals.append(self._prepare_line_vals(resolution, line, product, unit))
        for resolution in resolutions:
            resolution.vals["line_ids"] = [Command.create(vals) for vals in resolution.line_vals]

    @api.model
    def _find_products(self, wanted):
        """Return a ``Choice`` for each ``(customer id, captured line)``.

        Our code, the barcode and what the customer calls it have to agree as far as each of them is known. The code of
        a variant, one in brackets before the description, and the very name of a product only help where these leave
        it open.
        """
        lines = [line for _customer, line in wanted]
        variants = {line.variant_code for line in lines}
        quoted = {quoted_code(line.description) for line in lines}
        spellings = {key for line in lines for key in _spellings(line)}
        codes = self._search_products("default_code", variants | quoted | spellings)
        barcodes = self._search_products("barcode", variants | {line.barcode for line in lines})
        names = self._search_products("name", {_first_line(line.description) for line in lines if not line.is_charge})
        learned = self._search_learned({(customer, line.customer_product_code) for customer, line in wanted})
        key = self.env["customer.order.product.code"]._get_key
        return [
            choose(
                [
                    codes.get(line.product_code) or [i for code in _spellings(line) for i in codes.get(code, ())],
                    barcodes.get(line.barcode, ()),
                    learned.get((customer, key(line.customer_product_code)), ()),
                ],
                [
                    codes.get(line.variant_code) or barcodes.get(line.variant_code, ()),
                    codes.get(quoted_code(line.description), ()),
                    names.get(_first_line(line.description), ()),
                ],
            )
            for customer, line in wanted
        ]

    def _search_products(self, field, values):
        """Return ``{value: ids}`` of products that this company may sell."""
        values = sorted(filter(None, values))
        if not values:
            return {}
        products = self.env["product.product"]
        domain = Domain(field, "in", values) & Domain(products._check_company_domain(self.env.company))
        found = {}
        for product in products.search_fetch(domain, [field]):
            found.setdefault(product[field], []).append(product.id)
        return found

    def _search_learned(self, wanted):
        """Return ``{(customer id, key of its code): product ids}``."""
        codes = self.env["customer.order.product.code"]
        customers = self.env["res.partner"].browse({customer for customer, code in wanted if customer and code})
        if not customers:
            return {}
        keys = {codes._get_key(code) for customer, code in wanted if customer and code}
        domain = [
            ("company_id", "=", self.env.company.id),
            ("partner_id", "in", customers.commercial_partner_id.ids),
            ("code_key", "in", list(keys)),
        ]
        meant = {(code.partner_id, code.code_key): [code.product_id.id] for code in codes.search(domain)}
        return {
            (customer.id, key): meant[customer.commercial_partner_id, key]
            for customer in customers
            for key in keys
            if (customer.commercial_partner_id, key) in meant
        }

    def _check_product(self, resolution, line, choice, product, allow_custom):
        figures = {"line": line.position, "row": line.row, "column": "product_code"}
        named = line.product_code or line.customer_product_code or line.barcode or line.description
        if product and (not product.sale_ok or product.type == "combo"):
            resolution.add(ProblemCode.PRODUCT_NOT_SOLD, value=short(product.display_name), **figures)
        elif line.is_charge and not product:
            resolution.add(ProblemCode.CHARGE_WITHOUT_PRODUCT, value=short(named), **figures)
        elif choice.doubt == Doubt.UNKNOWN and allow_custom and line.description.strip():
            return
        elif choice.doubt:
            resolution.add(DOUBTS[choice.doubt], value=short(named), **figures)

    # Units

    @api.model
    def _find_units(self, texts):
        """Return ``{text: units}``: by the code of UN/ECE Recommendation 20, else by name in any language in use."""
        units_by_name = {}
        for lang, _name in self.env["res.lang"].get_installed() if texts else ():
            for unit in self.env["uom.uom"].with_context(lang=lang).search([("active", "=", True)]):
                units_by_name.setdefault(unit_key(unit.name), set()).add(unit.id)
        found = {}
        for text in texts:
            ids = units_by_name.get(unit_key(text), ())
            standard = self.env.ref(UNECE_UNITS.get(unece_code(text), ""), raise_if_not_found=False)
            found[text] = self.env["uom.uom"].browse(ids) or (standard if standard else self.env["uom.uom"])
        return found

    def _choose_unit(self, resolution, line, product, units):
        """Return the unit of the line: the one named, else that of the product."""
        if not line.unit:
            return product.uom_id
        candidates = units[line.unit]
        fitting = candidates.filtered(lambda unit: not product or unit._has_common_reference(product.uom_id))
        if not fitting:
            code = ProblemCode.UNIT_NOT_CONVERTIBLE if candidates else ProblemCode.UNIT_UNKNOWN
            place = {"line": line.position, "row": line.row, "column": "unit"}
            resolution.add(code, value=short(line.unit), other=product.uom_id.name or "", **place)
        return fitting[:1]

    @api.model
    def _prepare_line_vals(self, resolution, line, product, unit):
        """Return the values of one line. Price and taxes that are left out are proposed as for a line typed in."""
        vals = {
            "sequence": 10 * (len(resolution.line_vals) + 1),
            "product_id": product.id,
            "customer_product_code": line.customer_product_code or False,
            "quantity": float(line.quantity),
            "discount": float(line.discount),
            "requested_date": line.requested_date or resolution.captured.requested_date,
            "instructions": line.note or False,
        }
        if not product or line.is_charge:
            vals["name"] = line.description
        if unit:
            vals["product_uom_id"] = unit.id
        if line.price_unit is not None:
            vals["price_unit"] = float(line.price_unit)
        return vals


def _spellings(line):
    """The code as written first: codes are often typed in the wrong case."""
    code = line.product_code
    return list(dict.fromkeys([code, code.upper(), code.lower()])) if code else []


def _first_line(text):
    return text.strip().partition("\n")[0]
