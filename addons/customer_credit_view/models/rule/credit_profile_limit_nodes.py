from datetime import date
from decimal import Decimal
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL


class LapsedLimit(NamedTuple):
    """The last limit of a node, which ended with none after it; in the currency of the company."""

    node: models.BaseModel
    amount: Decimal
    ended: date


class CreditProfile(models.Model):
    """Which limits a check compares with.

    A limit that ended with none after it goes on counting as it was: its end must not make a customer unlimited, nor a
    whole group that has no other. The rule “credit limit expired” is what stops such customers.
    """

    _inherit = "credit.profile"

    def _get_limit_nodes(self, today, running=None):
        """Return ``{profile: [(node, limit)]}``: every limit that binds each profile, its own first, as Decimals in the
        currency of the company; those that the company does not check are left out. ``running`` as there."""
        chains = self.env["credit.limit"]._get_in_force_chain(self, today, running)
        lapsed = self._get_lapsed_limits(today, chains)
        nodes = {}
        for profile in self:
            found = [(one.limit.profile_id.with_env(self.env), one.amount) for one in chains.get(profile, ())]
            if profile in lapsed:
                found.insert(0, (lapsed[profile].node.with_env(self.env), lapsed[profile].amount))
            if not found:
                # Nowhere in its group is a limit set: as the company says.
                found = [(profile, None)]
            counted = [(node, self._get_effective_limit(amount)) for node, amount in found]
            nodes[profile] = [(node, amount) for node, amount in counted if amount is not None]
        return nodes

    def _get_lapsed_limits(self, today, chains):
        """Return ``{profile: LapsedLimit}`` of those profiles that have no own limit among ``chains`` any more: the own
        one that ended; where no limit is in force on the way up the group, the nearest that ended."""
        own = {profile for profile, chain in chains.items() if any(one.limit.profile_id == profile for one in chain)}
        missing = self.filtered(lambda profile: profile not in own).sudo()  # sudo: a limit binds whoever asks.
        if not missing:
            return {}
        nodes = missing._with_groups()
        ended = nodes._read_lapsed_limits(today)
        lapsed = {}
        for profile in missing:
            looked = profile if chains.get(profile) else profile._get_path(nodes)
            found = next((ended[node.id] for node in looked if node.id in ended), None)
            if found:
                lapsed[profile.with_env(self.env)] = found
        return lapsed

    def _read_lapsed_limits(self, today):
        """Return ``{profile id: LapsedLimit}``: the limit of each profile that ended last before ``today``."""
        limits = self.env["credit.limit"]
        limits.flush_model(["profile_id", "state", "date_to"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (profile_id) profile_id, id
                  FROM credit_limit
                 WHERE state = 'granted' AND date_to < %s AND profile_id IN %s
              ORDER BY profile_id, date_to DESC, id DESC
                """,
                today,
                tuple(self.ids),
            )
        )
        found = {profile_id: limits.browse(limit_id) for profile_id, limit_id in rows}
        return {
            profile_id: LapsedLimit(limit.profile_id, limit._get_company_amount(today), limit.date_to)
            for profile_id, limit in found.items()
        }

    @api.model
    def _get_credit_fact_limit_ended(self, gathering):
        chains = self.env["credit.limit"]._get_in_force_chain(gathering.profiles, gathering.today)
        lapsed = gathering.profiles._get_lapsed_limits(gathering.today, chains)
        return {
            subject: {"limit_ended": lapsed[subject.profile].ended}
            for subject in gathering.subjects
            if subject.profile in lapsed
        }
