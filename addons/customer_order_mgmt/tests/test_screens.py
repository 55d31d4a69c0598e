from lxml import etree
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from .common import CustomerOrderCommon

AUDITOR = "evidence_ledger.group_evidence_auditor"
# What an auditor may press: it opens, prints or downloads.
LOOKS = ("action_view_", "action_open_document", "action_check_gate")


@tagged("post_install", "-at_install")
class TestScreens(CustomerOrderCommon):
    """Whoever sees a menu can open what stands behind it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.auditor = cls._create_user("screen_auditor", AUDITOR)
        draft, received, countered, accepted = (cls._create_order() for _index in range(4))
        (received + countered + accepted).action_receive()
        countered.line_ids[0].quantity = 3
        countered.with_user(cls.manager).action_counter()
        accepted.with_user(cls.manager).action_accept()
        cls.orders = draft + received + countered + accepted

    def test_every_role_opens_orders_in_every_state(self):
        for user in (self.clerk, self.manager, self.auditor):
            for order in self.orders:
                with self.subTest(user=user.login, state=order.state):
                    Form(order.with_user(user))

    def test_every_role_opens_every_menu(self):
        for user in (self.clerk, self.manager, self.auditor):
            for action in self._get_actions(user):
                records = self.env[action.res_model].with_user(user)
                for view in {view_type for _view, view_type in action.views} - {"form"}:
                    with self.subTest(user=user.login, action=action.name, view=view):
                        records.get_views([(False, view), (False, "search")])
                        records.web_search_read([], {"display_name": {}}, limit=2)

    def test_auditor_is_offered_nothing_that_changes_an_order(self):
        for view in ("form", "list"):
            arch = self.env["customer.order"].with_user(self.auditor).get_view(view_type=view)["arch"]
            names = [button.get("name") for button in etree.fromstring(arch).iter("button")]
            self.assertFalse([name for name in names if not name.startswith(LOOKS)], view)

    def test_form_asks_the_database_as_often_for_fifty_lines(self):
        line = {"product_id": self.pump.id, "quantity": 1}
        counts = []
        for size in (2, 50):
            order = self._create_order([{**line, "name": f"Pump {number}"} for number in range(size)])
            order.action_receive()
            spec = Form(order)._view["fields_spec"]
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            order.web_read(spec)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])

    def test_one_primary_act_at_a_time(self):
        """At most one of the buttons that are filled in with colour is visible in each state."""
        for order in self.orders:
            form = Form(order.with_user(self.manager))
            buttons = form._view["tree"].xpath("/form/header/button[contains(@class, 'btn-primary')]")
            shown = [button.get("name") for button in buttons if not self._is_hidden(form, button)]
            self.assertLessEqual(len(shown), 1, (order.state, shown))

    def _is_hidden(self, form, button):
        return safe_eval(button.get("invisible") or "False", form._get_eval_context())

    def _get_actions(self, user):
        root = self.env.ref("customer_order_mgmt.customer_order_menu_root")
        menus = self.env["ir.ui.menu"].with_user(user)
        shown = menus.browse(menus._visible_menu_ids()).sudo().filtered_domain([("id", "child_of", root.id)])
        actions = [menu.action for menu in shown if menu.action]
        return [action for action in actions if action._name == "ir.actions.act_window" and action.target != "new"]
