from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...exceptions import OrderStateRefused


class CustomerOrderDeliveryAcceptance(models.Model):
    """What the customer said of a delivery. A later answer replaces an earlier one; none is changed.

    Without a delivery it is about the services of the order.
    """

    _name = "customer.order.delivery.acceptance"
    _inherit = ["customer.order.guarded", "customer.order.sealed.row"]
    _description = "Customer's Answer to a Delivery"
    _order = "id desc"
    _check_company_auto = True

    _sealing_event = "customer_order.delivery_answered"
    _author_column = "recorded_by_res_id"
    # The name of the person is not among them: it must be erasable.
    _contract_columns = ("order_id", "picking_id", "verdict", "answer_date", "channel", "recorded_by_res_id")

    order_id = fields.Many2one(
        "customer.order", string="Customer Order", required=True, ondelete="restrict", index=True, check_company=True
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    commercial_partner_id = fields.Many2one(
        related="order_id.commercial_partner_id", string="Customer", store=True, index=True
    )
    picking_id = fields.Many2one(
        "stock.picking",
        string="Delivery",
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
        help="Empty: what was done and not shipped, the services of the order.",
    )
    verdict = fields.Selection(
        [("accepted", "Accepted"), ("refused", "Refused")],
        string="Answer",
        required=True,
        default="accepted",
        help="What is refused is not invoiced by a plan that waits for acceptance, however long the customer is silent"
        " afterwards.",
    )
    answer_date = fields.Date(string="Date", required=True, default=fields.Date.context_today)
    channel = fields.Selection(
        [("document", "Signed Document"), ("mail", "E-mail"), ("portal", "Portal"), ("spoken", "By Word of Mouth")],
        required=True,
        default="document",
    )
    person = fields.Char(help="Who said so at the customer.")
    note = fields.Text()
    attachment_ids = fields.Many2many(
        "ir.attachment",
        "customer_order_delivery_acceptance_file_rel",
        string="Documents",
        bypass_search_access=True,
        help="The signed delivery slip, the protocol, the mail.",
    )
    recorded_by_res_id = fields.Integer(
        string="Recorded by (id)", readonly=True, aggregator=False, default=lambda self: self.env.uid
    )

    @api.constrains("order_id", "picking_id")
    def _check_delivery_of_order(self):
        for answer in self.filtered("picking_id"):
            # sudo: order clerks may not read deliveries.
            picking = answer.sudo().picking_id
            if picking.state != "done" or picking not in answer.sudo().order_id.sale_order_ids.picking_ids:
                raise ValidationError(
                    self.env._(
                        "%(picking)s is no delivery made for %(order)s.",
                        picking=picking.name,
                        order=answer.order_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        answers = super().create([{**vals, "recorded_by_res_id": self.env.uid} for vals in vals_list])
        if "portal" in answers.mapped("channel") and self.env.user._is_internal():
            raise OrderStateRefused(self.env._("Only customers answer in the portal: choose how you were told."))
        for answer in answers:
            answer._adopt_files()
            answer.order_id._seal("customer_order.delivery_answered", answer._prepare_evidence_payload())
        return answers

    @api.depends("order_id", "picking_id")
    def _compute_display_name(self):
        for answer in self:
            # sudo: the name of a delivery is told to order clerks.
            answer.display_name = answer.sudo().picking_id.name or answer.order_id.name

    def _adopt_files(self):
        # sudo: who may attach a file to the answer may give it to the answer.
        files = self.attachment_ids.sudo().filtered(lambda file: not file.res_id)
        files.write({"res_model": self._name, "res_id": self.id})

    def _prepare_evidence_payload(self):
        return {
            # sudo: see _compute_display_name.
            "delivery": self.sudo().picking_id.name or None,
            "verdict": self.verdict,
            "answer_date": self.answer_date,
            "channel": self.channel,
            "person": self.person or None,
            "note": self.note or None,
            "files": list(self.attachment_ids),
        }
