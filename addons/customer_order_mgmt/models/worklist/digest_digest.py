from odoo import fields, models
from odoo.exceptions import AccessError

KPIS = {
    "kpi_customer_order_unacknowledged": "unacknowledged",
    "kpi_customer_order_counters": "counters_expiring",
    "kpi_customer_order_amendments": "amendments_waiting",
    "kpi_customer_order_uninvoiced": "uninvoiced",
    "kpi_customer_order_incoming": "incoming",
    "kpi_customer_order_differences": "differences",
}


class DigestDigest(models.Model):
    """The work list in the digest: each reader finds in it what is on their own list, as it is when it is sent."""

    _inherit = "digest.digest"

    kpi_customer_order_unacknowledged = fields.Boolean("Customer Orders Unacknowledged")
    kpi_customer_order_unacknowledged_value = fields.Integer(compute="_compute_kpi_customer_order_unacknowledged")
    kpi_customer_order_counters = fields.Boolean("Counter-offers Expiring")
    kpi_customer_order_counters_value = fields.Integer(compute="_compute_kpi_customer_order_counters")
    kpi_customer_order_amendments = fields.Boolean("Amendments Waiting")
    kpi_customer_order_amendments_value = fields.Integer(compute="_compute_kpi_customer_order_amendments")
    kpi_customer_order_uninvoiced = fields.Boolean("Delivered, Not Invoiced")
    kpi_customer_order_uninvoiced_value = fields.Integer(compute="_compute_kpi_customer_order_uninvoiced")
    kpi_customer_order_differences = fields.Boolean("Payment Differences to Approve")
    kpi_customer_order_differences_value = fields.Integer(compute="_compute_kpi_customer_order_differences")
    kpi_customer_order_incoming = fields.Boolean("Incoming Orders Not Read")
    kpi_customer_order_incoming_value = fields.Integer(compute="_compute_kpi_customer_order_incoming")

    def _compute_kpi_customer_order_unacknowledged(self):
        self._compute_customer_order_kpi("kpi_customer_order_unacknowledged")

    def _compute_kpi_customer_order_counters(self):
        self._compute_customer_order_kpi("kpi_customer_order_counters")

    def _compute_kpi_customer_order_amendments(self):
        self._compute_customer_order_kpi("kpi_customer_order_amendments")

    def _compute_kpi_customer_order_uninvoiced(self):
        self._compute_customer_order_kpi("kpi_customer_order_uninvoiced")

    def _compute_kpi_customer_order_incoming(self):
        self._compute_customer_order_kpi("kpi_customer_order_incoming")

    def _compute_kpi_customer_order_differences(self):
        self._compute_customer_order_kpi("kpi_customer_order_differences")

    def _compute_customer_order_kpi(self, kpi):
        work = self.env["customer.order.work"].search([("code", "=", KPIS[kpi])])
        if not work:
            # A digest leaves out what raises this.
            raise AccessError(self.env._("This is not on your work list."))
        for digest in self:
            company = digest.company_id or self.env.company
            digest[f"{kpi}_value"] = work.with_company(company)._count(company)

    def _compute_kpis(self, company, user):
        """What waits is counted as it is now: a digest of periods would show the same number three times."""
        kpis = super()._compute_kpis(company, user)
        for kpi in kpis:
            if kpi["kpi_name"] in KPIS:
                count = kpi["kpi_col1"]["value"]
                kpi["kpi_col1"] = {"value": count, "col_subtitle": self.env._("Waiting now")}
                kpi["kpi_col2"], kpi["kpi_col3"] = {}, {}
        return kpis

    def _compute_kpis_actions(self, company, user):
        actions = super()._compute_kpis_actions(company, user)
        menu = self.env.ref("customer_order_mgmt.customer_order_menu_root").id
        return {**actions, **dict.fromkeys(KPIS, f"customer_order_mgmt.customer_order_work_action?menu_id={menu}")}
