from odoo import api, fields, models
from odoo.tools import email_domain_extract, email_normalize, parse_contact_from_email

from ..exceptions import OrderIncomplete
from ..logic.intake_policy import FREE_MAIL


class CustomerOrderIntakeSender(models.TransientModel):
    """Whose order is it? A new contact's, another contact's this once, or that of a contact who has a new address."""

    _name = "customer.order.intake.sender"
    _description = "Sender of an Incoming Order"

    intake_id = fields.Many2one("customer.order.intake", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="intake_id.company_id")
    email_from = fields.Char(related="intake_id.email_from")
    choice = fields.Selection(
        [
            ("once", "Use another contact this once"),
            ("email", "Give a contact this address"),
            ("create", "Create a contact"),
        ],
        required=True,
        default="once",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Contact",
        domain="[('company_id', 'in', (False, company_id))]",
        help="Whose order this is.",
    )
    name = fields.Char(compute="_compute_contact", store=True, readonly=False)
    parent_id = fields.Many2one(
        "res.partner",
        string="Works At",
        compute="_compute_contact",
        store=True,
        readonly=False,
        domain="[('is_company', '=', True), ('company_id', 'in', (False, company_id))]",
        help="The customer. Empty: the new contact is a customer itself.",
    )

    @api.depends("intake_id")
    def _compute_contact(self):
        for wizard in self:
            name, email = parse_contact_from_email(wizard.email_from or "")
            wizard.name = name or email
            wizard.parent_id = wizard._find_colleagues().commercial_partner_id if wizard.intake_id else False

    def _find_colleagues(self):
        """Return contacts with the sender's mail domain, when all of them belong to one customer."""
        domain = email_domain_extract(self.email_from or "")
        partners = self.env["res.partner"]
        if not domain or domain in FREE_MAIL:
            return partners
        partners = partners.search(
            [("email_normalized", "=like", f"%@{domain}"), *partners._check_company_domain(self.company_id)], limit=50
        )
        return partners[:1] if len(partners.commercial_partner_id) == 1 else partners.browse()

    def action_apply(self):
        """Name the customer and read the message again, now with what is known of this customer."""
        self.ensure_one()
        intake = self.intake_id
        intake.write({"partner_id": self._get_partner().id})
        intake.action_read()
        return intake.action_open_order() if intake.order_id else {"type": "ir.actions.act_window_close"}

    def _get_partner(self):
        if self.choice == "create":
            return self.env["res.partner"].create(self._prepare_partner_vals())
        if not self.partner_id:
            raise OrderIncomplete(self.env._("Choose whose order this is."))
        if self.choice == "email":
            self.partner_id.email = email_normalize(self.email_from or "")
        return self.partner_id

    def _prepare_partner_vals(self):
        if not (self.name or "").strip():
            raise OrderIncomplete(self.env._("Give the new contact a name."))
        return {
            "name": self.name,
            "email": email_normalize(self.email_from or ""),
            "parent_id": self.parent_id.id,
            "company_id": self.parent_id.company_id.id,
        }
