"""A new customer from its application to the release of its first order with a condition, clicked by six people."""

from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from ..logic.screening_file import File
from .common_application import ApplicationCommon

LISTED = b"reference,name,countries,kind\nR1,Aqua Works LLC,Belarus,organisation\n"
ACTION = "/odoo/action-customer_credit_view."


@tagged("post_install", "-at_install")
class TestStoryBrowser(ApplicationCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The sealer needs a transaction of its own, which a test does not have.
        cls.classPatch(cls.registry["evidence.checkpoint"], "_seal_after_commit", lambda checkpoints: None)
        cls.env["order.gate.rule"].sudo().search([]).action_archive()
        cls.env["credit.screening.list"].search([]).action_archive()
        cls.company.write({"credit_application_portal": True, "credit_screening_mode": "enforce"})
        listed = cls.env["credit.screening.list"].create({"name": "Own list", "code": "OWN"})
        listed.with_user(cls.controller)._load([File("list.csv", LISTED)])
        managed = {"company_id": cls.company.id}
        cls.env["credit.limit.rule"].create({"name": "One to agree", "approvers": "1", "has_upper": False, **managed})
        rule = {"name": "Over the limit", "kind": "limit_used", "checkpoint": "confirm", "mode": "enforce"}
        cls.env["credit.rule"].with_user(cls.manager).create({**rule, **managed})
        cls.pat = new_test_user(cls.env, "credit_story_pat", groups="base.group_portal", **managed)
        cls.pat.partner_id = cls.buyer

    def _walk(self, tour, user, url):
        """Let ``user`` do in the browser what ``tour`` says. Refusals that people read are logged, and meant."""
        with mute_logger("odoo.http"):
            self.start_tour(url, f"credit_story_{tour}", login=user.login, timeout=180)
        self.env.invalidate_all()

    def test_from_application_to_release_with_a_condition(self):
        self._walk("customer_applies", self.pat, "/my/credit")
        application = self.env["credit.application"].search([("partner_id", "=", self.customer.id)])
        self.assertRecordValues(application, [{"state": "submitted", "channel": "portal", "requested_amount": 5000.0}])
        profile = self._profile()
        self.assertEqual((profile.standing, profile.screening_state), ("under_review", "hit"))

        self._walk("analyst_recommends", self.analyst, f"{ACTION}credit_application_action")
        self.assertEqual((application.state, application.recommended_by_id), ("recommended", self.analyst))

        hits = f"{ACTION}credit_screening_hit_action"
        self._walk("analyst_shows_difference", self.analyst, hits)
        self._walk("controller_clears", self.controller, hits)
        self.assertEqual(profile.screening_state, "clear")

        self._walk("controller_decides", self.controller, f"{ACTION}credit_application_action")
        self.assertEqual((application.state, profile.standing), ("approved", "good"))
        self.assertFalse(profile.has_limit)

        self._walk("manager_approves_limit", self.manager, f"{ACTION}credit_limit_proposal_action")
        self.assertEqual(profile.limit_amount, 4000)

        order = self._order([(self.pump, 1, 5000.0)])
        self._walk("seller_is_held", self.seller, f"/odoo/sale.order/{order.id}")
        self.assertEqual((order.state, order.gate_hold_ids.state), ("draft", "active"))

        self._walk("controller_releases", self.controller, "/odoo/held-documents")
        self.assertEqual((order.state, order.gate_hold_ids.state), ("sale", "released"))
        [condition] = order.sudo().gate_hold_ids.release_condition_ids
        self.assertRecordValues(condition, [{"kind": "deposit", "amount": 1000.0, "state": "open"}])
