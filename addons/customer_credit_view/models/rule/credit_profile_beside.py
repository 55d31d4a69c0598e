from collections import Counter, defaultdict

from odoo import api, models


class CreditProfile(models.Model):
    """Documents that pass the gate in one act: what those before add is not counted yet, and must be."""

    _inherit = "credit.profile"

    @api.model
    def _find_sharing(self, documents, checkpoint):
        """Return those of ``documents``, of one company and its branches, that add to what is owed and share a group
        with another."""
        facts = documents._gate_head_facts()
        adding = documents.filtered(lambda document: document._get_credit_addition(checkpoint, facts[document]))
        profiles = self._find_for(self._get_all_answering(adding, facts), documents.company_id)
        heads = {profile.partner_id: profile.parent_path.split("/")[0] for profile in profiles}
        groups = {
            document: {heads.get(customer) for customer in self._get_answering(document, facts[document])[0]} - {None}
            for document in adding
        }
        counted = Counter(head for own in groups.values() for head in own)
        return adding.filtered(lambda document: any(counted[head] > 1 for head in groups[document]))

    @api.model
    def _get_parts_beside(self, gathering):
        """Return ``{profile: [Part]}`` of documents that pass in the same act before those of ``gathering``."""
        judged = self.env[gathering.subjects[0].document._name].union(*(one.document for one in gathering.subjects))
        passed = judged._gate_get_passed(gathering.checkpoint) - judged
        passed = passed.filtered(lambda document: document.company_id.root_id == judged.company_id.root_id)
        if not passed:
            return {}
        beside = self._gather(gathering.checkpoint, passed, passed._gate_head_facts(), gathering.needs)
        parts = defaultdict(list)
        for subject, own in self._get_document_parts(beside).items():
            parts[subject.profile] += own
        return parts
