from lxml import etree
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

    def test_standing_in_another_company_counts_unseen(self):
        other = self.setup_other_company()["company"]
        seller = self._user("partners", "sales_team.group_sale_salesman_all_leads,base.group_partner_manager")
        self._profile(company=other)._set_standing("hold", "Does not pay there.")
        self.env.invalidate_all()
        with self.assertRaises(StandingRefused), self.cr.savepoint():
            self.customer.with_user(seller).write({"is_company": False, "parent_id": self._customer("Unknown").id})
        self._profile(company=other)._set_standing("good", "Pays again.")
        self.env.invalidate_all()
        self.customer.with_user(seller).write({"is_company": False, "parent_id": self._customer("Unknown").id})

    def test_part_of_a_held_customer_does_not_split_off(self):
        self._profile()._set_standing("hold", "Does not pay.")
        self.seller.sudo().group_ids |= self.env.ref("base.group_partner_manager")
        with self.assertRaisesRegex(StandingRefused, "customer of its own"), self.cr.savepoint():
            self.buyer.with_user(self.seller).is_company = True
        self.buyer.with_user(self.seller).function = "Buyer"
        # Whoever leaves, leaves.
        employer = self._customer("Clean Ltd")
        self.buyer.with_user(self.seller).parent_id = employer
        self.assertEqual(employer.credit_standing, "none")

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

    def test_only_a_controller_changes_the_group(self):
        profile = self._profile()
        head = self._customer("Aqua Holding")
        with self.assertRaises(AccessError):
            profile.with_user(self.analyst).group_partner_id = head
        profile.with_user(self.controller).group_partner_id = head
        self.assertEqual(profile.parent_id.partner_id, head)

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

    def test_verification_finds_a_forged_standing(self):
        profile, other = self._profile(), self._profile(self._customer("Stranger"))
        profile._set_standing("hold", "Does not pay.")
        verify = self.env["evidence.verification"]
        self.assertFalse(list(verify._get_document_findings(self.company)))
        self.env.flush_all()
        self.cr.execute("UPDATE credit_profile SET standing = 'good' WHERE id IN %s", [(profile + other)._ids])
        self.env.invalidate_all()
        found = verify._get_document_findings(self.company)
        self.assertEqual(sorted(finding.ref.subject_key for finding in found), sorted((profile + other).mapped("name")))

    def test_seller_reads_no_figure_in_the_log(self):
        profile = self._profile()
        profile._message_log(body="Limit of 5,000 granted.")
        found = [("model", "=", "credit.profile"), ("res_id", "=", profile.id), ("body", "ilike", "5,000")]
        self.assertTrue(self.env["mail.message"].with_user(self.reader).search(found))
        self.assertFalse(self.env["mail.message"].with_user(self.seller).search(found))
        message = profile.message_ids.filtered(lambda one: "5,000" in one.body)
        with self.assertRaises(AccessError):
            message.with_user(self.seller).read(["body"])
        with self.assertRaises(AccessError):
            profile.with_user(self.seller).read(["message_ids"])

    def test_seller_reads_no_file_of_a_profile(self):
        vals = {"name": "accounts.txt", "raw": b"Owes 5,000"}
        beside = {"res_model": "credit.profile", "res_id": self._profile().id}
        secret = self.env["ir.attachment"].sudo().create({**vals, **beside})
        other = self.env["ir.attachment"].with_user(self.seller).create(vals)
        files = (secret + other).ids
        found = {
            user.login: self.env["ir.attachment"].with_user(user).search([("id", "in", files)])
            for user in (self.reader, self.seller)
        }
        self.assertEqual(found[self.reader.login], secret)
        self.assertEqual(found[self.seller.login], other)
        self.assertFalse(secret.with_user(self.seller).search([("res_model", "=", "credit.profile")]))
        with self.assertRaises(AccessError):
            secret.with_user(self.seller).read(["raw"])

    def test_seller_reaches_no_figure_by_search_group_or_export(self):
        profile = self._profile()
        profile.next_review_date = "2027-01-31"
        partner = self.customer.with_user(self.seller)
        own = profile.with_user(self.seller)
        self.seller.sudo().group_ids |= self.env.ref("base.group_allow_export")
        figures = ("grade", "next_review_date", "note", "limit_amount", "exposure_amount", "overdue_amount")
        for name in (*figures, "net_exposure_amount", "available_amount", "utilisation", "has_limit"):
            for act in (
                lambda name=name: own.search([(name, "!=", False)]),
                lambda name=name: own.search_count([(name, "!=", False)]),
                lambda name=name: own.name_search("", [(name, "!=", False)]),
                lambda name=name: own.search([], order=name),
                lambda name=name: own.formatted_read_group([], [name], ["__count"]),
                lambda name=name: own.formatted_read_group([], [], [f"{name}:max"]),
                lambda name=name: own.read_progress_bar([], "standing", {"field": name, "colors": {"A": "success"}}),
                lambda name=name: own.export_data([name]),
                lambda name=name: partner.export_data([f"credit_profile_ids/{name}"]),
                lambda name=name: partner.search([(f"credit_profile_ids.{name}", "!=", False)]),
                lambda name=name: own.search([(f"child_ids.{name}", "!=", False)]),
                lambda name=name: own.web_read({name: {}}),
            ):
                with self.subTest(name), self.assertRaises(AccessError):
                    act()

    def test_seller_opens_every_view(self):
        own = self._profile().with_user(self.seller)
        for kind in ("form", "list", "search", "kanban"):
            with self.subTest(kind):
                arch = etree.fromstring(own.get_view(view_type=kind)["arch"])
                self.assertFalse(list(arch.iter("chatter")))
                names = {node.get("name") for node in arch.iter("field")}
                self.assertFalse(names & {"grade", "limit_amount", "exposure_amount", "note", "screening_state"})
                own.web_read({name: {} for name in names if name in own._fields})

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
        order = self._order(partner_id=self.buyer.id)
        self.assertEqual(order.credit_standing, "hold")
        self.assertIn(order, order.search([("credit_standing", "=", "hold")]))

    def test_customers_do_not_read_what_we_think_of_them(self):
        self._profile()._set_standing("hold", "Does not pay.")
        login = self._user("pat", "base.group_portal")
        login.partner_id = self.buyer
        order = self._order().with_user(login)
        order.sudo().message_subscribe(self.buyer.ids)
        for record in (self.buyer.with_user(login), order):
            for act in (
                lambda record=record: record.read(["credit_standing"]),
                lambda record=record: record.search([("credit_standing", "=", "hold")]),
            ):
                with self.subTest(record), self.assertRaises(AccessError):
                    act()

    def test_order_shows_the_standing_in_its_own_company(self):
        other = self.setup_other_company()["company"]
        self._profile(company=other)._set_standing("good", "Pays there.")
        self._profile()._set_standing("hold", "Does not pay here.")
        order = self._order().sudo()
        self.env.invalidate_all()
        both = (other + self.company).ids
        self.assertEqual(order.with_context(allowed_company_ids=both).credit_standing, "hold")
