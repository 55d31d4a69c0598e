from odoo.tests import tagged

from .rule_common import CreditRuleCommon


@tagged("post_install", "-at_install")
class TestExposureSearch(CreditRuleCommon):
    """Exposure, use of limits and holds are searched, grouped and summed by PostgreSQL."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rows = cls.env["credit.exposure"].with_user(cls.reader)

    def _owing(self, name, limit, owed, covered=0):
        partner = self._customer(name)
        if limit is not None:
            self._limit(limit, partner)
        if covered:
            self._cover(covered, partner=partner)
        self._invoice(owed, self._today(), partner=partner)
        self._profile(partner)
        return partner

    def _refresh(self):
        self.env.flush_all()
        self.env.invalidate_all()

    def test_groups_by_use_of_the_limit(self):
        """What is covered uses no limit; what is exactly at a limit is not over it."""
        cases = {
            "0_none": [(None, 10, 0)],
            "1_under_50": [(100, 49, 0), (100, 90, 41)],
            "2_under_80": [(100, 50, 0), (100, 79, 0)],
            "3_up_to_100": [(100, 80, 0), (100, 100, 0), (100, 130, 30)],
            "4_over": [(100, 101, 0), (0, 1, 0), (100, 130, 29)],
        }
        partners = self.env["res.partner"]
        for band, customers in cases.items():
            for number, (limit, owed, covered) in enumerate(customers):
                partners |= self._owing(f"{band} {number}", limit, owed, covered)
        self._refresh()
        domain = [("partner_id", "in", partners.ids)]
        sums = ["__count", "exposure_amount:sum", "net_exposure_amount:sum"]
        groups = self.rows._read_group(domain, ["utilisation_band"], sums)
        self.assertEqual(
            [(band, count, round(gross, 2), round(net, 2)) for band, count, gross, net in groups],
            [
                ("0_none", 1, 10, 10),
                ("1_under_50", 2, 139, 98),
                ("2_under_80", 2, 129, 129),
                ("3_up_to_100", 3, 310, 280),
                ("4_over", 3, 232, 203),
            ],
        )
        over = self.rows.search([*domain, ("utilisation_band", "=", "4_over")])
        self.assertEqual(set(over.partner_id.mapped("name")), {"4_over 0", "4_over 1", "4_over 2"})

    def test_held_documents_are_searched_and_counted(self):
        self._rule("limit_used")
        held, free = self._owing("Held", 100, 10), self._owing("Free", 100, 10)
        contact = self.env["res.partner"].create({"name": "Their Buyer", "parent_id": held.id})
        orders = []
        for partner in (held, contact):
            order = self._order([(self.pump, 5, 100.0)], partner_id=partner.id, partner_invoice_id=held.id)
            with self.assertHeld(order):
                order.action_confirm()
            orders.append(order)
        domain = [("partner_id", "in", (held + free).ids)]
        groups = self.rows._read_group(domain, ["partner_id"], ["held_count:sum"])
        self.assertEqual(dict(groups), {held: 2, free: 0})
        self.assertEqual(self.rows.search([*domain, ("held_count", ">", 0)]).partner_id, held)
        self._limit(2000, held)
        orders[0].action_confirm()
        self._refresh()
        self.assertEqual(self.rows.search([("partner_id", "=", held.id)]).held_count, 1)

    def test_search_by_figures_reads_no_customer(self):
        """As many queries for two customers as for fifty, and the right sums: PostgreSQL sums, compares and groups."""
        profiles = self.env["credit.profile"].with_user(self.reader)
        counts = []
        for number in (1, 2, 50):
            partners = self.env["res.partner"].union(
                *(self._owing(f"Searched {number}.{index}", 100, 90, 30) for index in range(number))
            )
            self._refresh()
            domain = [("partner_id", "in", partners.ids)]
            before = self.env.cr.sql_log_count
            found = profiles.search([*domain, ("exposure_amount", ">", 85), ("utilisation", "<", 80)])
            standings = self.rows._read_group(
                domain, ["standing"], ["exposure_amount:sum", "covered_amount:sum", "utilisation:avg", "held_count:sum"]
            )
            bands = self.rows._read_group(domain, ["utilisation_band"], ["net_exposure_amount:sum"])
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(found.partner_id, partners)
            self.assertEqual(standings, [("none", 90 * number, -30 * number, 60, 0)])
            self.assertEqual(bands, [("2_under_80", 60 * number)])
        # The first one fills what Odoo keeps in memory.
        self.assertEqual(*counts[1:])
