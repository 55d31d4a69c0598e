from odoo import api, fields, models, tools
from odoo.addons.evidence_ledger.logic.event_schema import EventSchema

from ...exceptions import ListRefused


class CreditScreeningList(models.Model):
    """A list of restricted parties with which customers are compared. Its content is a file that a person loads."""

    _name = "credit.screening.list"
    _inherit = ["credit.company.mixin", "evidence.guarded", "mail.thread", "evidence.mixin"]
    _description = "List of Restricted Parties"
    _order = "sequence, code"
    _rec_names_search = ["code", "name"]
    _act_fields = frozenset({"current_id"})

    name = fields.Char(required=True, help="Such as: Consolidated list of the European Union.")
    code = fields.Char(
        required=True, copy=False, help="Short and lasting, such as EU, UN or OFAC: hits and sealed entries name it."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True, tracking=True, help="Nobody is compared with an archived list.")
    company_id = fields.Many2one("res.company", index=True, help="Leave empty for a list of all companies.")
    current_id = fields.Many2one("credit.screening.version", string="Version in Force", readonly=True, copy=False)
    version_ids = fields.One2many("credit.screening.version", "list_id", string="Versions", readonly=True)
    loaded_at = fields.Datetime(related="current_id.loaded_at", string="Loaded on")
    published = fields.Char(related="current_id.published")
    party_count = fields.Integer(related="current_id.party_count", string="Parties")
    note = fields.Text(string="Notes", help="Where the file is published, and how often somebody loads it.")

    _one_code = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "There is a list with this code already. Please choose another code."
    )

    @api.depends("code", "name")
    def _compute_display_name(self):
        for screening_list in self:
            screening_list.display_name = f"{screening_list.code}: {screening_list.name}"

    @api.model_create_multi
    def create(self, vals_list):
        lists = super().create(vals_list)
        self.env.registry.clear_cache()
        return lists

    def write(self, vals):
        if {"code", "company_id"}.intersection(vals) and self.version_ids:
            raise ListRefused(
                self.env._(
                    "%(list)s was loaded already: its code and company stay, since sealed entries name them. Archive"
                    " it and create another list instead.",
                    list=self.filtered("version_ids")[0].display_name,
                )
            )
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    # at_uninstall: otherwise a context key, which any client can send, would skip the check (BaseModel.unlink).
    @api.ondelete(at_uninstall=True)
    def _unlink_except_loaded(self):
        if loaded := self.filtered("version_ids"):
            raise ListRefused(
                self.env._(
                    "%(list)s was loaded already, and customers were compared with it. Archive it instead.",
                    list=loaded[0].display_name,
                )
            )

    # What a cache knows of the lists: the versions in force in each company.

    @api.model
    def _get_versions(self, company):
        """Return the versions in force with which the customers of ``company`` are compared."""
        # sudo: lists count for everybody, whoever may read them.
        return self.env["credit.screening.version"].sudo().browse(self._get_version_ids(company.id))

    @api.model
    @tools.ormcache("company_id")
    def _get_version_ids(self, company_id):
        # sudo: the lists of a company count in its branches, whoever may see it.
        companies = self.env["res.company"].sudo().browse(company_id).parent_ids.ids
        domain = [("current_id", "!=", False), ("company_id", "in", [*companies, False])]
        # sudo: as above.
        return tuple(self.sudo().with_context(active_test=True).search(domain).current_id.ids)

    # Evidence

    def _get_evidence_key(self):
        return self.code

    def _get_evidence_company(self):
        # A list of all companies is sealed where it was loaded.
        return self.company_id or self.env.company

    @api.model
    def _get_evidence_events(self):
        keys = {"version": "integer", "published?": "text", "files": ["hash"], "parties": "integer", "names": "integer"}
        return {**super()._get_evidence_events(), "credit.list_loaded": EventSchema(1, keys)}
