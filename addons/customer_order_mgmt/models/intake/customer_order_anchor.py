from odoo import api, fields, models
from odoo.tools import SQL

from ...logic.anchors import Anchor, Relation
from ...logic.order_labels import FIELD_KINDS


class CustomerOrderAnchor(models.Model):
    """Words by which a value is found on the documents of one customer, learned when people confirm and correct."""

    _name = "customer.order.anchor"
    _description = "Learned Anchor"
    _order = "partner_id, field, hits desc, id"
    _rec_name = "label"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True)
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, readonly=True, index=True, ondelete="cascade"
    )
    field = fields.Selection(selection="_get_fields", string="Value", required=True, readonly=True)
    label = fields.Char(string="Words", required=True, readonly=True, help="What stands before or above the value.")
    relation = fields.Selection([("right", "Beside"), ("below", "Below")], string="Where", required=True, readonly=True)
    hits = fields.Integer(string="Confirmed", readonly=True, help="How often the value found here was right.")
    misses = fields.Integer(string="Corrected", readonly=True, help="How often it was wrong.")

    _once = models.UniqueIndex("(company_id, partner_id, field, label, relation)", "An anchor is learned once.")

    @api.model
    def _get_fields(self):
        return [
            (name, label) for name, label in self.env["customer.order.intake.field"]._get_names() if name in FIELD_KINDS
        ]

    @api.model
    def _get_anchors(self, partner, company):
        """Return what was learned from this customer's documents, and from nobody else's, as ``Anchor``."""
        if not partner:
            return []
        # sudo: the reading cron runs without a person; the domain names the company and the customer.
        learned = self.sudo().search(
            [("company_id", "=", company.id), ("partner_id", "=", partner.commercial_partner_id.id)]
        )
        return [Anchor(row.field, row.label, Relation(row.relation), row.hits, row.misses) for row in learned]

    @api.model
    def _learn(self, partner, company, anchor, *, is_hit):
        """Count that ``anchor`` was right or wrong; in one statement: two clerks do not get in each other's way."""
        now, uid = self.env.cr.now(), self.env.uid
        row = (
            company.id,
            partner.commercial_partner_id.id,
            anchor.field,
            anchor.label,
            anchor.relation.value,
            int(is_hit),
            int(not is_hit),
        )
        self.env.cr.execute(
            SQL(
                """INSERT INTO customer_order_anchor AS known (company_id, partner_id, field, label, relation, hits,
                                                               misses, create_date, write_date, create_uid, write_uid)
                   VALUES %s
                   ON CONFLICT (company_id, partner_id, field, label, relation)
                   DO UPDATE SET hits = known.hits + EXCLUDED.hits, misses = known.misses + EXCLUDED.misses,
                                 write_date = EXCLUDED.write_date, write_uid = EXCLUDED.write_uid""",
                (*row, now, now, uid, uid),
            )
        )
        self.invalidate_model()
