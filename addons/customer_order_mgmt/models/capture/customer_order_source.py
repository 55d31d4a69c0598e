import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class CustomerOrderSource(models.Model):
    """A file that orders were made from, kept once and known by its hash.

    It belongs to itself and not to one of its orders: a file may hold orders of several customers, and a customer who
    sees an order must not see the others.
    """

    _name = "customer.order.source"
    _description = "Source File of Customer Orders"
    _order = "imported_at desc, id desc"

    name = fields.Char(string="File", required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    sha256 = fields.Char(string="SHA-256", required=True, readonly=True, help="Of the file, byte by byte.")
    attachment_id = fields.Many2one("ir.attachment", readonly=True, ondelete="restrict", bypass_search_access=True)
    import_count = fields.Integer(string="Times Imported", readonly=True, default=0)
    imported_at = fields.Datetime(string="Last Imported", readonly=True)
    imported_by_id = fields.Many2one("res.users", string="Imported By", readonly=True)
    order_ids = fields.Many2many("customer.order", string="Orders", compute="_compute_order_ids")
    order_count = fields.Integer(string="Number of Orders", compute="_compute_order_ids")

    _one_row_per_file = models.UniqueIndex(
        "(company_id, sha256)", "This file was imported by somebody else just now. Open the import again."
    )

    @api.depends("attachment_id")
    def _compute_order_ids(self):
        orders = self.env["customer.order"].search([("source_attachment_ids", "in", self.attachment_id.ids)])
        for source in self:
            source.order_ids = orders.filtered(
                lambda order, source=source: source.attachment_id in order.source_attachment_ids
            )
            source.order_count = len(source.order_ids)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if any(source.import_count for source in self):
            raise UserError(self.env._("A file that orders were made from cannot be deleted."))

    @api.model
    def _get_hash(self, content):
        """SHA-256 of a file, as it is sealed when its orders are received."""
        return hashlib.sha256(content).hexdigest()

    @api.model
    def _find(self, content, company):
        """Return the source of the same bytes in this company, or nothing."""
        domain = [("sha256", "=", self._get_hash(content)), ("company_id", "=", company.id)]
        return self.search(domain, limit=1)

    @api.model
    def _keep(self, name, content, company):
        """Keep a file that is imported and return its source.

        The row is updated: of two that import the same file at the same time one waits, and then sees the other.
        """
        source = self._find(content, company)
        if source:
            source._claim()
        # sudo: nobody may write sources; importing a file is what makes them.
        rows = source.sudo() or self.sudo().create(
            {"name": name, "company_id": company.id, "sha256": self._get_hash(content)}
        )
        if not source:
            vals = {"name": name, "raw": content, "res_model": self._name, "res_id": rows.id}
            rows.attachment_id = rows.env["ir.attachment"].create(vals)
        rows.write(
            {
                "import_count": rows.import_count + 1,
                "imported_at": fields.Datetime.now(),
                "imported_by_id": self.env.uid,
            }
        )
        return rows.with_env(self.env)

    def _claim(self):
        self.env.cr.execute(
            SQL("UPDATE customer_order_source SET import_count = import_count WHERE id IN %s", tuple(self.ids))
        )

    def action_view_orders(self):
        """Open the orders that were made from the file."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Orders of %(file)s", file=self.name),
            "res_model": "customer.order",
            "view_mode": "list,form",
            "domain": [("id", "in", self.order_ids.ids)],
        }
