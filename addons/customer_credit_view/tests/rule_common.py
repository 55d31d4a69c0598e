from odoo.addons.order_gate.tests.common import OrderGateCommon

from .common import CreditCommon


class CreditRuleCommon(CreditCommon):
    """Builders of rules, limits and covers; a database's own rules do not count.

    ``self._rule("days_overdue", grace_days=5)`` counts at the confirmation; ``self._findings(order)`` are those of the
    credit rules.
    """

    assertHeld = OrderGateCommon.assertHeld  # noqa: N815 - named as unittest names assertions
    forget_pending = OrderGateCommon.forget_pending
    place_pending = OrderGateCommon.place_pending

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["order.gate.rule"].sudo().search([]).action_archive()

    @classmethod
    def _rule(cls, kind, checkpoint="confirm", mode="enforce", **vals):
        vals = {"name": f"Looks for {kind}", "kind": kind, "checkpoint": checkpoint, "mode": mode, **vals}
        return cls.env["credit.rule"].with_user(cls.manager).create(vals).sudo()

    @classmethod
    def _standing_rules(cls):
        """The shipped rules about standings count."""
        rules = cls.env["credit.rule"].sudo().with_context(active_test=False).search([("kind", "=", "standing")])
        rules.action_unarchive()
        return rules

    @classmethod
    def _limit(cls, amount, partner=None, date_from=None, date_to=None):
        vals = {
            "profile_id": cls._profile(partner).id,
            "currency_id": cls.company.currency_id.id,
            "amount": amount,
            "date_from": date_from or cls._today(),
            "date_to": date_to,
        }
        return cls.env["credit.limit"]._grant([vals], "Granted in a test.")

    @classmethod
    def _cover(cls, amount, in_force=True, partner=None, **vals):
        vals = {
            "profile_id": cls._profile(partner).id,
            "amount": amount,
            "currency_id": cls.company.currency_id.id,
            **vals,
        }
        cover = cls.env["credit.cover"].with_user(cls.analyst).create(vals)
        if in_force:
            cover.with_user(cls.controller).action_put_in_force()
        return cover.sudo()

    def _findings(self, documents, checkpoint="confirm"):
        """Return the findings of the credit rules about ``documents``."""
        self.env.flush_all()
        judged = documents._gate_as_judge(self.company)
        judged._gate_claim(checkpoint)
        found = judged.env["credit.rule"]._find(judged, checkpoint)
        return [finding for findings in found.values() for finding in findings]
