from odoo import api, fields, models
from odoo.fields import Domain

from .credit_profile import STANDINGS

GROUP_FIELDS = {"parent_id", "is_company", "commercial_partner_id", "vat"}


class ResPartner(models.Model):
    """The credit of a contact's company in the current company, for whoever looks at the contact."""

    _inherit = "res.partner"

    credit_profile_ids = fields.One2many(
        "credit.profile", "partner_id", string="Credit Profiles", groups="base.group_user"
    )
    credit_profile_id = fields.Many2one(
        "credit.profile", compute="_compute_credit_profile_id", groups="base.group_user"
    )
    credit_standing = fields.Selection(
        STANDINGS,
        string="Credit Standing",
        compute="_compute_credit_profile_id",
        search="_search_credit_standing",
        # Customers read their own contact: what we think of them is ours.
        groups="base.group_user",
        help="What was decided about the credit of this customer, in the current company.",
    )

    @api.depends_context("company")
    @api.depends("commercial_partner_id.credit_profile_ids.standing")
    def _compute_credit_profile_id(self):
        profiles = self.env["credit.profile"]._find_for(self, self.env.company)
        by_customer = {profile.partner_id.id: profile for profile in profiles}
        for partner in self:
            profile = by_customer.get(partner.commercial_partner_id.id, profiles.browse())
            partner.credit_profile_id = profile
            partner.credit_standing = profile.standing or "none"

    @api.model
    def _search_credit_standing(self, operator, value):
        if operator != "in":
            return NotImplemented
        # The ORM does not look who searches by a field with a method of its own.
        self._check_field_access(self._fields["credit_standing"], "read")
        own = Domain("company_id", "=", self.env.company.root_id.id) & Domain("active", "in", (True, False))
        found = Domain("commercial_partner_id.credit_profile_ids", "any", own & Domain("standing", "in", value))
        # Who has no profile has no standing.
        return found | ~Domain("commercial_partner_id.credit_profile_ids", "any", own) if "none" in value else found

    def write(self, vals):
        if GROUP_FIELDS.isdisjoint(vals):
            return super().write(vals)
        before = {contact: contact.commercial_partner_id for contact in self}
        result = super().write(vals)
        # sudo: groups follow the contacts, whoever changes them.
        every = self.env["credit.profile"].sudo().with_context(active_test=False)
        profiles = every.search([("partner_id", "in", self.ids)])
        if not self.env["credit.profile"]._may_regroup():
            profiles._check_not_hidden()
            every.search([("partner_id", "in", self._find_split_off(before).ids)])._check_not_split()
            profiles._stay_in_group()
        profiles._link_groups()
        return result

    @api.model
    def _find_split_off(self, before):
        """Return the customers below whom a contact has become a customer of its own; ``before`` says whose each was.

        A person who leaves altogether takes nothing along, as little as a new contact does.
        """
        return self.browse().union(
            *(
                customer
                for contact, customer in before.items()
                if contact.commercial_partner_id == contact != customer == contact.parent_id.commercial_partner_id
            )
        )

    def _get_credit_tax_id(self):
        """Return what tells two contacts to be one customer; a single character, such as "/", says that there is no
        tax ID (base: ``_compute_same_vat_partner_id``)."""
        vat = self.vat or ""
        return vat if len(vat) > 1 else ""

    def action_open_credit_profile(self):
        """Open the credit profile of this contact's company in the current company; it is made where it is missing."""
        self.ensure_one()
        self.check_access("read")
        profile = self.env["credit.profile"]._get_for(self, self.env.company)
        return {
            "type": "ir.actions.act_window",
            "res_model": "credit.profile",
            "res_id": profile.id,
            "views": [(False, "form")],
            "name": self.env._("Credit"),
        }
