from odoo import fields, models

GROUP_FIELDS = {"parent_id", "is_company", "commercial_partner_id"}


class ResPartner(models.Model):
    _inherit = "res.partner"

    credit_profile_ids = fields.One2many("credit.profile", "partner_id", string="Credit Profiles")

    def write(self, vals):
        result = super().write(vals)
        if GROUP_FIELDS.intersection(vals):
            # sudo: groups follow the contacts, whoever changes them.
            self.env["credit.profile"].sudo().search([("partner_id", "in", self.ids)])._link_groups()
        return result

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
