from odoo import fields, models


class CreditScreeningResult(models.Model):
    """That a customer was compared with a version of a list, and how many parties looked alike.

    It is gone when a name or country of the customer changes: then it is compared again.
    """

    _name = "credit.screening.result"
    _description = "Screening of a Customer"
    _order = "screened_at desc, id desc"
    _rec_name = "profile_id"

    profile_id = fields.Many2one("credit.profile", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True)
    version_id = fields.Many2one(
        "credit.screening.version", required=True, readonly=True, index=True, ondelete="cascade"
    )
    list_id = fields.Many2one(related="version_id.list_id", string="List")
    screened_at = fields.Datetime(string="Screened on", required=True, readonly=True)
    hit_count = fields.Integer(string="Looked Alike", readonly=True)

    _one_per_version = models.UniqueIndex(
        "(profile_id, version_id)", "The customer was compared with this version already."
    )
