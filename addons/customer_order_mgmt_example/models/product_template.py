from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    export_country_ids = fields.Many2many(
        "res.country",
        string="Licensed Destinations",
        help="Countries to which our export licence lets this product go. Empty: it needs no licence.",
    )
