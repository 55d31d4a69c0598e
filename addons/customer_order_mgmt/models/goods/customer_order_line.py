from odoo import fields, models
from odoo.fields import Command

from .customer_order_requirement import CONFIRMATION


class CustomerOrderLine(models.Model):
    """What belongs to a line that is made to order: requirements, attributes and the approval sample."""

    _inherit = "customer.order.line"

    requirement_ids = fields.One2many(
        "customer.order.requirement",
        "line_id",
        string="Requirements",
        copy=True,
        help="What must be seen to before these goods leave.",
    )
    attribute_ids = fields.One2many(
        "customer.order.line.attribute",
        "line_id",
        string="Attributes",
        copy=True,
        help="What the item must be like, with what it may deviate.",
    )
    sample_reference = fields.Char(string="Approval Sample", help="The mark on the sample that the customer approved.")
    sample_date = fields.Date(string="Sample Approved on")
    # Not frozen with the contract: the name of a person must be erasable.
    sample_approver_id = fields.Many2one(
        "res.partner", string="Sample Approved by", check_company=True, help="The person at the customer who approved."
    )
    sample_attachment_ids = fields.Many2many(
        "ir.attachment",
        "customer_order_line_sample_rel",
        string="Sample Documents",
        copy=False,
        bypass_search_access=True,
        help="Photo or protocol of the approved sample.",
    )

    def write(self, vals):
        result = super().write(vals)
        if "sample_attachment_ids" in vals:
            self.order_id._adopt_files()
        return result

    def _prepare_split_vals(self):
        return {
            **super()._prepare_split_vals(),
            "sample_reference": self.sample_reference,
            "sample_date": self.sample_date,
            "sample_approver_id": self.sample_approver_id.id,
            "sample_attachment_ids": [Command.set(self.sample_attachment_ids.ids)],
            "attachment_ids": [Command.set(self.attachment_ids.ids)],
        }

    def _amend_create(self, vals_list):
        """A line that continues this one under other terms is of the same goods, with the same requirements."""
        lines = super()._amend_create(vals_list)
        for line in lines:
            self.requirement_ids._amend_create(
                [{**vals, "line_id": line.id} for vals in self.requirement_ids.copy_data()]
            )
            self.attribute_ids._amend_create([{**vals, "line_id": line.id} for vals in self.attribute_ids.copy_data()])
        return lines

    def _get_instructions(self, *, is_described=True):
        """What the goods need to know of this line: instructions, attributes and the sample, as text.

        Unless it ``is_described`` elsewhere, a custom-made item begins with its description: its product says nothing.
        """
        self.ensure_one()
        parts = [self.name or "" if self.is_custom and not is_described else "", self.instructions or ""]
        parts += [f"{attribute.name}: {attribute.specification}" for attribute in self.attribute_ids]
        if self.sample_reference:
            parts.append(self.env._("Approval sample: %(reference)s", reference=self.sample_reference))
        return "\n".join(part.strip() for part in parts if part.strip())

    def _get_drawings(self):
        """The files that belong to these lines: drawings, samples and files of their requirements."""
        return self.attachment_ids | self.sample_attachment_ids | self.requirement_ids.attachment_ids

    # Hooks

    def _needs_confirmation(self):
        """Whether somebody must confirm that this line is as ordered before it leaves."""
        self.ensure_one()
        match self.company_id.customer_order_confirmation:
            case "custom":
                return self.is_custom or bool(self.attribute_ids)
            case "attributes":
                return bool(self.attribute_ids)
        return False

    def _prepare_confirmation_vals(self):
        """Return the requirement that confirms this line as ordered, in the customer's language."""
        self.ensure_one()
        language = self.order_id._get_document_language()
        return {
            "kind": CONFIRMATION,
            "sequence": 100,
            "name": self.with_context(lang=language).env._("Confirmed as ordered"),
        }
