from odoo import fields, models


class CustomerOrderRepudiation(models.TransientModel):
    """Takes down that the customer denies an accepted order."""

    _name = "customer.order.repudiation"
    _inherit = ["customer.order.reasoned"]
    _description = "Record Dispute of Customer Order"

    attachment_ids = fields.Many2many(
        "ir.attachment",
        "customer_order_repudiation_attachment_rel",
        string="Documents",
        help="Letters or mails in which the customer says so. They are sealed.",
    )

    def action_record(self):
        """Record and seal what the customer says; nothing of the order changes."""
        self.ensure_one()
        self.order_id.action_record_repudiation(self.reason, self.attachment_ids)
        return {"type": "ir.actions.act_window_close"}
