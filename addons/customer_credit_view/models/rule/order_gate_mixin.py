from odoo import api, models

# Providers of facts that compare a total with what the document adds to it.
OF_TOTALS = frozenset({"nodes"})


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

        Where no rule compares with totals, nobody waits for anybody. Whoever is judged by more than the document has a
        profile from then on.
        """
        super()._gate_claim(checkpoint)
        needs = self._get_credit_needs(self.company_id or self.env.company, checkpoint)
        if needs:
            claim_on = None if OF_TOTALS.isdisjoint(needs) else self[:1]._gate_day()
            self.env["credit.profile"]._prepare_check(self, self.env.company, claim_on)

    def _gate_get_sharing(self, checkpoint):
        """Documents whose customers share a group are compared with the same totals, in whichever branch they are."""
        shared = super()._gate_get_sharing(checkpoint)
        for company, documents in self.grouped(lambda document: document.sudo().company_id.root_id).items():
            judged = documents._gate_as_judge(company)
            if not OF_TOTALS.isdisjoint(judged._get_credit_needs(judged.company_id, checkpoint)):
                shared |= judged.env["credit.profile"]._find_sharing(judged, checkpoint).with_env(self.env)
        return self & shared

    @api.model
    def _get_credit_needs(self, companies, checkpoint):
        """Return the names of what the enforced rules of one of ``companies`` read of a customer."""
        rules = self.env["credit.rule"]
        return {name for company in companies for name in rules._get_enforced_needs(company, checkpoint)}
