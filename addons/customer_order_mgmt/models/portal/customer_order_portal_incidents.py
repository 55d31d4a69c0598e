from odoo import models

from ...exceptions import DraftRefused
from ...logic.upload import MAX_FILES, clean_name, file_fault


class CustomerOrder(models.Model):
    """Damage and shortage, as the customer reports them in the portal."""

    _inherit = "customer.order"

    def _may_report_incident(self):
        """Whether the user who asks may report damage or shortage: a customer with a login, and something arrived."""
        is_customer = self.env.user.has_group("base.group_portal")
        return is_customer and "done" in self._get_portal_deliveries().mapped("state")

    def _portal_report_incident(self, kind, description, line_id=None, quantity=None, uploads=()):
        """Keep what the customer says about goods that arrived; ``uploads`` are ``(name, content)``."""
        if kind not in dict(self.env["customer.order.incident"]._fields["kind"].selection):
            raise DraftRefused(self.env._("Please say what happened."))
        line = self.line_ids.filtered(lambda line: str(line.id) == str(line_id or ""))
        vals = {
            "kind": kind,
            "description": self._read_reason(description),
            "attachment_ids": self._keep_pictures(uploads).ids,
        }
        if line:
            vals["line_id"] = line.id
        if quantity:
            vals["quantity"] = self._read_quantity(quantity)
        return self._report_incident(vals)

    def _keep_pictures(self, uploads):
        pictures = self.env["ir.attachment"]
        if len(uploads) > MAX_FILES:
            raise DraftRefused(self.env._("Please send at most %(count)s files at once.", count=MAX_FILES))
        for name, content in uploads:
            fault = file_fault(name, len(content), content[:64])
            if fault:
                raise DraftRefused(self._get_file_sentence(fault, clean_name(name)))
            pictures |= pictures.create({"name": clean_name(name), "raw": content})
        return pictures
