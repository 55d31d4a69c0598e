from odoo import fields
from odoo.fields import Command

from .common import CreditCommon

# Case 2-S3 of the rules: private firm, Z″ safe.
FIGURES = {
    "cash": 60,
    "receivables": 180,
    "inventory": 120,
    "current_assets": 400,
    "total_assets": 1000,
    "current_liabilities": 250,
    "total_liabilities": 550,
    "equity": 450,
    "retained_earnings": 220,
    "revenue": 1500,
    "cogs": 1050,
    "ebit": 120,
    "interest": 30,
}


class RiskCommon(CreditCommon):
    """Builders for statements, scorecards and limits::

    statement = self._statement("2023-12-31", cash=70)
    card = self._scorecard(("ratio", "current", [(None, 0), (1, 100)]))
    limit = self._limit(5000, "2024-01-01")
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.profile = cls._profile()
        cls.profile.firm_type = "non_manufacturer"
        cls.second_controller = cls._user("second", "customer_credit_view.group_credit_controller")

    @classmethod
    def _statement(cls, period_end="2023-12-31", *, profile=None, confirm=True, vals=None, **figures):
        """Return a statement with the figures of 2-S3; ``figures`` change them, None leaves one out."""
        given = {name: value for name, value in {**FIGURES, **figures}.items() if value is not None}
        rows = [{"figure": name, "amount": amount, "is_given": True} for name, amount in given.items()]
        statement = (
            cls.env["credit.statement"]
            .with_user(cls.analyst)
            .create(
                {
                    "profile_id": (profile or cls.profile).id,
                    "period_end": period_end,
                    "currency_id": cls.company.currency_id.id,
                    "figure_ids": [Command.create(row) for row in rows],
                    **(vals or {}),
                }
            )
        )
        if confirm:
            statement.action_confirm()
        return statement

    @classmethod
    def _scorecard(cls, *criteria, activate=True, **vals):
        """Return a scorecard in force. ``criteria`` are (source, ratio, [(lower or None, points)]) and more values."""
        card = (
            cls.env["credit.scorecard"]
            .with_user(cls.manager)
            .create(
                {
                    "name": "Test",
                    "criterion_ids": [
                        Command.create(cls._criterion_vals(*given)) for given in criteria or [cls._current_ratio()]
                    ],
                    "grade_ids": [
                        Command.create(
                            {"grade_id": cls.env.ref(f"customer_credit_view.grade_{grade}").id, "lower": lower}
                        )
                        for grade, lower in (("a", 80), ("b", 50), ("e", 0))
                    ],
                    **vals,
                }
            )
        )
        if activate:
            card.action_activate()
        return card

    @classmethod
    def _current_ratio(cls):
        return "ratio", "current", [(None, 0), (1.0, 60), (1.6, 100)]

    @classmethod
    def _criterion_vals(cls, source, ratio, bands, **vals):
        rows = [{"is_lowest": lower is None, "lower": lower or 0, "points": points} for lower, points in bands]
        name = ratio or source
        return {
            "name": name.replace("_", " ").capitalize(),
            "source": source,
            "ratio": ratio if source == "ratio" else False,
            "band_ids": [Command.create(row) for row in rows],
            **vals,
        }

    @classmethod
    def _limit(cls, amount, date_from=None, *, profile=None, currency=None, **vals):
        """Return a limit that was granted, as an approval would."""
        return cls.env["credit.limit"]._grant(
            [
                {
                    "profile_id": (profile or cls.profile).id,
                    "currency_id": (currency or cls.company.currency_id).id,
                    "amount": amount,
                    "date_from": date_from or cls._today(),
                    **vals,
                }
            ],
            "Test",
        )

    @classmethod
    def _proposal(cls, amount=1000, *, user=None, profile=None, **vals):
        """Return a draft proposal of the analyst."""
        vals = {"profile_id": (profile or cls.profile).id, "amount": amount, "reason": "Buys more every month.", **vals}
        vals.setdefault("currency_id", cls.company.currency_id.id)
        return cls.env["credit.limit.proposal"].with_user(user or cls.analyst).create(vals)

    @classmethod
    def _rule(cls, approvers, **vals):
        """Return a row of the approval matrix."""
        vals = {"name": f"{approvers} to agree", "approvers": str(approvers), "has_upper": False, **vals}
        return cls.env["credit.limit.rule"].with_user(cls.manager).create(vals)

    @classmethod
    def _day(cls, **delta):
        return fields.Date.add(cls._today(), **delta)

    def _events(self, profile=None):
        """The events of a customer's chain, in order."""
        key = (profile or self.profile).name
        return self.env["evidence.entry"].sudo().search([("subject_key", "=", key)], order="sequence").mapped("event")
