from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools.translate import code_translations

from .common import OrderGateCommon


@tagged("post_install", "-at_install")
class TestOrderHoldTelling(OrderGateCommon):
    """Who learns of a hold, in which language, and the nightly look at all of them."""

    def setUp(self):
        super().setUp()
        self.rule = self.enforce("value", amount_limit=100)

    def held(self):
        order = self.create_order()
        with self.assertHeld(order) as held:
            order.action_confirm()
        return held.hold

    def test_task_is_in_the_language_of_who_must_act(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.controller.lang = "de_DE"
        self.rule.user_id = self.controller
        german = {"%(document)s is held: %(reason)s": "%(document)s ist angehalten: %(reason)s"}
        with patch.dict(code_translations.python_translations, {("order_gate", "de_DE"): german}):
            hold = self.held()
        self.assertIn("ist angehalten", hold.activity_ids.note)

    def test_what_all_are_told_is_in_the_language_of_the_act(self):
        self.env["res.lang"]._activate_lang("de_DE")
        german = {"%(document)s is held: %(reason)s": "%(document)s ist angehalten: %(reason)s"}
        order = self.create_order().with_context(lang="de_DE")
        terms = patch.dict(code_translations.python_translations, {("order_gate", "de_DE"): german})
        with terms, self.assertHeld(order) as held:
            order.action_confirm()
        self.assertIn("ist angehalten", held.hold.message_ids.filtered("body")[:1].body)

    def test_who_left_is_not_responsible(self):
        self.rule.user_id = self.controller
        self.company.order_gate_user_id = self.boss
        self.controller.active = False
        self.assertEqual(self.held().user_id, self.boss)

    def test_who_is_of_another_company_is_not_responsible(self):
        other = self.setup_other_company()["company"]
        self.rule.user_id = self._create_user("elsewhere", "order_gate.group_order_gate_controller", other)
        hold = self.held()
        self.assertFalse(hold.user_id)
        self.assertFalse(hold.activity_ids)

    def test_document_that_cannot_be_judged_keeps_no_other_waiting(self):
        broken, sound = self.held(), self.held()
        self.rule.amount_limit = 1000
        orders = type(self.env["sale.order"])
        original = orders._gate_findings

        def _gate_findings(records, checkpoint):
            if broken.res_id in records.ids:
                raise ValueError("no figures")
            return original(records, checkpoint)

        failing = patch.object(orders, "_gate_findings", _gate_findings)
        with failing, self.assertLogs("odoo.addons.order_gate", "ERROR") as logged:
            (broken | sound).sudo()._look_again_or_log()
        self.assertEqual(len(logged.records), 1)
        self.assertEqual((broken.state, sound.state), ("active", "ready"))
