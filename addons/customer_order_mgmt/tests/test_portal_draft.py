from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..exceptions import AcceptedOrderIsBinding, DraftRefused, OrderStateRefused
from .common_portal import PortalOrderCommon


@tagged("post_install", "-at_install")
class TestPortalDraft(PortalOrderCommon):
    def _assert_refused(self, sentence, act, *args):
        with self.assertRaisesRegex(DraftRefused, sentence):
            act(*args)

    def test_draft_belongs_to_the_company_in_which_it_was_begun(self):
        other = self.setup_other_company()["company"]
        other.customer_order_use_portal = True
        self.pat.write({"company_ids": [Command.link(other.id)]})
        draft = self._create_draft()
        elsewhere = draft.with_company(other)
        self.assertFalse(elsewhere.search(elsewhere._get_draft_domain()))
        with self.assertRaises(AccessError):
            elsewhere._portal_write("instructions", "x")
        foreign = elsewhere.browse()._portal_create_draft().sudo()
        self.assertEqual((foreign.company_id, foreign.currency_id), (other, other.currency_id))
        with self.assertRaises(AccessError):
            foreign.sudo(False).with_company(self.company)._portal_write("instructions", "x")

    def test_draft_has_the_customers_terms(self):
        terms = self.env.ref("account.account_payment_term_30days")
        self.customer.with_company(self.company).property_payment_term_id = terms
        draft = self._create_draft().sudo()
        self.assertRecordValues(
            draft,
            [
                {
                    "state": "draft",
                    "channel": "portal",
                    "partner_id": self.customer.id,
                    "contact_id": self.buyer.id,
                    "company_id": self.company.id,
                    "payment_term_id": terms.id,
                    "amount_untaxed": 240.0,
                }
            ],
        )
        self.assertEqual(draft.line_ids.mapped("requested_date"), [fields.Date.to_date("2035-03-01"), False])

    def test_nothing_is_open_until_it_is_switched_on(self):
        self.company.customer_order_use_portal = False
        with self.assertRaises(AccessError):
            self._create_draft()

    def test_price_is_the_customers_own_and_follows_the_quantity(self):
        pricelist = self.env["product.pricelist"].create(
            {
                "name": "Aqua",
                "company_id": self.company.id,
                "item_ids": [
                    Command.create({"compute_price": "percentage", "percent_price": 10}),
                    Command.create({"compute_price": "percentage", "percent_price": 30, "min_quantity": 10}),
                ],
            }
        )
        self.customer.with_company(self.company).property_product_pricelist = pricelist
        draft = self._create_draft()
        line = draft.sudo().line_ids[0]
        self.assertEqual(line.price_unit, 90.0)
        draft._portal_write_line(line.id, "quantity", "10")
        self.assertEqual((line.price_unit, line.price_subtotal), (70.0, 700.0))
        self.assertEqual(draft._portal_get_figures()["lines"][line.id]["amount"], "$\xa0700.00")

    def test_same_item_for_the_same_day_is_one_line(self):
        draft = self._create_draft()
        draft._portal_add_products([(self.pump.id, "3", "2035-03-01"), (self.pump.id, 1, "2035-04-01")])
        self.assertEqual(draft.sudo().line_ids.mapped("quantity"), [5.0, 1.0, 1.0])

    def test_only_items_of_the_list_are_ordered(self):
        draft = self._create_draft()
        other = self.setup_other_company()["company"]
        foreign = self._create_good("Foreign F1", 1.0, company_id=other.id, is_customer_orderable=True)
        for product in (self.hidden, foreign):
            self._assert_refused("not in our list", draft._portal_add_products, [(product.id, 1, False)])

    def test_only_what_a_customer_may_say_is_written(self):
        draft = self._create_draft()
        line = draft.sudo().line_ids[0]
        for field in ("price_unit", "discount", "tax_ids", "product_id", "promised_date", "name", "order_id", "state"):
            with self.subTest(field):
                self._assert_refused("cannot be changed", draft._portal_write_line, line.id, field, "1")
        for field in (
            "state",
            "company_id",
            "partner_id",
            "pricelist_id",
            "currency_id",
            "terms",
            "channel",
            "user_id",
        ):
            with self.subTest(field):
                self._assert_refused("cannot be changed", draft._portal_write, field, "1")
        with self.assertRaises(AccessError):
            draft.write({"customer_reference": "x"})
        with self.assertRaises(AccessError):
            draft.line_ids.write({"quantity": 7})
        with self.assertRaises(AccessError):
            draft.action_receive()

    def test_quantities_and_days_are_bounded(self):
        draft = self._create_draft()
        line = draft.sudo().line_ids[0]
        yesterday = fields.Date.today() - timedelta(days=2)
        for field, value, sentence in [
            ("quantity", "0", "above zero"),
            ("quantity", "-1", "above zero"),
            ("quantity", "1e12", "too large"),
            ("quantity", "NaN", "not a number"),
            ("quantity", "Infinity", "not a number"),
            ("quantity", None, "not a number"),
            ("quantity", {"a": 1}, "not a number"),
            ("quantity", "0.123456", "decimals"),
            ("requested_date", str(yesterday), "in the past"),
            ("requested_date", "2999-01-01", "too far"),
            ("requested_date", "soon", "not a date"),
            ("instructions", "x" * 5000, "at most"),
        ]:
            with self.subTest(field, value=value):
                self._assert_refused(sentence, draft._portal_write_line, line.id, field, value)
        self.assertEqual(line.quantity, 2.0)

    def test_delivery_goes_to_an_address_of_the_customer(self):
        site = self.env["res.partner"].create({"name": "Site", "type": "delivery", "parent_id": self.customer.id})
        draft = self._create_draft()
        draft._portal_write("partner_shipping_id", str(site.id))
        self.assertEqual(draft.sudo().partner_shipping_id, site)
        for foreign in (self.rival.id, self.company.partner_id.id, "x", None):
            self._assert_refused("your own addresses", draft._portal_write, "partner_shipping_id", foreign)

    def test_custom_item_has_a_description_and_no_price(self):
        draft = self._create_draft()
        line = draft._portal_add_custom("Flange, 316L, drawing 7", "4", "2035-05-01")
        self.assertTrue(line.is_custom)
        self.assertEqual((line.price_unit, line.quantity), (0.0, 4.0))
        draft._portal_write_line(line.id, "name", "Flange, 316L, drawing 8")
        self.assertEqual(line.name, "Flange, 316L, drawing 8")
        self._assert_refused("describe", draft._portal_add_custom, "  ", "1")
        self._assert_refused("describe", draft._portal_write_line, line.id, "name", "")

    def test_all_lines_are_asked_for_on_one_day(self):
        draft = self._create_draft()
        draft._portal_set_day("2035-06-01")
        self.assertEqual(set(draft.sudo().line_ids.mapped("requested_date")), {fields.Date.to_date("2035-06-01")})

    def test_line_of_another_draft_is_not_reached(self):
        draft, other = self._create_draft(), self._create_draft(self.rob)
        line = other.sudo().line_ids[0]
        self._assert_refused("no longer in your draft", draft._portal_write_line, line.id, "quantity", "9")
        self._assert_refused("no longer in your draft", draft._portal_remove_line, line.id)
        self.assertEqual(line.quantity, 2.0)

    def test_draft_belongs_to_its_author(self):
        draft = self._create_draft()
        for user in (self.kim, self.rob):
            with self.subTest(user.login):
                theirs = draft.with_user(user)
                self.assertFalse(theirs.search(theirs._get_draft_domain()))
                with self.assertRaises(AccessError):
                    theirs.read(["name"])
                with self.assertRaises(AccessError):
                    theirs._portal_write("customer_reference", "x")
                with self.assertRaises(AccessError):
                    theirs._portal_delete()

    def test_what_customers_write_is_not_forged_or_received_for_them(self):
        with self.assertRaises(OrderStateRefused):
            self._create_order(channel="portal")
        order = self._create_order()
        with self.assertRaises(OrderStateRefused):
            order.write({"channel": "portal"})
        with self.assertRaises(OrderStateRefused):
            order.sudo().write({"portal_submitted_at": fields.Datetime.now()})
        draft = self._create_draft()
        with self.assertRaisesRegex(OrderStateRefused, "still writing"):
            draft.with_user(self.clerk).action_receive()

    def test_draft_is_deleted_with_its_files(self):
        draft = self._create_draft()
        file = draft._portal_add_file("plan.pdf", b"%PDF-1.7 plan", draft.sudo().line_ids[0].id)
        draft._portal_delete()
        self.assertFalse(draft.exists() or file.exists())

    def test_files_are_what_they_say(self):
        draft = self._create_draft()
        for name, content, sentence in [
            ("a.html", b"<html/>", "kind that we do not take"),
            ("a.svg", b"<svg/>", "kind that we do not take"),
            ("a.pdf", b"<script>", "not what its name says"),
            ("a.pdf", b"", "is empty"),
            ("a.pdf", b"%PDF-" + b"0" * 10 * 1024 * 1024, "larger than"),
            ("noname", b"x", "kind that we do not take"),
        ]:
            with self.subTest(name, sentence=sentence):
                self._assert_refused(sentence, draft._portal_add_file, name, content)
        for number in range(20):
            draft._portal_add_file(f"../plan {number}.pdf", b"%PDF-1.7")
        self.assertEqual(draft.sudo().source_attachment_ids[0].name[:5], "plan ")
        self._assert_refused("at most 20 files", draft._portal_add_file, "one more.pdf", b"%PDF-1.7")

    def test_number_of_drafts_and_lines_is_bounded(self):
        self.patch(type(self.env["customer.order"]), "_check_line_count", lambda self: None)
        for _number in range(20):
            self.env["customer.order"].with_user(self.pat)._portal_create_draft()
        self._assert_refused("20 drafts", self.env["customer.order"].with_user(self.pat)._portal_create_draft)

    def test_received_order_is_no_draft(self):
        order = self._create_order()
        order.action_receive()
        with self.assertRaises(AccessError):
            order.with_user(self.pat)._portal_delete()
        with self.assertRaises(AcceptedOrderIsBinding):
            order.sudo().unlink()

    def test_saving_is_no_news(self):
        draft = self._create_draft()
        before = len(draft.sudo().message_ids)
        draft._portal_write("customer_reference", "PO 1")
        draft._portal_write_line(draft.sudo().line_ids[0].id, "quantity", "7")
        self._commit_like(draft)
        self.assertEqual(len(draft.sudo().message_ids), before)
