from odoo import api, fields, models
from odoo.tools import SQL

FORMATS = [
    ("eu_xml", "European Union, XML"),
    ("eu_csv", "European Union, CSV"),
    ("un_xml", "United Nations, XML"),
    ("ofac_xml", "OFAC, XML"),
    ("ofac_csv", "OFAC, CSV"),
    ("plain_csv", "Own CSV"),
]


class CreditScreeningVersion(models.Model):
    """A list as it was loaded on a day. Parties are kept of the version in force; of older ones, what was found."""

    _name = "credit.screening.version"
    _description = "Version of a List of Restricted Parties"
    _order = "list_id, number desc"

    list_id = fields.Many2one("credit.screening.list", required=True, readonly=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="list_id.company_id", store=True, index=True)
    number = fields.Integer(string="Version", required=True, readonly=True, aggregator=None)
    format = fields.Selection(FORMATS, required=True, readonly=True)
    published = fields.Char(readonly=True, help="The publisher's own date, as the file says it.")
    file_names = fields.Char(string="Files", readonly=True)
    fingerprint = fields.Char(readonly=True, help="SHA-256 over the SHA-256 of each file, sorted.")
    loaded_at = fields.Datetime(string="Loaded on", required=True, readonly=True)
    loaded_by_id = fields.Many2one("res.users", string="Loaded by", required=True, readonly=True)
    party_count = fields.Integer(string="Parties", readonly=True)
    name_count = fields.Integer(string="Names and Aliases", readonly=True)
    notes = fields.Text(readonly=True, help="What is to be known of the file that was loaded.")
    party_ids = fields.One2many("credit.screening.party", "version_id", string="Entries", readonly=True)

    _one_number = models.UniqueIndex("(list_id, number)", "Two versions of a list cannot have the same number.")

    @api.depends("list_id.code", "number")
    def _compute_display_name(self):
        for version in self:
            version.display_name = f"{version.list_id.code} {version.number}"

    def _forget_parties(self):
        """Drop the parties of a version that is no longer in force: tens of thousands of rows, of no further use."""
        if not self:
            return
        self.env.flush_all()
        # Names go with their parties (ON DELETE CASCADE); loading them into memory first would take minutes.
        self.env.cr.execute(SQL("DELETE FROM credit_screening_party WHERE version_id IN %s", self._ids))
        self.env.invalidate_all(flush=False)
