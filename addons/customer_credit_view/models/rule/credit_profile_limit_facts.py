from decimal import Decimal

from odoo import api, fields, models
from odoo.fields import Domain

from ...logic.cover import Part
from ...logic.credit_facts import Node, effective_limit
from ...logic.exposure import total


class CreditProfile(models.Model):
    """Limits as facts: the nodes of the customer's group, what is owed there with the document, and what covers it."""

    _inherit = "credit.profile"

    @api.model
    def _get_credit_fact_nodes(self, gathering):
        """At each node with a limit, what everybody at or below it owes together counts."""
        groups = self._get_below(gathering)
        exposures, covers = dict(gathering.exposures), dict(gathering.covers)
        others = self.union(*groups.values()) - gathering.profiles
        if others:
            exposures.update(others._get_exposure(gathering.today))
            covers.update(others._get_covers(gathering.today))
        covered = {profile: exposures[profile] for profile, own in covers.items() if own}
        parts = self._get_parts(covered, gathering.today) if covered else {}
        days = {
            subject: subject.profile._get_credit_days(gathering.today)[subject.profile]
            for subject in gathering.subjects
            if covers.get(subject.profile)
        }
        facts = {}
        for subject in gathering.subjects:
            limits = gathering.nodes[subject.profile] if subject.profile else self._get_default_nodes(subject)
            document = self._get_document_part(subject, gathering, days.get(subject, 0))
            facts[subject] = {
                "nodes": tuple(
                    self._build_node(subject, node, limit, groups, (exposures, covers, parts), document)
                    for node, limit in limits
                )
            }
        return facts

    @api.model
    def _build_node(self, subject, node, limit, groups, known, document):
        exposures, covers, parts = known
        below = groups.get(node, node)
        together = total([exposures[profile] for profile in below])
        own = {cover.key: cover for profile in below for cover in covers.get(profile, ())}
        if own:
            pieces = tuple(part for profile in below for part in parts.get(profile) or self._dated(exposures[profile]))
        else:
            pieces = self._dated(together)
        addition = document.amount if document else Decimal()
        return Node(
            is_own=node == subject.profile,
            limit=limit,
            gross=together.gross + addition,
            parts=(*pieces, document) if document else pieces,
            covers=tuple(own.values()),
        )

    @api.model
    def _dated(self, exposure):
        """Return the open orders of ``exposure`` as parts: without covers, a dynamic check needs no others."""
        return tuple(Part(day, amount, promised=day) for day, amount in exposure.commitments)

    @api.model
    def _get_document_part(self, subject, gathering, credit_days):
        """Return what the document adds to what the customer owes, None where it adds nothing."""
        addition = subject.document._get_credit_addition(gathering.checkpoint, subject.gate) if subject.is_debtor else 0
        if not addition:
            return None
        promised = subject.document._get_credit_promised(subject.gate) or gathering.today
        due = fields.Date.add(max(promised, gathering.today), days=credit_days)
        owners = frozenset(int(part) for part in (subject.profile.parent_path or "").split("/") if part)
        is_order = subject.document._name == "sale.order"
        return Part(due, addition, promised, subject.document.id if is_order else None, owners)

    @api.model
    def _get_below(self, gathering):
        """Return ``{node: profiles at and below it}`` of the nodes above the customers."""
        nodes = self.union(*(node for limits in gathering.nodes.values() for node, _limit in limits))
        below = {node: node for node in nodes & gathering.profiles}
        if nodes & gathering.looked.with_members:
            # sudo: what a group owes counts whoever sees its members; archived ones owe all the same.
            every = self.sudo().with_context(active_test=False)
            found = every.search(Domain("id", "child_of", nodes.ids)).with_env(self.env)
            for node in nodes:
                below[node] = found.filtered(
                    lambda profile, path=node.parent_path: profile.parent_path.startswith(path)
                )
        return below

    @api.model
    def _get_default_nodes(self, subject):
        """Return ``[(node, limit)]`` for a customer without a profile, for whom no limit can be set."""
        limit = self._get_effective_limit(None)
        return [] if limit is None else [(subject.profile, limit)]

    @api.model
    def _get_effective_limit(self, limit):
        company = self.env.company
        return effective_limit(
            limit,
            empty_is_zero=company.credit_empty_limit == "none",
            zero_is_unlimited=company.credit_zero_limit == "unlimited",
        )
