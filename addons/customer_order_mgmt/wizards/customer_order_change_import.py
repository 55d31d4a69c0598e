import base64
import binascii

from odoo import api, fields, models

from ..exceptions import OrderFileRefused


class CustomerOrderChangeImport(models.TransientModel):
    """Takes the file in which a customer changes or cancels an order."""

    _name = "customer.order.change.import"
    _description = "Import Change of Customer Order"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    order_id = fields.Many2one(
        "customer.order", check_company=True, help="The order that the file has to be about, if known."
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        check_company=True,
        help="Who sent the file. Leave empty when the file says it.",
    )
    file = fields.Binary(required=True, attachment=False, help="OrderChange or OrderCancellation in UBL 2.")
    filename = fields.Char()
    is_authentic = fields.Boolean(
        string="Certainly from the Customer",
        help="It came through a channel that only the customer can use. Then it is the customer's consent to what it"
        " asks for, and your agreement concludes the amendment. Otherwise the customer is asked to confirm.",
    )

    @api.model
    def default_get(self, fields_list):
        vals = super().default_get(fields_list)
        if self.env.context.get("active_model") == "customer.order" and "order_id" in fields_list:
            order = self.env["customer.order"].browse(self.env.context.get("active_id")).exists()
            vals |= {"order_id": order.id, "company_id": (order.company_id or self.env.company).id}
        return vals

    def action_import(self):
        """Put the customer's wish on record and open it."""
        self.ensure_one()
        record = self.env["customer.order.change"]._import_order_change(
            self._get_content(),
            self.filename or "",
            self.company_id,
            self.order_id.partner_id or self.partner_id,
            channel="edi" if self.is_authentic else "mail",
        )
        order = record if record._name == "customer.order" else record.order_id
        if self.order_id and order != self.order_id:
            raise OrderFileRefused(
                self.env._(
                    "“%(file)s” is about %(other)s, not about %(order)s.",
                    file=self.filename,
                    other=order.name,
                    order=self.order_id.name,
                )
            )
        return record._get_records_action()

    def _get_content(self):
        try:
            return base64.b64decode(self.file or b"", validate=True)
        except binascii.Error as error:
            raise OrderFileRefused(self.env._("“%(file)s” did not arrive whole.", file=self.filename)) from error
