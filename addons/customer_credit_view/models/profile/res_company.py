from odoo import models


class ResCompany(models.Model):
    """Credit is decided for a company with its branches: so are its settings, which each part adds to the fields that
    core takes from the main company."""

    _inherit = "res.company"

    def write(self, vals):
        """Core copies such fields to the branches one after the other, and would refuse the first because the second
        is not there yet."""
        shared = [name for name in self._get_company_root_delegated_field_names() if name.startswith("credit_")]
        mine = [name for name in shared if name in vals]
        # sudo: branches follow, whoever may see them.
        if len(mine) < 2 or not self.sudo().with_context(active_test=False).child_ids:
            return super().write(vals)
        result = super().write({name: value for name, value in vals.items() if name not in mine})
        for name in mine:
            super().write({name: vals[name]})
        return result
