from lxml import html
from odoo.tests import tagged

from .common_portal import PortalOrderCommon


@tagged("post_install", "-at_install")
class TestPortalList(PortalOrderCommon):
    def _preview(self, user=None):
        return self.env["customer.order"].with_user(user or self.pat)._portal_preview()

    def _offers(self, products, user=None):
        order = self._preview(user)
        return products.with_env(order.env)._get_customer_offers(order)

    def _find(self, words, user=None):
        order = self._preview(user)
        products = order.env["product.product"]
        return products.search(
            products._get_customer_list_domain(order) & products._get_customer_search_domain(order, words)
        ).with_env(self.env)

    def test_list_holds_what_was_offered(self):
        self.assertFalse(self.hidden.is_customer_orderable)
        order = self._preview()
        products = order.env["product.product"]
        listed = products.search(products._get_customer_list_domain(order)).with_env(self.env)
        self.assertLessEqual(self.pump | self.valve, listed)
        self.assertNotIn(self.hidden, listed)
        self.pump.sale_ok = False
        self.valve.product_tmpl_id.action_withdraw_from_customers()
        self.assertFalse(products.search(products._get_customer_list_domain(order)) & (self.pump | self.valve))

    def test_what_is_not_sold_is_not_offered(self):
        self.hidden.sale_ok = False
        self.hidden.product_tmpl_id.action_offer_to_customers()
        self.assertFalse(self.hidden.is_customer_orderable)

    def test_items_are_found_by_name_code_and_own_code(self):
        self.env["customer.order.product.code"].sudo().create(
            {"company_id": self.company.id, "partner_id": self.customer.id, "code": "AQ-77", "product_id": self.pump.id}
        )
        self.valve.barcode = "4006381333931"
        self.assertEqual(self._find("pump p1"), self.pump)
        self.assertEqual(self._find("V1"), self.valve)
        self.assertEqual(self._find("40063813"), self.valve)
        self.assertEqual(self._find("aq-77"), self.pump)
        self.assertFalse(self._find("AQ-77", self.rob))
        self.assertFalse(self._find("Hidden"))

    def test_category_narrows_the_list_and_shows_its_count(self):
        pumps, valves = self.env["product.category"].create([{"name": "Our Pumps"}, {"name": "Our Valves"}])
        self.pump.categ_id, (self.valve | self.hidden).categ_id = pumps, valves
        self.authenticate("pat", "pat")
        page = self._open_list()
        counts = {link.get("href").rpartition("=")[2]: link.xpath("span")[-1].text for link in self._links(page)}
        self.assertEqual((counts[str(pumps.id)], counts[str(valves.id)]), ("1", "1"), "Hidden items are not counted")
        self.assertEqual(self._listed(page), {self.pump.id, self.valve.id})
        self.assertEqual(self._listed(self._open_list(category_id=pumps.id)), {self.pump.id})
        self.assertFalse(self._listed(self._open_list(category_id=pumps.id, search="Valve")))

    def test_lead_time_is_shown(self):
        self.pump.sale_delay, self.valve.sale_delay = 12, 0
        self.authenticate("pat", "pat")
        page = self._open_list()
        pump, valve = (page.xpath(f"//*[@data-product-id='{item.id}']")[0] for item in (self.pump, self.valve))
        self.assertIn("12 days", " ".join(pump.text_content().split()))
        self.assertNotIn("day", valve.text_content())

    def _open_list(self, **params):
        self.env.flush_all()
        query = "&".join(f"{name}={value}" for name, value in params.items())
        return html.fromstring(self.url_open(f"/my/customer-orders/new?{query}").text)

    def _links(self, page):
        return page.xpath("//a[contains(@class, 'list-group-item') and contains(@href, 'category_id=')]")

    def _listed(self, page):
        items = {int(offer.get("data-product-id")) for offer in page.xpath("//*[@name='offer']")}
        # A database may offer more than this test does.
        return items & {self.pump.id, self.valve.id, self.hidden.id}

    def test_last_bought_is_the_customers_own(self):
        self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 3}]))
        self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 7}]))
        self._create_order([{"product_id": self.valve.id, "quantity": 9}]).action_receive()
        pump, valve = self._offers(self.pump | self.valve)
        self.assertEqual((pump.last_purchase.quantity, pump.last_purchase.unit), (7.0, "Units"))
        self.assertFalse(valve.last_purchase)
        self.assertFalse(self._offers(self.pump, self.rob)[0].last_purchase)

    def test_price_is_the_price_of_the_line(self):
        self.pump.taxes_id = self.env["account.tax"].create(
            {"name": "Incl", "amount": 20, "price_include_override": "tax_included", "company_id": self.company.id}
        )
        offer = self._offers(self.pump)[0]
        draft = self._create_draft(rows=[(self.pump.id, 1, False)])
        self.assertEqual(offer.price, draft.sudo().line_ids.price_unit)
        self.assertTrue(offer.is_tax_included)

    def test_list_asks_as_much_for_many_items_as_for_few(self):
        products = self.env["product.product"].create(
            [{"name": f"Many {n}", "default_code": f"M{n}", "is_customer_orderable": True} for n in range(50)]
        )
        counts = []
        for few in (products[:2], products[:2], products):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            for offer in self._offers(few):
                self.assertTrue(offer.product.display_name)
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
