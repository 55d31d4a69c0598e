from odoo import http
from odoo.tests import HttpCase

from .common import CustomerOrderCommon

# A picture of one pixel: the smallest signature.
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


class PortalOrderCommon(CustomerOrderCommon, HttpCase):
    """The company takes orders in the portal. Pat and Kim buy for the same customer, Rob for another."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.customer_order_use_portal = True
        cls.env.ref("base.group_user").sudo()._apply_group(cls.env.ref("product.group_product_pricelist"))
        (cls.pump | cls.valve).product_tmpl_id.action_offer_to_customers()
        cls.hidden = cls._create_good("Hidden H1", 7.0)
        cls.pat = cls._create_customer_user("pat", cls.buyer)
        cls.kim = cls._create_customer_user("kim", cls.buyer.copy({"name": "Kim Buyer"}))
        cls.rival = cls.env["res.partner"].create({"name": "Rival", "is_company": True})
        cls.rob = cls._create_customer_user("rob", cls.rival)

    @classmethod
    def _create_customer_user(cls, login, partner):
        partner.email = f"{login}@example.com"
        user = cls._create_user(login, "base.group_portal")
        user.partner_id = partner
        return user

    def _create_draft(self, user=None, rows=None):
        """Return a draft that ``user`` wrote in the portal: two pumps and a valve unless ``rows`` say otherwise."""
        draft = self.env["customer.order"].with_user(user or self.pat)._portal_create_draft()
        draft._portal_add_products(rows or [(self.pump.id, 2, "2035-03-01"), (self.valve.id, 1, False)])
        return draft

    def _post(self, url, files=None, **data):
        """Send a form as a page of this session does."""
        token = http.Request.csrf_token(self)
        return self.url_open(url, {"csrf_token": token, **data}, files=files, allow_redirects=False)

    def _submit(self, draft, **signer):
        """Submit the draft as its author who has read it."""
        _faults, reviewed_hash = draft._portal_review()
        draft._portal_submit(reviewed_hash, {"name": "Pat Buyer", "signature": PIXEL, **signer})
        return draft
