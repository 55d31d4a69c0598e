from odoo import api, fields, models
from odoo.tools import SQL


class CustomerOrderProductCode(models.Model):
    """What a customer calls a product of ours, learned from the lines on which a clerk said so."""

    _name = "customer.order.product.code"
    _description = "Customer's Product Code"
    _order = "partner_id, code_key"
    _rec_name = "code"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
        domain="[('parent_id', '=', False)]",
        help="The company whose contacts use this code.",
    )
    code = fields.Char(string="Customer's Code", required=True, help="As the customer writes it.")
    code_key = fields.Char(compute="_compute_code_key", store=True, precompute=True, readonly=True)
    product_id = fields.Many2one(
        "product.product",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
        domain="[('sale_ok', '=', True), ('type', '!=', 'combo')]",
        help="The product that is meant.",
    )

    _one_meaning = models.UniqueIndex(
        "(company_id, partner_id, code_key)", "A customer's code can mean one product only."
    )

    @api.depends("code")
    def _compute_code_key(self):
        for code in self:
            code.code_key = self._get_key(code.code)

    @api.model
    def _get_key(self, code):
        """Return what two spellings of one code share."""
        return " ".join((code or "").split()).casefold()

    @api.model
    def _learn(self, meanings):
        """Remember ``{(company, commercial partner, code): product}``; what was known before is replaced.

        One statement: two clerks who teach the same code at the same time do not get in each other's way.
        """
        rows = {
            (company.id, partner.id, self._get_key(code)): (code, product.id)
            for (company, partner, code), product in meanings.items()
            if self._get_key(code)
        }
        if not rows:
            return
        now, user = self.env.cr.now(), self.env.uid
        values = SQL(", ").join(
            SQL("%s", (*key, code, product_id, now, now, user, user)) for key, (code, product_id) in rows.items()
        )
        self.env.cr.execute(
            SQL(
                """INSERT INTO customer_order_product_code AS known (company_id, partner_id, code_key, code, product_id,
                                                            create_date, write_date, create_uid, write_uid)
                   VALUES %s
                   ON CONFLICT (company_id, partner_id, code_key)
                   DO UPDATE SET product_id = EXCLUDED.product_id, code = EXCLUDED.code,
                                 write_date = EXCLUDED.write_date, write_uid = EXCLUDED.write_uid
                   WHERE known.product_id != EXCLUDED.product_id""",
                values,
            )
        )
        self.invalidate_model()
