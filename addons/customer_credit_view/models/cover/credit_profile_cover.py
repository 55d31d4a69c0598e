from decimal import Decimal

from odoo import api, fields, models
from odoo.fields import Domain

from ...logic.cover import Applied, Part, apply_covers, set_apart
from ..profile.credit_profile import READER

OPEN_PARTS = ("ordered", "delivered", "draft")


class CreditProfile(models.Model):
    """What covers take off the exposure of profiles."""

    _inherit = "credit.profile"

    cover_ids = fields.One2many("credit.cover", "profile_id", string="Covers", groups=READER)

    def _get_covered(self, on_date=None, exposures=None):
        """Return ``{profile: Applied}``: what the covers in force do to the exposure of each of these profiles.

        ``exposures`` are read unless given. The amounts are in the currency of each profile's company. One query where
        no profile has a cover.
        """
        today = on_date or fields.Date.context_today(self)
        covers = self._get_covers(today)
        if exposures is None:
            exposures = (self if any(covers.values()) else self.browse())._get_exposure(today)
        parts = self._get_parts({profile: exposures[profile] for profile in self if covers[profile]}, today)
        none = Applied(Decimal(), Decimal(), ())
        return {
            profile: apply_covers(parts[profile], covers[profile], today, gross=exposures[profile].gross)
            if covers[profile]
            else none._replace(gross=exposures[profile].gross if profile in exposures else Decimal())
            for profile in self
        }

    def _get_covers(self, today):
        """Return ``{profile: tuple of Cover}``: the covers in force of each profile and of those above it."""
        above = {profile: [int(part) for part in (profile.parent_path or "").split("/") if part] for profile in self}
        ids = {profile_id for path in above.values() for profile_id in path}
        domain = Domain("profile_id", "in", list(ids)) & Domain("state", "=", "in_force")
        ended = Domain("valid_to", "!=", False) & Domain("valid_to", "<", today)
        # sudo: covers count whoever asks; who may see them is decided where they are shown.
        found = self.env["credit.cover"].sudo().search(domain & ~ended)
        by_owner = {owner.id: covers for owner, covers in found.grouped("profile_id").items()}
        return {
            profile: tuple(
                cover._prepare_cover(today) for owner in path for cover in by_owner.get(owner, found.browse())
            )
            for profile, path in above.items()
        }

    @api.model
    def _get_parts(self, exposures, today):
        """Return ``{profile: tuple of Part}`` of ``{profile: Exposure}``: when each part falls due.

        Open items are due when they are due; what is not invoiced yet falls due after the customer's days of credit,
        counted from the day it is promised for. What is contested is covered by nobody.
        """
        profiles = self.union(*exposures)
        days = profiles._get_credit_days(today)
        apart = profiles._get_order_parts(today, days)
        return {
            profile: tuple(set_apart(self._split(profile, exposure, today, days[profile]), apart.get(profile, ())))
            for profile, exposure in exposures.items()
        }

    @api.model
    def _split(self, profile, exposure, today, credit_days):
        owners = frozenset(int(part) for part in (profile.parent_path or "").split("/") if part)
        later = fields.Date.add(today, days=credit_days)
        parts = [Part(maturity.day, maturity.amount, owners=owners) for maturity in exposure.maturities]
        for day, amount in exposure.commitments:
            due = fields.Date.add(max(day, today), days=credit_days)
            parts.append(Part(due, amount, promised=day, owners=owners))
        undated = exposure.undelivered - sum((amount for _day, amount in exposure.commitments), Decimal())
        rest = undated + sum((getattr(exposure, name) for name in OPEN_PARTS), exposure.gross - exposure.firm)
        return [*parts, Part(later, rest, owners=owners), Part(today, exposure.unapplied, owners=owners)]

    def _get_credit_days(self, today):
        """Return ``{profile: days}`` until the last instalment of the terms agreed with each customer is due."""
        days = {}
        for company, profiles in self.grouped("company_id").items():
            # sudo: terms agreed with a customer count whoever asks.
            for profile in profiles.sudo().with_company(company):
                term = profile.partner_id.property_payment_term_id
                days[profile.with_env(self.env)] = term._get_credit_time(today).last_days if term else 0
        return days

    def _get_order_parts(self, today, days):
        """Return ``{profile: [Part]}``: what is open of the orders that have covers of their own."""
        # sudo: as for covers.
        covers = self.env["credit.cover"].sudo()
        found = covers.search(
            [("order_ids", "!=", False), ("state", "=", "in_force"), ("company_id", "in", self.company_id.ids)]
        )
        parts = {}
        # sudo: only looked up.
        by_customer = {(profile.partner_id, profile.company_id): profile for profile in self.sudo()}
        for order in found.order_ids:
            profile = by_customer.get((order.partner_invoice_id.commercial_partner_id, order.company_id.root_id))
            if profile:
                own = profile.with_env(self.env)
                parts.setdefault(own, []).extend(order._get_credit_parts(today, days[own]))
        return parts
