from odoo import fields, models

KINDS = [
    ("person", "Person"),
    ("organisation", "Organisation"),
    ("vessel", "Vessel"),
    ("aircraft", "Aircraft"),
    ("unknown", "Unknown"),
]


class CreditScreeningParty(models.Model):
    """A party of a list in force, as its publisher names it."""

    _name = "credit.screening.party"
    _description = "Restricted Party"
    _order = "name"
    _rec_names_search = ["name", "reference", "name_ids.name"]

    version_id = fields.Many2one(
        "credit.screening.version", required=True, readonly=True, index=True, ondelete="cascade"
    )
    list_id = fields.Many2one(related="version_id.list_id", string="List")
    company_id = fields.Many2one(related="version_id.company_id")
    reference = fields.Char(required=True, readonly=True, help="The publisher's own.")
    name = fields.Char(required=True, readonly=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    programme = fields.Char(readonly=True, help="Under which programme or regulation the party is listed.")
    countries = fields.Char(readonly=True, help="Citizenship, nationality and addresses, as published.")
    country_codes = fields.Char(readonly=True)
    remark = fields.Text(readonly=True)
    content_hash = fields.Char(readonly=True)
    name_ids = fields.One2many("credit.screening.name", "party_id", string="Names", readonly=True)

    def _get_codes(self):
        """Return the ISO codes of the countries that are known for this party."""
        return frozenset(filter(None, (self.country_codes or "").split(",")))
