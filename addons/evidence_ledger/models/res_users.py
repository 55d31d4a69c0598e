from odoo import models
from odoo.exceptions import AccessError


class ResUsers(models.Model):
    _inherit = "res.users"

    def _check_evidence_officer(self):
        """Acts of an officer are methods: no role has rights on the rows that they write."""
        if not self.has_group("evidence_ledger.group_evidence_officer"):
            raise AccessError(self.env._("Only an officer of evidence may do this."))
