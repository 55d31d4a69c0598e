from typing import NamedTuple

from odoo import models
from odoo.fields import Domain

from ...exceptions import DraftRefused
from ...logic.capture import readable
from ...logic.entry import MAX_ROWS, Entry, EntryFault, read_entries

MAX_PASTE = 100_000


class EntryRow(NamedTuple):
    """A pasted row for the preview: what was read, the product it means, and what is wrong in sentences."""

    entry: Entry
    product: models.BaseModel
    sentences: list[str]


class CustomerOrder(models.Model):
    """Quick entry: codes and quantities, typed or pasted from a spreadsheet."""

    _inherit = "customer.order"

    def _portal_read_entries(self, text):
        """Return an ``EntryRow`` per pasted row. Nothing is added."""
        draft = self._portal_take()
        text = readable(text) if isinstance(text, str) else ""
        if len(text) > MAX_PASTE:
            raise DraftRefused(self.env._("This is too much text at once. Please paste it in parts."))
        entries = read_entries(text, draft._get_entry_locale(), draft._get_entry_limits())
        if not entries:
            raise DraftRefused(self.env._("Please enter a code and a quantity per row."))
        if len(entries) > MAX_ROWS:
            raise DraftRefused(self.env._("Please paste at most %(count)s rows at once.", count=MAX_ROWS))
        products = draft._find_by_code({entry.code for entry in entries})
        return [draft._prepare_entry_row(entry, products) for entry in entries]

    def _portal_add_entries(self, text, valid_only=False):
        """Add the pasted rows and return how many; rows with faults are refused, or left out if ``valid_only``."""
        rows = self._portal_read_entries(text)
        valid = [row for row in rows if not row.sentences]
        if not valid or (len(valid) < len(rows) and not valid_only):
            raise DraftRefused(self.env._("Nothing was added: some rows have faults."))
        self._portal_add_products([(row.product.id, row.entry.quantity, row.entry.day) for row in valid])
        return len(valid)

    def _prepare_entry_row(self, entry, products):
        found = products.get(entry.code.lower(), self.env["product.product"])
        faults = list(entry.faults)
        if EntryFault.CODE_MISSING not in faults and len(found) != 1:
            faults.insert(0, EntryFault.CODE_AMBIGUOUS if found else EntryFault.CODE_UNKNOWN)
        return EntryRow(entry, found if len(found) == 1 else found[:0], [self._get_entry_sentence(f) for f in faults])

    def _find_by_code(self, codes):
        """Return ``{code in lower case: products}`` of the list, by our code, barcode or the customer's own code."""
        products = self.env["product.product"]
        listed = products._get_customer_list_domain(self)
        names = ("default_code", "barcode")
        by_code = Domain.OR(Domain(name, "=ilike", _literal(code)) for code in codes for name in names)
        found = {}
        for product in products.search(listed & by_code):
            for code in {(product.default_code or "").lower(), (product.barcode or "").lower()} - {""}:
                found[code] = found.get(code, products) | product
        for code, product in self._find_by_own_codes(codes).items():
            # What the customer calls an item goes before what we or others call another.
            found[code.lower()] = product & products.search(listed & Domain("id", "in", product.ids))
        return found

    def _find_by_own_codes(self, codes):
        """Return ``{code: product}`` for the codes by which this customer calls our products."""
        known = self.env["customer.order.product.code"]
        by_key = {known._get_key(code): code for code in codes}
        found = known.search(known._get_customer_domain(self) & Domain("code_key", "in", list(by_key)))
        return {by_key[code.code_key]: code.product_id for code in found}


def _literal(code):
    """``code`` as a pattern of ILIKE that finds only itself."""
    return code.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
