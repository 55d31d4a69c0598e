from datetime import timedelta

from lxml import etree
from odoo.tests import Form, tagged

from .common import CreditCommon

AUDITOR = "evidence_ledger.group_evidence_auditor"
ACTIONS = (
    "credit_behaviour_action",
    "credit_payment_experience_action",
    "credit_behaviour_month_action",
    "credit_open_item_action",
    "credit_open_item_action_portfolio",
    "credit_open_item_action_loss",
    "credit_collection_action",
    "credit_pledge_action",
    "credit_dispute_action",
    "credit_concentration_action",
    "credit_profile_action_reviews",
    "credit_work_action",
)
# What an auditor may press: it opens or prints.
LOOKS = ("action_view_", "action_open", "action_print", "action_order_hold")


@tagged("post_install", "-at_install")
class TestCollectionScreens(CreditCommon):
    """Whoever sees a screen can open it, whatever stands on it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.auditor = cls._user("auditor", AUDITOR)
        today = cls.company._get_credit_today()
        late = today - timedelta(days=40)
        invoice = cls._invoice(1000, late - timedelta(days=30), late)
        cls._pay(invoice, today, 400)
        contested = cls._invoice(200, late - timedelta(days=30), late)
        cls.profile = cls._profile()
        cls.dispute = (
            cls.env["credit.dispute"]
            .sudo()
            .create({"move_id": contested.id, "reason": "price", "user_id": cls.analyst.id})
        )
        cls.pledge = (
            cls.env["credit.pledge"]
            .sudo()
            .create({"profile_id": cls.profile.id, "promised_date": today + timedelta(days=3)})
        )
        cls.env["credit.behaviour"].sudo()._count_all(cls.company)

    def test_every_role_opens_every_screen(self):
        for user in (self.reader, self.analyst, self.controller, self.manager, self.auditor):
            for name in ACTIONS:
                action = self.env.ref(f"customer_credit_view.{name}")
                records = self.env[action.res_model].with_user(user)
                for view in action.view_mode.split(","):
                    with self.subTest(user=user.login, action=name, view=view):
                        arch = records.get_views([(False, view), (False, "search")])["views"][view]["arch"]
                        names = {node.get("name") for node in etree.fromstring(arch).iter("field")}
                        spec = {name: {} for name in names if name in records._fields}
                        records.web_search_read([], spec, limit=5)

    def test_every_pivot_and_graph_says_what_it_counts(self):
        """Without a view of its own a graph counts rows by name, and a pivot has no row."""
        views = self.env["ir.ui.view"].sudo()
        for action in self.env["ir.actions.act_window"].sudo().search([("res_model", "=like", "credit.%")]):
            for kind in {"pivot", "graph", "calendar"} & set(action.view_mode.split(",")):
                with self.subTest(action=action.name, view=kind):
                    self.assertTrue(
                        views.search_count([("model", "=", action.res_model), ("type", "=", kind)], limit=1)
                    )

    def test_every_role_opens_every_form(self):
        for user in (self.analyst, self.controller, self.manager, self.auditor):
            for record in (self.profile, self.pledge, self.dispute):
                with self.subTest(user=user.login, model=record._name):
                    Form(record.with_user(user))
        Form(self.env["credit.loss.matrix"].with_user(self.manager))
        Form(self.env["credit.dispute"].with_user(self.analyst))
        Form(self.env["credit.pledge"].with_user(self.analyst))

    def test_auditor_is_offered_nothing_that_changes(self):
        for model in ("credit.pledge", "credit.collection", "credit.open.item", "credit.behaviour"):
            for view in ("form", "list"):
                arch = self.env[model].with_user(self.auditor).get_view(view_type=view)["arch"]
                names = [button.get("name") for button in etree.fromstring(arch).iter("button")]
                self.assertFalse([name for name in names if not name.startswith(LOOKS)], (model, view))
        self.assertFalse(self.dispute.with_user(self.auditor).is_mine_to_settle)
        self.assertTrue(self.dispute.with_user(self.analyst).is_mine_to_settle)
