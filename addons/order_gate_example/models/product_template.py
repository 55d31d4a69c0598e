from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    is_dangerous = fields.Boolean(string="Dangerous Goods", help="Leaves only with the number of its transport paper.")
