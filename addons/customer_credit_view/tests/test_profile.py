from odoo.addons.evidence_ledger.exceptions import ActRefused
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..exceptions import StandingRefused
from .common import CreditCommon


@tagged("post_install", "-at_install")
class TestProfile(CreditCommon):
    def test_contact_has_the_profile_of_its_company(self):
        profile = self._profile(self.buyer)
        self.assertEqual(profile.partner_id, self.customer)
        self.assertEqual(self._profile(self.customer), profile)
        with self.assertRaises(ValidationError):
            self.env["credit.profile"].with_user(self.analyst).create({"partner_id": self.buyer.id})

    def test_each_company_has_its_own_profile(self):
        other = self.setup_other_company()["company"]
        self.assertNotEqual(self._profile(company=other), self._profile())
        profiles = self.env["credit.profile"].with_user(self.reader).search([("partner_id", "=", self.customer.id)])
        self.assertEqual(profiles.company_id, self.company)

    def test_group_follows_the_parent_company(self):
        daughter = self._customer("Aqua Leeds", parent_id=self.customer.id)
        profile = self._profile(daughter)
        self.assertEqual(profile.parent_id, self._profile())
        daughter.parent_id = False
        self.assertFalse(profile.parent_id)
        profile.group_partner_id = self.customer
        self.assertEqual(profile.parent_id, self._profile())

    def test_held_customer_does_not_hide_behind_another(self):
        """As a contact of a customer whom nobody knows, it would have that one's standing."""
        seller = self._user("partners", "sales_team.group_sale_salesman_all_leads,base.group_partner_manager")
        unknown = self._customer("Unknown")
        self._profile()._set_standing("hold", "Does not pay.")
        customer = self.customer.with_user(seller)
        with self.assertRaises(StandingRefused):
            customer.write({"is_company": False, "parent_id": unknown.id})
        customer.write({"parent_id": unknown.id})
        self.assertEqual(self._profile().parent_id.partner_id, unknown, "a subsidiary keeps its own standing")

    def test_group_is_no_circle(self):
        daughter = self._profile(self._customer("Aqua Leeds", parent_id=self.customer.id))
        with self.assertRaises(ValidationError):
            self._profile().group_partner_id = daughter.partner_id

    def test_profile_stays_that_of_its_customer_and_in_its_group(self):
        """What was decided about one customer, its limits and covers, must not become another's by RPC."""
        profile = self._profile(self._customer("Aqua Leeds", parent_id=self.customer.id))
        cases = [
            {"partner_id": self._customer("Stranger").id},
            {"company_id": self.setup_other_company()["company"].id},
            {"parent_path": f"{profile.id}/"},
        ]
        for vals in cases:
            with self.subTest(vals), self.assertRaises(ActRefused):
                profile.with_user(self.manager).write(vals)
        profile.with_user(self.analyst).write({"partner_id": profile.partner_id.id, "segment": "small"})
        self.assertEqual(profile.segment, "small")

    def test_controllers_set_standings_of_many_with_one_reason(self):
        profiles = self._profile() + self._profile(self._customer("Pump Traders"))
        wizards = self.env["credit.standing.set"].with_context(active_ids=profiles.ids)
        with self.assertRaises(AccessError):
            wizards.with_user(self.analyst).create({"standing": "hold", "reason": "Late."})
        with self.assertRaises(AccessError):
            profiles.with_user(self.analyst).action_set_standing("hold", "Late.")
        wizards.with_user(self.controller).create({"standing": "hold", "reason": "Late."}).action_set()
        self.assertEqual(profiles.mapped("standing"), ["hold", "hold"])

    def test_standing_is_an_act_with_a_reason(self):
        profile = self._profile().with_user(self.analyst)
        for vals in ({"standing": "good"}, {"parent_id": False}, {"name": "X"}, {"checks": 7}):
            with self.subTest(vals), self.assertRaises(ActRefused):
                profile.write(vals)
        for standing, reason in (("good", " "), ("good", None), ("bad", "Why")):
            with self.subTest(standing=standing, reason=reason), self.assertRaises(StandingRefused):
                profile._set_standing(standing, reason)
        profile._set_standing("watch", "Pays later since March.")
        self.assertEqual(profile.standing, "watch")
        entry = self.env["evidence.entry"].sudo().search([("subject_key", "=", profile.name)])
        self.assertEqual(entry.mapped("event"), ["credit.standing_set"])

    def test_quotation_shows_the_standing_in_its_own_company(self):
        other = self.setup_other_company()["company"]
        self._profile()._set_standing("hold", "Does not pay.")
        order = self._order().sudo()
        self.assertEqual(order.credit_standing, "hold")
        order.invalidate_recordset()
        self.assertEqual(order.with_company(other).credit_standing, "hold")

    def test_seller_reads_the_standing_and_no_figure(self):
        profile = self._profile().with_user(self.seller)
        self.assertEqual(profile.standing, "none")
        for name in ("grade", "next_review_date", "note"):
            with self.subTest(name), self.assertRaises(AccessError):
                profile.read([name])
        with self.assertRaises(AccessError):
            profile.segment = "small"

    def test_profiles_are_made_in_a_constant_number_of_queries(self):
        counts = []
        for number in (2, 50):
            partners = self.env["res.partner"].create(
                [{"name": f"Customer {number}.{index}", "is_company": True} for index in range(number)]
            )
            self.env.flush_all()
            self.env["credit.profile"]._find_for(partners, self.company)
            before = self.env.cr.sql_log_count
            self.assertEqual(len(self._profile(partners)), number)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        # Each takes a number of its own from the sequence.
        self.assertLessEqual(counts[1] - counts[0], 2 * 48)

    def test_standing_is_seen_and_searched_on_contacts_and_quotations(self):
        self._profile()._set_standing("hold", "Does not pay.")
        partners = self.env["res.partner"].with_user(self.seller).with_company(self.company)
        both = self.customer + self.buyer
        self.assertEqual(partners.search([("credit_standing", "=", "hold"), ("id", "in", both.ids)]).ids, both.ids)
        self.assertFalse(partners.search([("credit_standing", "=", "none"), ("id", "in", both.ids)]))
        stranger = self._customer("Stranger")
        self.assertTrue(partners.search([("credit_standing", "=", "none"), ("id", "=", stranger.id)]))
        self.assertEqual(partners.browse(self.buyer.id).credit_standing, "hold")
        self.assertEqual(self._order(partner_id=self.buyer.id).credit_standing, "hold")
