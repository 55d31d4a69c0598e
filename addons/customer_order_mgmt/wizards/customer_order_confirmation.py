from odoo import api, fields, models

from ..exceptions import OrderStateRefused


class CustomerOrderConfirmation(models.TransientModel):
    """Takes down that the customer agreed in a document: to a counter-offer, or to an amendment."""

    _name = "customer.order.confirmation"
    _description = "Record Customer's Agreement"

    order_id = fields.Many2one("customer.order", required=True, readonly=True, ondelete="cascade")
    amendment_id = fields.Many2one("customer.order.amendment", readonly=True, ondelete="cascade")
    name = fields.Char(
        string="Who Agreed", required=True, compute="_compute_name", store=True, readonly=False, precompute=True
    )
    given_date = fields.Date(
        string="Agreed on",
        required=True,
        default=fields.Date.context_today,
        help="The date of the customer's document.",
    )
    document = fields.Binary(required=True, attachment=False, help="The customer's letter, mail or signed copy.")
    document_name = fields.Char()
    statement = fields.Text(string="The Customer Agrees", compute="_compute_statement")
    content_hash = fields.Char(
        compute="_compute_content_hash",
        store=True,
        precompute=True,
        help="What was offered when the dialog was opened: the agreement is to exactly this.",
    )

    @api.depends("order_id")
    def _compute_name(self):
        for confirmation in self:
            confirmation.name = (confirmation.order_id.contact_id or confirmation.order_id.partner_id).name

    @api.depends("order_id", "amendment_id")
    def _compute_statement(self):
        for confirmation in self:
            order = confirmation.order_id
            about = confirmation._get_offered()
            confirmation.statement = order._get_consent_statement(about) if about else False

    @api.depends("order_id", "amendment_id")
    def _compute_content_hash(self):
        for confirmation in self:
            confirmation.content_hash = confirmation._get_offered().content_hash

    def _get_offered(self):
        return self.amendment_id or self.order_id.counter_version_id

    def action_confirm(self):
        """Keep and seal the customer's agreement, and carry out what both sides agreed to."""
        self.ensure_one()
        subject = self.amendment_id or self.order_id
        subject.check_access("write")
        if self._get_offered().content_hash != self.content_hash:
            raise OrderStateRefused(
                self.env._("Something else is offered by now. Close this dialog and compare the document again.")
            )
        vals = {
            "channel": "document",
            "name": self.name,
            "given_date": self.given_date,
            "document_id": self._create_document().id,
        }
        if self.amendment_id:
            self.amendment_id._record_customer_consent(vals)
        else:
            self.order_id._confirm_counter(vals)
        return {"type": "ir.actions.act_window_close"}

    def _create_document(self):
        name = self.document_name or self.env._("Agreement")
        order = self.order_id
        return self.env["ir.attachment"].create(
            {"name": name, "datas": self.document, "res_model": order._name, "res_id": order.id}
        )
