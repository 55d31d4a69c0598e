from lxml import etree
from odoo.fields import Domain
from odoo.tests import TransactionCase, tagged
from odoo.tools.safe_eval import safe_eval

KNOWN = {"uid": 1}


@tagged("post_install", "-at_install")
class TestSearchFilters(TransactionCase):
    """Filters between two separators widen each other. Beside one that is on from the start stand only such as look at
    the same, else choosing them narrows nothing.
    """

    def _groups(self, model, view):
        arch = self.env[model].get_view(view or False, "search")["arch"]
        groups = [{}]
        for node in etree.fromstring(arch):
            if node.tag == "separator":
                groups.append({})
            elif node.tag == "filter" and node.get("domain"):
                domain = Domain(safe_eval(node.get("domain"), dict(KNOWN)))
                groups[-1][node.get("name")] = {condition.field_expr for condition in domain.iter_conditions()}
        return groups

    def test_filters_narrow_what_a_screen_shows_first(self):
        actions = self.env["ir.actions.act_window"].search(
            [("res_model", "=like", "credit.%"), ("context", "like", "search_default_")]
        )
        self.assertTrue(actions)
        for action in actions:
            chosen = {name.removeprefix("search_default_") for name in safe_eval(action.context, dict(KNOWN))}
            for filters in self._groups(action.res_model, action.search_view_id.id):
                for name in chosen & filters.keys():
                    for other, looked_at in filters.items():
                        self.assertEqual(looked_at, filters[name], f"{action.name}: {other} beside {name}")
