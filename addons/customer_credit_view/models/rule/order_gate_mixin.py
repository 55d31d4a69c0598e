from odoo import models

# Providers of facts that compare with what the customer owes.
OF_TOTALS = frozenset({"nodes", "overdue"})


class OrderGateMixin(models.AbstractModel):
    """Credit at the gate: every bound document hears what the credit rules say."""

    _inherit = "order.gate.mixin"

    def _gate_findings(self, checkpoint):
        found = super()._gate_findings(checkpoint)
        for document, findings in self.env["credit.rule"]._find(self, checkpoint).items():
            found.setdefault(document, []).extend(findings)
        return found

    def _gate_claim(self, checkpoint):
        """Two documents of a customer, or of a group, that are compared with the same total go one after the other.

        Where no rule compares with totals, nobody waits for anybody.
        """
        super()._gate_claim(checkpoint)
        rules = self.env["credit.rule"]
        settings = rules._get_enforced_settings(self.env.company, checkpoint)
        if any(not OF_TOTALS.isdisjoint(rules._get_needs(setting.kind)) for setting in settings):
            profiles = self.env["credit.profile"]
            customers = profiles._get_all_answering(self, self._gate_head_facts())
            profiles._claim_for(customers, self.env.company)
