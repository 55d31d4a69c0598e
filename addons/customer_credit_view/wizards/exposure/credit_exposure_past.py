from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class CreditExposurePast(models.TransientModel):
    """Asks for which day: what customers owed in the evening of a day that is past, for the auditor."""

    _name = "credit.exposure.past"
    _inherit = ["credit.company.mixin"]
    _description = "Exposure on a Day"
    _rec_name = "on_date"

    on_date = fields.Date(
        string="In the Evening of",
        required=True,
        default=lambda self: fields.Date.subtract(fields.Date.context_today(self), days=1),
        help="A day that is past is answered from the documents: items with what was matched by then, orders with what"
        " was delivered and invoiced by then, also those that were cancelled later. Quantities and prices of orders are"
        " those of today. Drafts and disputes of then are not known.",
    )
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company.root_id)
    profile_ids = fields.Many2many(
        "credit.profile",
        string="Customers",
        domain="[('company_id', '=', company_id)]",
        default=lambda self: self._get_chosen_profiles(),
        help="Empty: all that owed something.",
    )
    row_ids = fields.One2many("credit.exposure.past.row", "panel_id", readonly=True)

    @api.model
    def _get_chosen_profiles(self):
        is_chosen = self.env.context.get("active_model") == "credit.profile"
        return self.env["credit.profile"].browse(self.env.context.get("active_ids", ()) if is_chosen else ()).exists()

    @api.constrains("on_date")
    def _check_on_date(self):
        for panel in self:
            if panel.on_date > fields.Date.context_today(panel):
                raise ValidationError(
                    self.env._("Nobody knows yet what will be owed then. Please choose a day up to today.")
                )

    def action_show(self):
        """Open what each customer owed on that day, in parts."""
        self.ensure_one()
        self.row_ids.unlink()
        self.env["credit.exposure.past.row"]._make(self, self._find_profiles())
        return {
            "type": "ir.actions.act_window",
            "res_model": self.row_ids._name,
            "name": self.env._("Exposure on %s", self.on_date),
            "views": [(False, "list"), (False, "pivot")],
            "domain": [("panel_id", "=", self.id)],
            "context": {"create": False},
        }

    def _find_profiles(self):
        domain = Domain("company_id", "=", self.company_id.id)
        if self.profile_ids:
            domain &= Domain("id", "in", self.profile_ids.ids)
        return self.env["credit.profile"].with_context(active_test=False).search(domain)
