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
            covers.update(others._get_covers(gathering.today))
            is_covered = any(covers[profile] for profile in others)
            exposures.update(others._get_exposure(gathering.today, with_disputes=is_covered, with_days=is_covered))
        covered = {profile: exposures[profile] for profile, own in covers.items() if own}
        parts = self._get_parts(covered, gathering.today) if covered else {}
        known = exposures, covers, parts, self._get_parts_beside(gathering)
        return {
            subject: {
                "nodes": tuple(
                    self._build_node(subject, node, limit, groups.get(node, node), known, own)
                    for node, limit in (
                        gathering.nodes[subject.profile] if subject.profile else self._get_default_nodes(subject)
                    )
                )
            }
            for subject, own in self._get_document_parts(gathering).items()
        }

    @api.model
    def _build_node(self, subject, node, limit, below, known, documents):
        exposures, covers, parts, beside = known
        together = total([exposures[profile] for profile in below])
        own = {cover.key: cover for profile in below for cover in covers.get(profile, ())}
        if own:
            pieces = [part for profile in below for part in parts.get(profile) or self._dated(exposures[profile])]
        else:
            pieces = self._dated(together)
        added = [part for profile in below for part in beside.get(profile, ())] + documents
        return Node(
            is_own=node == subject.profile,
            limit=limit,
            gross=sum((part.amount for part in added), together.gross),
            parts=(*pieces, *added),
            covers=tuple(own.values()),
        )

    @api.model
    def _dated(self, exposure):
        """Return the open orders of ``exposure`` as parts: without covers, a dynamic check needs no others."""
        return tuple(Part(day, amount, promised=day) for day, amount in exposure.commitments)

    @api.model
    def _get_document_parts(self, gathering):
        """Return ``{subject: [Part]}``: what each document adds to what its debtor owes. What counts of it as an offer
        already is taken off."""
        covered = self.union(*(profile for profile, covers in gathering.covers.items() if covers))
        days = covered._get_credit_days(gathering.today)
        return {
            subject: self._get_parts_of_document(subject, gathering, days.get(subject.profile, 0))
            for subject in gathering.subjects
        }

    @api.model
    def _get_parts_of_document(self, subject, gathering, credit_days):
        addition = subject.document._get_credit_addition(gathering.checkpoint, subject.gate) if subject.is_debtor else 0
        # Who has no profile yet owes nothing that was read: nothing is to be taken off.
        is_counted = subject.is_debtor and subject.profile
        offered = subject.document._get_credit_offered(gathering.today) if is_counted else 0
        if not (addition or offered):
            return []
        promised = subject.document._get_credit_promised(subject.gate) or gathering.today
        due = fields.Date.add(max(promised, gathering.today), days=credit_days)
        owners = frozenset(int(part) for part in (subject.profile.parent_path or "").split("/") if part)
        is_order = subject.document._name == "sale.order"
        parts = [Part(due, addition, promised, subject.document.id if is_order else None, owners)]
        if offered:
            # When it falls due, as in what is owed: after the days of credit, from today.
            parts.append(Part(fields.Date.add(gathering.today, days=credit_days), -offered, owners=owners))
        return parts

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
