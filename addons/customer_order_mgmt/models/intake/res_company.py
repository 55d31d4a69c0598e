from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    _inherit = "res.company"

    customer_order_alias_id = fields.Many2one(
        "mail.alias", string="Alias of Customer Orders", readonly=True, copy=False
    )
    customer_order_alias_name = fields.Char(
        string="Mailbox of Customer Orders",
        compute="_compute_customer_order_alias_name",
        inverse="_inverse_customer_order_alias_name",
        help="Mails to this address become incoming customer orders. Empty: none does.",
    )
    customer_order_sure_confidence = fields.Integer(
        string="Sure From",
        default=80,
        help="Values read from a document with less confidence are confirmed one by one; the others with one click.",
    )

    @api.constrains("customer_order_sure_confidence")
    def _check_customer_order_sure_confidence(self):
        if any(not 0 < company.customer_order_sure_confidence <= 100 for company in self):
            raise ValidationError(self.env._("The confidence from which a value is sure lies between 1 and 100."))

    @api.depends("customer_order_alias_id.alias_name")
    def _compute_customer_order_alias_name(self):
        for company in self:
            company.customer_order_alias_name = company.customer_order_alias_id.alias_name

    def write(self, vals):
        result = super().write(vals)
        if "alias_domain_id" in vals:
            # sudo: as for the name below, the mailbox moves with the domain of its company.
            for company in self.sudo():
                company.customer_order_alias_id.alias_domain_id = company.alias_domain_id
        return result

    def _inverse_customer_order_alias_name(self):
        # sudo: whoever may change the settings of a company may give it a mailbox; aliases are kept by administrators.
        for company in self.sudo():
            alias, name = company.customer_order_alias_id, company.customer_order_alias_name
            if alias and name:
                alias.alias_name = name
            elif name:
                company.customer_order_alias_id = alias.create(company._prepare_customer_order_alias_vals(name))
            else:
                company.customer_order_alias_id = False
                alias.unlink()

    def _prepare_customer_order_alias_vals(self, name):
        return {
            "alias_name": name,
            "alias_domain_id": self.alias_domain_id.id,
            "alias_model_id": self.env["ir.model"]._get_id("customer.order.intake"),
            "alias_parent_model_id": self.env["ir.model"]._get_id("res.company"),
            "alias_parent_thread_id": self.id,
            "alias_defaults": repr({"company_id": self.id}),
            # Customers write from addresses that nobody has entered yet: who the sender is, the intake asks.
            "alias_contact": "everyone",
        }
