from decimal import Decimal
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL, float_repr

from ...logic.approval import Earlier
from ...logic.limit_rows import LimitRow, lowest

# What a check reads of a limit; first, whose it is.
LIMIT_NAMES = ("profile_id", "company_id", "amount", "currency_id")


class LimitInForce(NamedTuple):
    """``amount`` is in the company's currency; ``limit`` is the record it is from."""

    amount: Decimal
    limit: models.BaseModel


class CreditLimit(models.Model):
    """Which limits count on a day."""

    _inherit = "credit.limit"

    @api.model
    def _get_in_force(self, profiles, date, running=None):
        """Return ``{profile: LimitInForce}`` for the profiles that have a limit of their own on ``date``.

        A temporary limit stands before a permanent one. Amounts are converted with the rate of ``date`` and rounded to
        the company's currency. A profile without a limit is left out; one with a limit of zero is not. One query for
        the limits, however many, and one for the rate of each foreign currency; none for ``running``, the limits in
        force of these profiles and perhaps of others, where they were read before.
        """
        # sudo: a limit binds whoever asks; what of it is shown is decided by the fields' groups.
        limits = self.sudo()
        found = limits._read_in_force(profiles, date) if running is None else running
        running = {limit.profile_id.id: limit for limit in found}
        return {
            profile: LimitInForce(running[profile.id]._get_company_amount(date), running[profile.id])
            for profile in profiles
            if profile.id in running
        }

    @api.model
    def _read_in_force(self, profiles, date):
        """Return the limits that ``profiles`` have of their own on ``date``, and what a check needs of them in cache:
        one query."""
        if not profiles.ids:
            return self.browse()
        own = SQL("AND profile_id IN %s", tuple(profiles.ids))
        self.flush_model(LIMIT_NAMES)
        rows = self.env.execute_query(self._get_in_force_query(date, own, LIMIT_NAMES[1:]))
        return self._take_rows([(limit_id, profile_id, *values) for profile_id, limit_id, *values in rows])

    @api.model
    def _take_rows(self, rows):
        """Return the limits of ``rows``, which are (id, *LIMIT_NAMES), with these in the cache."""
        limits = self.browse(row[0] for row in rows)
        for index, name in enumerate(LIMIT_NAMES, 1):
            self._fields[name]._insert_cache(limits, [row[index] for row in rows])
        return limits

    @api.model
    def _get_in_force_chain(self, profiles, date, running=None):
        """Return ``{profile: [LimitInForce]}``: the limits of each profile and of the nodes above it, nearest first.

        Every one of them binds: that of the profile for what the customer owes, that of a node for all below it. Takes
        the queries of ``_get_in_force``.
        """
        # sudo: a group's limits bind whoever sees the group.
        nodes = profiles.sudo()._with_groups()
        own = self._get_in_force(nodes, date, running)
        return {profile: [own[node] for node in profile.sudo()._get_path(nodes) if node in own] for profile in profiles}

    @api.model
    def _get_lowest(self, profiles, date):
        """Return ``{profile: LimitInForce}``: the lowest limit on the way up each profile's group."""
        result = {}
        for profile, chain in self._get_in_force_chain(profiles, date).items():
            # The day is decided already; any day does for rows that are compared by amount.
            found = lowest(LimitRow(one.amount, date, key=one) for one in chain)
            if found:
                result[profile] = found.key
        return result

    @api.model
    def _get_earlier(self, profile, date):
        """Return ``Earlier`` of each limit that ``profile`` had on ``date`` or before, at the rates of ``date``.

        A limit that another one took over from on its first day is cancelled, and was a step all the same.
        """
        # sudo: as above.
        limits = self.sudo().search([("profile_id", "=", profile.id), ("date_from", "<=", date)])
        return tuple(
            Earlier(max((date - limit.date_to).days, 0) if limit.date_to else 0, limit._get_company_amount(date))
            for limit in limits
        )

    @api.model
    def _get_rows_in_force(self, profiles, date):
        """Return ``{profile id: limit id}``."""
        if not profiles.ids:
            return {}
        own = SQL("AND profile_id IN %s", tuple(profiles.ids))
        return dict(self.env.execute_query(self._get_in_force_query(date, own)))

    @api.model
    def _get_in_force_query(self, date, condition, names=()):
        """One row (profile_id, limit_id and the columns ``names``) for each profile that has a limit of its own on
        ``date``."""
        self.flush_model(["profile_id", "state", "date_from", "date_to", "kind"])
        return SQL(
            """
            SELECT DISTINCT ON (profile_id) %(columns)s
              FROM credit_limit
             WHERE state = 'granted' AND date_from <= %(date)s AND (date_to IS NULL OR date_to >= %(date)s)
                   %(condition)s
          ORDER BY profile_id, kind = 'temporary' DESC, date_from DESC, id DESC
            """,
            columns=SQL(", ").join([SQL("profile_id, id AS limit_id"), *map(SQL.identifier, names)]),
            date=date,
            condition=condition,
        )

    def _get_company_amount(self, date):
        """The amount in the company's currency as a Decimal, by the rate of ``date``."""
        self.ensure_one()
        currency = self.company_id.currency_id
        amount = self.currency_id._convert(self.amount, currency, self.company_id, date)
        return Decimal(float_repr(amount, currency.decimal_places))
